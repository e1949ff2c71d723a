"""The plan on paper: one's own copy, and the copy of somebody else that the coordinator puts into their hands."""

from io import BytesIO
from uuid import UUID

from flask import Response, abort, send_file
from flask_babel import lazy_gettext as _l

from coordination.plans import actions, models
from coordination.plans.actions import Paper
from coordination.plans.pages import PLAN, Answer, for_coordinator, pages, plan_page, plan_with, to_plan
from coordination.seats.models import open_seats
from coordination.seats.rules import FAMILY
from foundation import access, language
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Dropdown, Form


@pages.post("/plans/<uuid:plan_id>/versions/<int:number>/paper")
@requires(PLAN, facts=models.facts_of_own_copy, write="R")
def paper(plan_id: UUID, number: int) -> Answer:
    if not Form().submitted():
        return to_plan(plan_with(plan_id))
    return _sent(actions.open_paper(plan_id, number, language=language.chosen(), actor=access.actor()))


class HandingForm(Form):
    """Who gets a paper copy into their hands."""

    seat_id = Dropdown(_l("Who gets the copy"), missing=_l("Choose who gets the copy."))
    language = Choice(_l("In which language"), [("cs", _l("Czech")), ("en", _l("English"))], default="cs")


@pages.route("/plans/<uuid:plan_id>/versions/<int:number>/hand-over", methods=["GET", "POST"])
@requires(PLAN, facts=for_coordinator)
def hand_over(plan_id: UUID, number: int) -> Answer:
    form, plan = HandingForm(), plan_with(plan_id)
    version = plan.numbered(number) or abort(404)
    seats = [seat for seat in open_seats(plan.case_id) if seat.role not in FAMILY]
    form.seat_id.choices = [("", ""), *((str(seat.id), f"{seat.name}, {seat.agency_name}") for seat in seats)]
    if form.submitted():
        try:
            handed = actions.hand_over(
                plan_id, number, seat_id=UUID(form.seat_id.data), language=form.language.data, actor=access.actor()
            )
            return _sent(handed)
        except Refused as refused:
            form.refuse(refused.reasons)
            plan = plan_with(plan_id)
            version = plan.numbered(number) or abort(404)
    return plan_page("hand_over", plan, form=form, version=version)


def _sent(found: Paper) -> Response:
    return send_file(BytesIO(found.content), "application/pdf", as_attachment=True, download_name=found.file_name)
