"""Begin the one plan of a case, and each of its further versions."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordination.plans import models, rules
from coordination.plans.actions.promising import copy_commitments
from coordination.plans.actions.reach import allowed, locked
from coordination.plans.actions.watching import copy_risks
from coordination.plans.models import Goal, Plan, PlanVersion
from coordination.seats.rules import Role
from coordination.tasks.models import TaskLine, TaskWording, held_tasks, lines_of_plan
from coordination.tasks.rules import Schedule, State
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Refused, reason


def begin(case_id: UUID, *, conference_id: UUID, actor: Actor) -> UUID:
    """Begin the one plan of a case from a meeting; its goal is taken from there. Raises Refused (S2-02)."""
    try:
        with transaction() as session:
            facts = allowed(case_id, actor, (Role.COORDINATOR,))
            known = models.plan_of(case_id)
            if known is not None:
                raise Refused([rules.already_planned(known.in_force.number if known.in_force else None)])
            meeting = next((one for one in models.conferences_for_plan(case_id) if one.id == conference_id), None)
            if meeting is None:
                raise Refused([reason("A plan comes from a meeting. Convene one first, then begin the plan from it.")])
            plan = Plan(case_id=case_id, conference_id=conference_id, begun_at=clock.now())
            session.add(plan)
            session.flush()
            version = _new_draft(session, plan, 1)
            session.add(Goal(plan_version_id=version.id, position=1, statement=meeting.goal, sign=""))
            audit.record(facts.town_id, actor.key, "plan begun", f"plan:{plan.id}", case=str(case_id))
            return plan.id
    except IntegrityError as error:
        raise Refused([rules.already_planned(None)]) from error


def begin_new_version(plan_id: UUID, *, actor: Actor) -> int:
    """Copy what holds into a draft, with dates and people agreed meanwhile; answers its number. Raises Refused."""
    with transaction() as session:
        plan, facts = locked(session, plan_id, actor, (Role.COORDINATOR,))
        held_tasks(plan.case_id)  # a date or a person agreed at this moment is copied too, or carried in afterwards
        held = plan.in_force
        if plan.draft is not None or held is None:
            raise Refused([reason("A version of this plan is being written already. Go on with it.")])
        draft = _new_draft(session, plan, held.number + 1, like=held)
        goals = {goal.id: _copied_goal(session, goal, draft) for goal in held.goals}
        for line in lines_of_plan(plan_id, held.number, in_force=True):
            if line.state != State.CANCELLED:
                _copy_wording(session, line, draft.number, goals)
        copy_commitments(session, held.id, draft.id)
        copy_risks(session, held.id, draft.id)
        audit.record(facts.town_id, actor.key, "plan version begun", f"plan:{plan_id}", version=draft.number)
        return draft.number


def _new_draft(session: Session, plan: Plan, number: int, like: PlanVersion | None = None) -> PlanVersion:
    version = PlanVersion(plan_id=plan.id, number=number)
    version.evaluation_on = like.evaluation_on if like else None
    version.evaluation_rules = like.evaluation_rules if like else ""
    version.what_if_not = like.what_if_not if like else ""
    session.add(version)
    session.flush()
    return version


def _copied_goal(session: Session, goal: Goal, draft: PlanVersion) -> UUID:
    copy = Goal(
        plan_version_id=draft.id, position=goal.position, statement=goal.statement, sign=goal.sign,
        concerns=goal.concerns, origin_id=goal.origin,
    )  # fmt: skip
    session.add(copy)
    session.flush()
    return copy.id


def _copy_wording(session: Session, line: TaskLine, number: int, goals: dict[UUID, UUID]) -> None:
    held, last = line.wording, line.due_on
    once = held.schedule == Schedule.ONCE
    session.add(
        TaskWording(
            task_id=line.task.id, plan_version=number, goal_id=goals.get(held.goal_id) if held.goal_id else None,
            text=held.text, criterion=held.criterion, seat_id=line.seat and line.seat.id, for_agency=held.for_agency,
            concerns=held.concerns, schedule=held.schedule, due_on=last if once else None, from_on=held.from_on,
            until_on=None if once else last, most_excused=held.most_excused, helpers=held.helpers,
            waits_for=held.waits_for,
        )
    )  # fmt: skip
