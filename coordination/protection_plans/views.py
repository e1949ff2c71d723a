"""The counter of the child protection plans: their days, and what of the plan goes into them."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.cases.assessments import ASSESSMENT
from coordination.cases.models import Person, case
from coordination.protection_plans import actions, documents, models
from coordination.seats.models import facts_at_case
from foundation import access, clock, language
from foundation.access import requires
from foundation.database import db
from foundation.web import DayField, Form, attachment, notice

Answer = str | Response
pages = Blueprint("protection_plans", __name__)


@pages.get("/cases/<uuid:case_id>/protection-plans")
@requires(ASSESSMENT, facts=facts_at_case, looked=True)
def index(case_id: UUID) -> str:
    return render_template(
        "coordination/protection_plans/index.html", case=case(case_id), children=models.children_of(case_id),
        writes=access.may(ASSESSMENT, "W"), today=clock.today(), once=Form(formdata=None),
    )  # fmt: skip


class DaysForm(Form):
    registered_on = DayField(_l("Registered since"), hint=_l("The plan is due one month after this day."))
    drawn_up_on = DayField(_l("Plan drawn up, or last brought up to date"), optional=True)


@pages.route("/children/<uuid:person_id>/protection-plan", methods=["GET", "POST"])
@requires(ASSESSMENT, facts=models.facts_to_keep, looked=True)
def days(person_id: UUID) -> Answer:
    child, kept = db.session.get_one(Person, person_id), models.protection_plan_of(person_id)
    case_id = child.case_id
    form = DaysForm(obj=kept) if kept is not None else DaysForm()
    if form.did(
        lambda: actions.keep_days(person_id, form.registered_on.data, form.drawn_up_on.data, actor=access.actor())
    ):
        notice(_("Saved."))
        return redirect(url_for(".index", case_id=case_id), 303)
    return render_template(
        "coordination/protection_plans/days.html", form=form, case=case(case_id),
        child=db.session.get_one(Person, person_id),
    )  # fmt: skip


@pages.post("/children/<uuid:person_id>/protection-plan/paper")
@requires(ASSESSMENT, facts=models.facts_of_child, write="R")
def paper(person_id: UUID) -> Answer:
    """What goes into the plan, for the file of the office."""
    child = db.session.get_one(Person, person_id)
    known = case(child.case_id)
    if not Form().validate_on_submit():  # taking it twice is as good as once
        return redirect(url_for(".index", case_id=child.case_id), 303)
    content = documents.material(
        models.contribution_to(child), case_code=known.code, reference=known.office_reference or "",
        town_id=known.frame.town_id, language=language.current(),
    )  # fmt: skip
    actions.note_export(child, known.frame.town_id, "paper", actor=access.actor())
    return attachment(content, "application/pdf", "podklad-pro-ipod.pdf")


@pages.post("/children/<uuid:person_id>/protection-plan/table")
@requires(ASSESSMENT, facts=models.facts_of_child, write="R")
def spreadsheet(person_id: UUID) -> Answer:
    """The measures for the office's own system."""
    child = db.session.get_one(Person, person_id)
    town_id, case_id = case(child.case_id).frame.town_id, child.case_id
    if not Form().validate_on_submit():  # taking it twice is as good as once
        return redirect(url_for(".index", case_id=case_id), 303)
    content = documents.spreadsheet(models.contribution_to(child), language.current())
    actions.note_export(child, town_id, "table", actor=access.actor())
    return attachment(content, "text/csv; charset=utf-8", "podklad-pro-ipod.csv")
