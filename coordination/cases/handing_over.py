"""Handing a case over: the coordinator offers it, the head gives it to somebody else, the table is led to who it is."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField

from agencies.accounts.codes import after_code
from coordination.cases import actions, documents, hand_overs
from coordination.cases.actions.handing_over import APPOINTING, HAND_OVER
from coordination.cases.pages import Answer, pages
from coordination.seats.models import CaseFrame, Seat, coordinator_of, facts_at_case
from foundation import access, clock, links
from foundation.access import Door, decide, public, requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import Dropdown, Form, TextBlock, notice

after_code(documents.CONTACT, "cases.by_link")


class HandOverForm(Form):
    """To whom a case goes, and why."""

    to = Dropdown(_l("Who takes the case over"), missing=_l("Choose who takes the case over."))
    reason = TextBlock(
        _l("Why"), 500, rows=2, hint=_l("One sentence: a longer absence, another post, a change of work.")
    )  # fmt: skip
    note = TextBlock(
        _l("What the next coordinator should know"), 2000, rows=4, optional=True,
        hint=_l("Whoever takes over reads it, and only once the case is theirs."),
    )  # fmt: skip

    def deed(self) -> dict[str, Any]:
        """The filled form as the deeds take it."""
        return {"to": UUID(self.to.data), "why": self.reason.data or "", "note": self.note.data or ""}


def _offered(form: Any, case_id: UUID) -> Any:
    people = [(str(post.worker_id), post.worker.name) for post in hand_overs.possible_coordinators(case_id)]
    form.to.choices = [("", ""), *people]
    return form


@pages.route("/cases/<uuid:case_id>/hand-over", methods=["GET", "POST"])
@requires(HAND_OVER, facts=facts_at_case, looked=True)
def hand_over(case_id: UUID) -> Answer:
    form = _offered(HandOverForm(), case_id)
    if form.submitted():
        try:
            actions.offer(case_id, **form.deed(), actor=access.actor())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("The case is offered. It stays with you until the answer comes."))
            return redirect(url_for(".hand_over", case_id=case_id), 303)
    past = hand_overs.hand_overs_of(case_id)
    return render_template(
        "coordination/cases/hand_over.html",
        form=form,
        frame=db.session.get_one(CaseFrame, case_id),
        waiting=next((one for one in past if one.hand_over.settled_at is None), None),
        past=[one for one in past if one.hand_over.settled_at is not None],
        anybody=len(form.to.choices) > 1,
        today=clock.today(),
    )


@pages.post("/cases/<uuid:case_id>/hand-over/taken-back")
@requires(HAND_OVER, facts=facts_at_case)
def take_back(case_id: UUID) -> Answer:
    if Form().submitted():
        actions.take_back(case_id, actor=access.actor())
        notice(_("The offer is taken back, the case stays with you."))
    return redirect(url_for(".hand_over", case_id=case_id), 303)


class AppointmentForm(HandOverForm):
    """The same from the head of the department, who does not ask."""

    instead_of = HiddenField()
    """The seat of the coordinator who stood on the page."""

    def deed(self) -> dict[str, Any]:
        """The filled form as the deed takes it; a seat that nobody holds when the field was meddled with."""
        typed = self.instead_of.data or ""
        return super().deed() | {"instead_of": UUID(typed) if len(typed) == 36 else UUID(int=0)}


@pages.route("/cases/<uuid:case_id>/appointment", methods=["GET", "POST"])
@requires(APPOINTING, facts=facts_at_case)
def appoint(case_id: UUID) -> Answer:
    form, former = _offered(AppointmentForm(), case_id), coordinator_of(case_id)
    if form.submitted():
        try:
            actions.appoint(case_id, **form.deed(), actor=access.actor())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("The case has a new coordinator. Both were told, and everybody at the table."))
            return redirect("/", 303)
    former = coordinator_of(case_id)
    form.instead_of.data = str(former.id)
    return render_template(
        "coordination/cases/appointment.html",
        form=form,
        frame=db.session.get_one(CaseFrame, case_id),
        former=former,
        at_work=hand_overs.is_at_work(former.id),
        anybody=len(form.to.choices) > 1,
    )


@pages.get("/o/<token>/contact")
@public
def by_link(token: str) -> Response:
    """Lead the holder of a seat from the letter to where the new coordinator stands: the case, else the first page."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != documents.CONTACT:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    case_id = db.session.get_one(Seat, link.subject).case_id
    opens = decide(facts_at_case(who, case_id), "family_has_a_case", "R", clock.now()).allowed
    return redirect(url_for("overview.case", case_id=case_id) if opens else "/", 303)
