"""Where the pages of a plan are announced, who may open them, and what they share."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from agencies.accounts.codes import after_code
from coordination.cases.models import case as case_of
from coordination.plans import models
from coordination.plans.letters import PURPOSE
from coordination.plans.models import Plan, PlanVersion, facts_of_goal, facts_of_plan, facts_of_planned_task
from coordination.seats.models import facts_at_case
from coordination.tasks.models import to_change
from foundation.access import Actor, Facts
from foundation.web import notice

pages = Blueprint("plans", __name__)
after_code(PURPOSE, "plans.by_link")
PLAN = "plan_goals_all_tasks"

Answer = str | AnyResponse | tuple[str, int]


@partial(to_change, PLAN)
def for_coordinator_at_case(actor: Actor, case_id: UUID, **_: object) -> Facts | None:
    return models.only_coordinator(facts_at_case(actor, case_id))


@partial(to_change, PLAN)
def for_coordinator(actor: Actor, plan_id: UUID, **_: object) -> Facts | None:
    return models.only_coordinator(facts_of_plan(actor, plan_id))


@partial(to_change, PLAN)
def for_writers(actor: Actor, plan_id: UUID, **_: object) -> Facts | None:
    return models.only_writers(facts_of_plan(actor, plan_id))


@partial(to_change, PLAN)
def for_writers_of_goal(actor: Actor, goal_id: UUID, **_: object) -> Facts | None:
    return models.only_writers(facts_of_goal(actor, goal_id))


@partial(to_change, PLAN)
def for_writers_of_task(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    return models.only_writers(facts_of_planned_task(actor, task_id))


def plan_with(plan_id: UUID) -> Plan:
    return models.plan(plan_id) or abort(404)


def draft_of(plan: Plan) -> PlanVersion:
    """The version that is being written; without one, its writer is led back to the plan."""
    if plan.draft is None:
        notice(_("This version is approved and cannot change. Begin a new version of the plan."), "warn")
        abort(to_plan(plan))
    return plan.draft


def to_plan(plan: Plan) -> AnyResponse:
    return redirect(url_for("plans.show", case_id=plan.case_id), 303)


def plan_page(template: str, plan: Plan, **values: Any) -> str:
    case = case_of(plan.case_id)
    return render_template(f"coordination/plans/{template}.html", plan=plan, case=case, **values)
