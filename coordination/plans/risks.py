"""The page of a risk: what could go wrong, what helps, who watches it."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.plans import actions
from coordination.plans.actions import RiskDraft
from coordination.plans.conditions import CONDITIONS, for_writers_of_plan
from coordination.plans.members import concerned, family
from coordination.plans.models import Plan, only_writers
from coordination.plans.models_of_risks import Risk, facts_of_risk, plan_id_of_risk
from coordination.plans.models_of_risks import risk as risk_with
from coordination.plans.pages import Answer, draft_of, pages, plan_page, plan_with, to_plan
from coordination.seats.models import open_seats
from coordination.tasks.models import to_change
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.web import Choices, Dropdown, Form, TextLine, TogetherForm, notice, saved


@partial(to_change, CONDITIONS)
def _for_writers_of_risk(actor: Actor, risk_id: UUID, **_: object) -> Facts | None:
    return only_writers(facts_of_risk(actor, risk_id))


class RiskForm(TogetherForm):
    """A risk."""

    text = TextLine(_l("What could go wrong"), 140, hint=_l("For example: Gábina loses the will to go on."))
    watcher = Dropdown(
        _l("Who watches it"), missing=None, hint=_l("One person who notices first and tells the coordinator.")
    )
    help = TextLine(_l("What helps"), 200, optional=True, hint=_l("For example: the art circle, task 10."))
    concerns = Choices(
        _l("Whom it concerns"), optional=True,
        hint=_l("Organisations read only what concerns those they work with. Tick nobody when everyone may read it."),
    )  # fmt: skip

    @property
    def draft(self) -> RiskDraft:
        """The filled form as the deed takes it."""
        who = UUID(self.watcher.data) if self.watcher.data else None
        return RiskDraft(self.text.data or "", who, self.help.data or "", concerned(self.concerns.data))


def _form(plan: Plan, held: Risk | None, **options: Any) -> RiskForm:
    values: dict[str, Any] = {"version": ""}
    if held is not None:
        values = {
            "text": held.text, "watcher": str(held.watcher_id), "help": held.help, "concerns": list(held.concerns),
            "version": str(held.version),
        }  # fmt: skip
    form = RiskForm(data=values, **options)
    seats = open_seats(plan.case_id)
    people = [(str(seat.id), ", ".join(filter(None, (seat.name, seat.agency_name)))) for seat in seats]
    form.watcher.choices = [("", _("not chosen yet")), *people]
    form.concerns.choices = family(plan.case_id)
    return form


@pages.route("/plans/<uuid:plan_id>/risks/new", methods=["GET", "POST"])
@requires(CONDITIONS, facts=for_writers_of_plan)
def add_risk(plan_id: UUID) -> Answer:
    return _page(plan_with(plan_id), None)


@pages.route("/risks/<uuid:risk_id>", methods=["GET", "POST"])
@requires(CONDITIONS, facts=_for_writers_of_risk)
def risk(risk_id: UUID) -> Answer:
    plan = plan_with(plan_id_of_risk(risk_id) or abort(404))
    held = risk_with(risk_id) or abort(404)
    return _page(plan, held) if held.plan_version_id == draft_of(plan).id else to_plan(plan)


def _page(plan: Plan, held: Risk | None) -> Answer:
    draft_of(plan)
    form, held_id, plan_id = _form(plan, held), held.id if held else None, plan.id

    def deed() -> None:
        seen = form.seen if held_id else None
        actions.write_risk(plan_id, form.draft, risk_id=held_id, version=seen, actor=access.actor())

    def saved_last() -> TogetherForm:
        return _form(plan_with(plan_id), risk_with(held_id) if held_id else None, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        return to_plan(plan_with(plan_id))
    once = Form(formdata=None)
    return plan_page("risk", plan_with(plan_id), form=form, risk_id=held_id, theirs=theirs, once=once), (
        409 if theirs else 200
    )


@pages.post("/risks/<uuid:risk_id>/remove")
@requires(CONDITIONS, facts=_for_writers_of_risk)
def remove_risk(risk_id: UUID) -> Answer:
    plan = plan_with(plan_id_of_risk(risk_id) or abort(404))
    case_id = plan.case_id
    if Form().submitted():
        actions.remove_risk(plan.id, risk_id, actor=access.actor())
        notice(_("The risk is out of the draft."))
    return redirect(url_for("plans.show", case_id=case_id), 303)
