"""The counter at which a counselling service says whose client the family is; nobody else reads what it says."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles.models import Circle, circle_of, working_with
from agencies.circles.standing import DESK, FILE, of_circle, of_desk
from coordination.conferences import actions, documents
from coordination.conferences.models import facts_of_own_seat
from coordination.conferences.pages import pages
from coordination.seats.clients import gate_of
from coordination.seats.models import Seat
from foundation import access, clock
from foundation.access import requires
from foundation.database import db
from foundation.web import Dropdown, Form, notice

Answer = str | Response
OWN = "own_invitation_and_answer"
NO_FILE = "none"


class OurClientForm(Form):
    circle = Dropdown(_l("Which of your files is it?"), missing=_l("Choose the file, or that you keep none."))


@pages.route("/cases/<uuid:case_id>/our-client", methods=["GET", "POST"])
@requires(OWN, facts=facts_of_own_seat, looked=True)
def our_client(case_id: UUID) -> Answer:
    """A counselling service links the invitation to the file of its client; nobody else has anything to say here."""
    seat, back = _seat(), url_for("conferences.introduction", case_id=case_id)
    knows = access.facts().signed and access.may("family_has_a_case", "R")
    if gate_of(seat) is None or not knows or seat.agency_id is None:
        return redirect(back, 303)
    form, actor = OurClientForm(), access.actor()
    at_desk = access.decide(of_desk(actor, seat.agency_id), DESK, "R", clock.now()).allowed
    form.circle.choices = _own_files(seat) if at_desk else [("", _("Choose"))]

    def deed() -> None:
        chosen = form.circle.data
        actions.link_client(seat.id, None if chosen == NO_FILE else UUID(chosen), actor=actor)

    if form.did(deed):
        notice(_("Kept. The coordinator sees only whether your participation is provisional or final."))
        return redirect(back, 303)
    return render_template(
        "coordination/conferences/our_client.html", form=form, case_id=case_id, head=documents.letterhead(case_id),
        at_desk=at_desk,
    )  # fmt: skip


def _own_files(seat: Seat) -> list[tuple[str, str]]:
    worker_id = access.actor().worker_id
    mine = [circle_of(one) for one in working_with(worker_id)] if worker_id else []
    ours = [one for one in mine if one is not None and one.agency_id == seat.agency_id and _reads(one)]
    known = sorted((f"{one.name} ({one.code})", str(one.id)) for one in ours)
    return [("", _("Choose")), *((key, word) for word, key in known), (NO_FILE, _("We keep no file of this family"))]


def _seat() -> Seat:
    return db.session.get_one(Seat, access.facts().seat_id or abort(404))


def own_file(seat: Seat) -> Circle | None:
    """The file of the own service to which the seat is linked, for whoever reads it through this door."""
    gate = gate_of(seat)
    circle = circle_of(gate.circle_id) if gate is not None and gate.circle_id is not None else None
    return circle if circle is not None and _reads(circle) else None


def _reads(circle: Circle) -> bool:
    return access.decide(of_circle(access.actor(), circle.id), FILE, "R", clock.now()).allowed
