"""Where the pages of pledges (slib mlčenlivosti) are announced; each aspect has its own room beside."""

from uuid import UUID

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from coordination.pledges.actions import Signer
from coordination.seats.models import CaseFrame, Seat
from foundation import access
from foundation.database import db
from foundation.web import Form, TextLine, Tick

pages = Blueprint("pledges", __name__)
OWN = "own_pledge"
COLLECTING = "collecting_pledges"


def by() -> str:
    """Whoever does the deed, as the log book names them."""
    return access.actor().key


def code_of(case_id: UUID) -> str:
    """The outward code of a case."""
    return db.session.get_one(CaseFrame, case_id).code


def seat_of(seat_id: UUID) -> Seat:
    """One seat, for a page whose door is open already."""
    return db.session.get(Seat, seat_id) or abort(404)


class PersonPledgeForm(Form):
    """As whom somebody signs who comes from no organisation, and that the text was read."""

    name = TextLine(_l("Name and surname"), 120, missing=_l("Write your name."))
    read = Tick(_l("I know the text and understand it."), missing=_l("Read the text and tick that you understand it."))
    seen = HiddenField()
    """The fingerprint of the text that lies on the page."""

    @property
    def signer(self) -> Signer:
        return Signer(self.name.data or "", "", "")

    def lies_on(self, sha256: str) -> None:
        """Carry the fingerprint of the text on the page; another one than was read takes the tick back."""
        if self.seen.data != sha256:
            self.read.data = False
        self.seen.data = sha256


class PledgeForm(PersonPledgeForm):
    """The same for a worker, with function and organisation."""

    function = TextLine(_l("Function"), 120, missing=_l("Write what you do in your organisation."))
    agency = TextLine(_l("Organisation"), 120, missing=_l("Write the name of your organisation."))

    @property
    def signer(self) -> Signer:
        return Signer(self.name.data or "", self.function.data or "", self.agency.data or "")
