"""Beside a further meeting (S2-44): the last one held and the plan in force, as far as its reader may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from coordination.conferences.children import WAS_THERE
from coordination.conferences.models import Conference, conference_of, last_held
from coordination.conferences.pages import show_formerly
from coordination.plans.models import PlanVersion, plan_of
from coordination.tasks.models import TaskLine, lines_of_plan
from coordination.tasks.rules import State
from foundation import access
from foundation.access import Audience
from foundation.database import db

_OVER = (State.CONFIRMED, State.CANCELLED, State.DECLINED)


@dataclass(frozen=True)
class Formerly:
    """What a further meeting stands on."""

    meeting: Conference
    there: Sequence[str]
    """Who was there, by name, as far as the reader may know of them."""
    version: PlanVersion | None
    goals: Sequence[str]
    left: Sequence[TaskLine]
    """The tasks that are not over."""
    done: int


@show_formerly
def former_meeting_and_plan(case_id: UUID, conference: Conference | None) -> Markup:
    """The previous meeting and the plan; nothing beside a first meeting."""
    found = formerly(case_id, conference)
    if found is None:
        return Markup()
    part = render_template("coordination/overview/formerly.html", found=found, case_id=case_id)
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)


def formerly(case_id: UUID, conference: Conference | None) -> Formerly | None:
    """The meeting that this one follows, else the last one held; and the plan in force."""
    before = conference.follow_up_of if conference is not None and conference.convened_at is not None else None
    if before is None and conference is not None and conference.convened_at is not None:
        return None  # a first meeting follows none
    found = db.session.get(Conference, before) if before else last_held(case_id)
    former = conference_of(found.id) if found is not None else None
    if former is None or not access.may("conference_and_agenda", "R"):
        return None
    version, tasks, goals = None, [], []
    plan = plan_of(case_id)
    if plan is not None and plan.in_force is not None and access.may("plan_goals_all_tasks", "R"):
        version = plan.in_force
        goals = [goal.statement for goal in version.goals if _may_read(goal.audience)]
        lines = lines_of_plan(plan.id, version.number, in_force=True)
        tasks = [line for line in lines if _may_read(line.audience)]
    left = [line for line in tasks if line.state not in _OVER]
    return Formerly(former, _there(former), version, goals, left, sum(line.state is State.CONFIRMED for line in tasks))


def _may_read(audience: Audience) -> bool:
    return access.may("plan_goals_all_tasks", "R", audience)


def _there(meeting: Conference) -> list[str]:
    known = []
    for each in meeting.invitations:
        about = Audience(members=frozenset({each.tells_of}) if each.tells_of else None)
        if each.attendance in WAS_THERE and access.may("participants_and_answers", "R", about):
            known.append(each.name)
    return known
