"""The plan (plán spolupráce): read by everybody at the table, begun, approved; written and printed in rooms beside."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from coordination.cases.models import case as case_of
from coordination.plans import (
    actions,
    conditions,
    handing_over,
    models,
    one_line,
    read_aloud,
    requirements,
    risks,
    seen_as,
    taking_up,
    writing,
)
from coordination.plans.letters import PURPOSE
from coordination.plans.models import Plan, PlanVersion, facts_of_history
from coordination.plans.pages import (
    PLAN,
    Answer,
    for_coordinator,
    for_coordinator_at_case,
    pages,
    plan_with,
    to_plan,
)
from coordination.plans.reading import shown
from coordination.seats.models import facts_at_case
from coordination.seats.rules import Role
from coordination.tasks.models import line_of, steps_of
from coordination.tasks.pages import WHERE_NAMES
from foundation import access, links
from foundation.access import Door, public, requires
from foundation.reasons import Refused, SeenOtherwise
from foundation.web import Form, ReadForm, notice

__all__ = [
    "conditions",
    "handing_over",
    "one_line",
    "pages",
    "read_aloud",
    "requirements",
    "risks",
    "seen_as",
    "taking_up",
    "writing",
]

# --- reading ----------------------------------------------------------------------------------------------------------


@pages.get("/cases/<uuid:case_id>/plan")
@requires(PLAN, facts=facts_at_case, looked=True)
def show(case_id: UUID) -> str:
    plan = models.plan_of(case_id)
    version = _version_to_show(plan) if plan else None
    if plan is None or version is None:
        meetings = models.conferences_for_plan(case_id)
        return render_template(
            "coordination/plans/none.html", case=case_of(case_id), meetings=meetings, once=Form(),
            begins=plan is None and access.facts().role == Role.COORDINATOR and access.may(PLAN, "W"),
        )  # fmt: skip
    return shown(plan, version)


def _version_to_show(plan: Plan) -> PlanVersion | None:
    """The version asked for, else the draft for those who write it, else what holds."""
    asked = request.args.get("version", "")
    writes = access.facts().role in (Role.COORDINATOR, Role.MINUTE_TAKER)
    if asked.isascii() and asked.isdigit() and len(asked) < 6:
        found = plan.numbered(int(asked)) or abort(404)
        return found if found.approved_at or writes else abort(404)
    return (plan.draft if writes else None) or plan.in_force


@pages.get("/plans/tasks/<uuid:task_id>/history")
@requires(PLAN, facts=facts_of_history, looked=True)
def history(task_id: UUID) -> str:
    """What has happened to a task, for everybody who may read it in the plan; why somebody declined stays apart."""
    line = line_of(task_id) or abort(404)
    return render_template(
        "coordination/plans/history.html", line=line, steps=steps_of(task_id), case=case_of(line.task.case_id),
        where_names=WHERE_NAMES,
    )  # fmt: skip


@pages.get("/o/<token>/plan")
@public
def by_link(token: str) -> AnyResponse:
    """Lead a mailed link on: to the code, or to the plan."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != PURPOSE:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    return to_plan(plan_with(link.subject))


# --- beginning --------------------------------------------------------------------------------------------------------


@pages.post("/cases/<uuid:case_id>/plan/new")
@requires(PLAN, facts=for_coordinator_at_case)
def begin(case_id: UUID) -> Answer:
    if Form().submitted():
        asked = request.form.get("conference_id", "")
        known = {str(one.id): one.id for one in models.conferences_for_plan(case_id)}
        meeting = known.get(asked) or next(iter(known.values()), case_id)
        actions.begin(case_id, conference_id=meeting, actor=access.actor())
    return redirect(url_for("plans.show", case_id=case_id), 303)


@pages.post("/plans/<uuid:plan_id>/versions/new")
@requires(PLAN, facts=for_coordinator)
def new_version(plan_id: UUID) -> Answer:
    if Form().submitted():
        actions.begin_new_version(plan_id, actor=access.actor())
        notice(_("Write what changes. What holds now holds until you approve the new version."))
    return to_plan(plan_with(plan_id))


# --- approving --------------------------------------------------------------------------------------------------------


@pages.post("/plans/<uuid:plan_id>/approve")
@requires(PLAN, facts=for_coordinator)
def approve(plan_id: UUID) -> Answer:
    form = ReadForm()
    if not form.submitted():
        return to_plan(plan_with(plan_id))
    try:
        number = actions.approve(plan_id, seen=form.seen, actor=access.actor())
    except SeenOtherwise as refused:
        plan = plan_with(plan_id)
        form.read.data = None
        form.refuse(refused.reasons)
        return shown(plan, plan.draft or plan.in_force or abort(404), form=form), 409
    except Refused as refused:
        plan = plan_with(plan_id)
        return shown(plan, plan.draft or plan.in_force or abort(404), refused.reasons), 409
    notice(_("Version %(number)s holds. Everybody with a task has been asked to answer.", number=number))
    return to_plan(plan_with(plan_id))
