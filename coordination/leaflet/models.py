"""Which blank forms there are, and the text of each as a town hands it out, or as the product ships it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agencies.directory.models import Agency, towns
from agencies.towns.models import acknowledgement_of, label_of
from coordination.agreements.models import COOPERATION
from coordination.pledges.models import FAMILY, INTERPRETER, PROFESSIONAL, SUPPORT_PERSON
from foundation import town_settings, wordings
from foundation.wordings import Wording


@dataclass(frozen=True)
class BlankForm:
    """One form to download: its word in addresses, the name of its file, and the wording it carries, if any."""

    word: str
    file_name: str
    wording: str = ""

    @property
    def label(self) -> Any:
        """What it is, as people read it."""
        return label_of(self.wording) if self.wording else _l("Cooperation plan")


FORMS = {
    form.word: form
    for form in (
        BlankForm("pledge-worker", "slib-pracovnik", PROFESSIONAL),
        BlankForm("pledge-support", "slib-podpurna-osoba", SUPPORT_PERSON),
        BlankForm("pledge-family", "slib-rodina", FAMILY),
        BlankForm("pledge-interpreter", "slib-tlumocnik", INTERPRETER),
        BlankForm("plan", "plan-spoluprace"),
        BlankForm("agreement", "dohoda-o-spolupraci", COOPERATION),
    )
}


@dataclass(frozen=True)
class Issuer:
    """In whose name a form is printed: a town, or nobody in particular."""

    town: Agency | None

    @property
    def id(self) -> UUID | None:
        return self.town.id if self.town else None

    @property
    def name(self) -> str:
        """The town as papers name it; empty for nobody."""
        return f"Město {self.town.signs_as}" if self.town else ""

    @property
    def unit(self) -> str:
        return self.town.name if self.town else ""

    def acknowledgement(self, *, family: bool) -> str:
        """What stands at the foot of the form (S2-54)."""
        return acknowledgement_of(self.town.id, family=family) if self.town else ""


def issuer(town_id: UUID | None) -> Issuer | None:
    """In whose name forms are printed; the only town where there is just one; None when there is no such town."""
    known = towns()
    if town_id is None:
        return Issuer(known[0] if len(known) == 1 else None)
    found = next((town for town in known if town.id == town_id), None)
    return Issuer(found) if found else None


@dataclass(frozen=True)
class FormText:
    """The text of a form, with the town's own words in its blanks."""

    wording: Wording
    text: str
    specimen: bool
    """The town has not confirmed it, or leaves a blank of law empty; or nobody hands it out."""


def text_of(form: BlankForm, of: Issuer) -> FormText:
    """What stands on a form that carries a wording; what only the pen can fill in stays a blank."""
    wording = wordings.current(form.wording, of.id)
    values = town_settings.of_town(of.id) if of.id else {}
    settings = {definition.name for definition in town_settings.definitions()}
    empty = [name for name in wordings.blanks(wording.text) if name in settings and not values.get(name)]
    confirmed = of.id is not None and wordings.confirmed(wording, of.id)
    return FormText(wording, wordings.filled(wording.text, values), specimen=bool(empty) or not confirmed)
