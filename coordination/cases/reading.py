"""The content of a case opened to the head of the department: only with a written reason, for an hour, noted."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases import actions
from coordination.cases.actions.reading import READING
from coordination.cases.pages import Answer, by, pages
from coordination.seats.models import CaseFrame, coordinator_of, facts_at_case
from coordination.seats.rules import Role
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.web import Form, TextBlock, notice


def _coordinates(actor: Actor, case_id: UUID) -> Facts | None:
    facts = facts_at_case(actor, case_id)
    return facts if facts is not None and facts.role == Role.COORDINATOR else None


class ReasonForm(Form):
    """Why the content has to be read."""

    reason = TextBlock(_l("Why you need to read it"), 500, rows=3, hint=_l("The coordinator of the case will read it."))


@pages.route("/cases/<uuid:case_id>/reading", methods=["GET", "POST"])
@requires(READING, facts=facts_at_case)
def read_with_reason(case_id: UUID) -> Answer:
    form = ReasonForm()
    if form.did(lambda: actions.read_with_reason(case_id, why=form.reason.data or "", actor=access.actor())):
        return redirect(url_for("overview.case", case_id=case_id), 303)
    return render_template(
        "coordination/cases/reading.html",
        form=form,
        frame=db.session.get_one(CaseFrame, case_id),
        coordinator=coordinator_of(case_id),
    )


@pages.post("/cases/<uuid:case_id>/reading/end")
@requires(READING, facts=facts_at_case)
def stop_reading(case_id: UUID) -> Answer:
    if Form().submitted():
        actions.stop_reading(case_id, actor=access.actor())
        notice(_("The content is closed again."))
    return redirect(url_for("overview.case", case_id=case_id), 303)


@pages.post("/cases/<uuid:case_id>/readings/noticed")
@requires("who_saw_what", facts=_coordinates, write="R")
def take_note_of_readings(case_id: UUID) -> Answer:
    if Form().submitted():
        actions.take_note_of_readings(case_id, by=by())
        notice(_("Noted."))
    return redirect(url_for("overview.who_saw", case_id=case_id), 303)
