"""What every page behind the family's number shares: its look, whose it is, and what stands around it."""

from typing import Any

from flask import abort, g, render_template, request

from coordination.family import copies, days
from coordination.seats.models import Seat, coordinator_of
from coordination.tasks.documents import letterhead
from foundation import access
from foundation.database import db
from foundation.reasons import Refused, SeenOtherwise
from foundation.web import ReadForm

PREFIX = "/appointment"
LETTERS_COOKIE = "letters"
LETTER_SIZES = ("1", "2", "3")


def page(template: str, **values: Any) -> str:
    """A page in the family's own look; the size of its letters is the browser's matter.

    A room above names its template with its folder.
    """
    size = request.cookies.get(LETTERS_COOKIE, "1")
    path = template if "/" in template else f"coordination/family/{template}"
    return render_template(f"{path}.html", letters=size if size in LETTER_SIZES else "1", days=days, **values)


def own_seat() -> Seat:
    """The place by whose number the page was opened."""
    seat = db.session.get(Seat, access.actor().seat_id) or abort(404)
    g.familys_seat = seat  # held, so that it is fetched once
    return seat


def around(seat: Seat) -> dict[str, str]:
    """What stands around every page behind the number: the town, and whom to call."""
    if "around_family" not in g:
        town, phone = letterhead(seat.town_id, seat.case_id)
        g.around_family = {"town": town, "phone": phone}
    found: dict[str, str] = g.around_family
    return found


def own_coordinator() -> str:
    """Who is in charge of the case, as the family says the name."""
    if "familys_coordinator" not in g:
        g.familys_coordinator = copies.without_titles(coordinator_of(own_seat().case_id).name)
    return str(g.familys_coordinator)


def refuse(form: ReadForm, refused: Refused) -> None:
    """Show why nothing was done; what the page shows now is what the next press answers."""
    if isinstance(refused, SeenOtherwise):
        form.read.data = None
    form.refuse(refused.reasons)
