"""What every deed of a plan asks first, under the lock: which plan, whether there is a draft, whether the actor may."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.plans import models
from coordination.plans.models import Goal, Plan, PlanVersion
from coordination.seats.models import Seat, facts_at_case
from coordination.seats.rules import Role
from coordination.tasks.actions import Signer
from coordination.tasks.models import TaskWording, draft_line
from coordination.tasks.rules import State
from foundation import clock
from foundation.access import Actor, Facts, decide
from foundation.database import ChangedMeanwhile
from foundation.reasons import Reason, Refused, reason

WRITERS = (Role.COORDINATOR, Role.MINUTE_TAKER)


def allowed(case_id: UUID, actor: Actor, roles: tuple[Role, ...]) -> Facts:
    facts = facts_at_case(actor, case_id)
    may = decide(facts, "plan_goals_all_tasks", "W", clock.now()).allowed
    if facts is None or not may or facts.role not in roles:
        raise Refused([reason("You can no longer change this plan. Nothing was saved, call the coordinator.")])
    return facts


def locked(session: Session, plan_id: UUID, actor: Actor, roles: tuple[Role, ...]) -> tuple[Plan, Facts]:
    """The plan under the lock; rights are read again here.

    Rows that only name the plan can still be written: a task that moves meanwhile does not wait for whoever approves
    and waits for that task.
    """
    session.get(Plan, plan_id, with_for_update={"key_share": True})
    plan = models.plan(plan_id)
    if plan is None:
        raise Refused([reason("This plan does not exist.")])
    return plan, allowed(plan.case_id, actor, roles)


def draft_for(
    session: Session, plan_id: UUID, actor: Actor, roles: tuple[Role, ...] = WRITERS
) -> tuple[Plan, Facts, PlanVersion]:
    plan, facts = locked(session, plan_id, actor, roles)
    if plan.draft is None:
        raise Refused([is_locked()])
    return plan, facts, plan.draft


def is_locked() -> Reason:
    return reason("This version is approved and cannot change. Begin a new version of the plan.")


def goal_in(draft: PlanVersion, goal_id: UUID, version: int | None) -> Goal:
    goal = next((known for known in draft.goals if known.id == goal_id), None)
    if goal is None:
        raise Refused([is_locked()])
    if version is not None and goal.version != version:
        raise ChangedMeanwhile
    return goal


def wording_in(session: Session, draft: PlanVersion, plan: Plan, task_id: UUID, version: int | None) -> TaskWording:
    there = (TaskWording.task_id == task_id, TaskWording.plan_version == draft.number)
    session.execute(select(TaskWording.id).where(*there).with_for_update())  # an agreed date may just be carried in
    line = draft_line(task_id, draft.number)
    if line is None or line.task.plan_id != plan.id:
        raise Refused([is_locked()])
    if line.state in (State.CONFIRMED, State.CANCELLED):
        raise Refused([reason("This task is finished, its wording stays. Add a new task for what comes next.")])
    if version is not None and line.wording.version != version:
        raise ChangedMeanwhile
    return line.wording


def signer_of(session: Session, facts: Facts, actor: Actor) -> Signer:
    seat = session.get(Seat, facts.seat_id) if facts.seat_id else None
    return Signer(actor.key, seat.name if seat else "", facts.seat_id)
