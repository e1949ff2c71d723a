"""Write a draft together: goals, tasks, how the plan is evaluated."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordination.plans import rules
from coordination.plans.actions.reach import draft_for, goal_in, wording_in
from coordination.plans.models import Goal, Plan, PlanVersion
from coordination.plans.models_of_conditions import commitments_of
from coordination.seats.models import Seat, open_seats
from coordination.tasks.models import Task, TaskWording, lines_of_plan
from coordination.tasks.rules import Schedule
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile, together, transaction
from foundation.reasons import Refused, reason


@dataclass(frozen=True)
class GoalText:
    """A goal as somebody writes it; `concerns` are ids of members of the family, none means nobody in particular."""

    statement: str
    sign: str
    concerns: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class TaskDraft:
    """A task as somebody writes it; any part may still be missing. `agency` stands while nobody there is named."""

    text: str
    criterion: str
    schedule: Schedule
    goal_id: UUID | None = None
    seat_id: UUID | None = None
    agency: str = ""
    due_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None
    concerns: tuple[UUID, ...] = ()
    helpers: tuple[UUID, ...] = ()
    """The seats of those who help."""
    waits_for: tuple[UUID, ...] = ()
    """The tasks that come first."""
    most_excused: int | None = None


@dataclass(frozen=True)
class EvaluationText:
    """When and how the plan is evaluated, and what follows when it does not work."""

    evaluation_on: date | None
    evaluation_rules: str
    what_if_not: str


def write_goal(
    plan_id: UUID, text: GoalText, *, goal_id: UUID | None = None, version: int | None = None, actor: Actor
) -> UUID:
    """Add a goal to the draft or write it anew. Raises ChangedMeanwhile when it has a later version, Refused."""
    if not text.statement.strip():
        raise Refused([reason("The goal is empty. Write in the family's words what should change.", field="statement")])
    with together() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        goal = goal_in(draft, goal_id, version) if goal_id else None
        if goal is None:
            last = max((known.position for known in draft.goals), default=0)
            goal = Goal(plan_version_id=draft.id, position=last + 1)
            session.add(goal)
        goal.statement, goal.sign = text.statement, text.sign
        goal.concerns = tuple(str(person) for person in text.concerns)
        session.flush()
        audit.record(facts.town_id, actor.key, "goal written", f"plan:{plan.id}", goal=str(goal.id))
        return goal.id


def remove_goal(plan_id: UUID, goal_id: UUID, *, actor: Actor) -> None:
    """Take a goal out of the draft; its tasks stay, without a goal. Raises Refused."""
    with transaction() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        goal = goal_in(draft, goal_id, None)
        belonging = select(TaskWording).join(Task, Task.id == TaskWording.task_id)
        where = (Task.plan_id == plan.id, TaskWording.plan_version == draft.number, TaskWording.goal_id == goal_id)
        for wording in session.scalars(belonging.where(*where)):
            wording.goal_id = None
        session.flush()
        draft.goals.remove(goal)
        session.flush()
        audit.record(facts.town_id, actor.key, "goal removed", f"plan:{plan.id}", goal=str(goal_id))


def write_task(
    plan_id: UUID, text: TaskDraft, *, task_id: UUID | None = None, version: int | None = None, actor: Actor
) -> UUID:
    """Add a task to the draft or write it anew. Raises ChangedMeanwhile when it has a later version, Refused."""
    with together() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        wording = wording_in(session, draft, plan, task_id, version) if task_id else None
        if wording is None:
            wording = TaskWording(task_id=_new_task(session, plan).id, plan_version=draft.number)
        _fill(session, wording, text, plan, draft)
        session.add(wording)
        session.flush()
        about = f"task:{wording.task_id}"
        audit.record(facts.town_id, actor.key, "task written", about, plan=str(plan.id), version=draft.number)
        return wording.task_id


def remove_task(plan_id: UUID, task_id: UUID, *, actor: Actor) -> None:
    """Take a task out of the draft; one that was agreed before is cancelled once this version is approved."""
    with transaction() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        wording = wording_in(session, draft, plan, task_id, None)
        if any(one.task_id == task_id for known in commitments_of(draft.id) for one in known.conditions):
            raise Refused([reason("A condition is tied to this task. Change the condition first.")])
        session.delete(wording)
        session.flush()
        task = session.get_one(Task, task_id)
        if task.last_step is None:
            session.delete(task)
        audit.record(facts.town_id, actor.key, "task removed", f"task:{task_id}", plan=str(plan.id))


def write_evaluation(plan_id: UUID, text: EvaluationText, *, version: int, actor: Actor) -> None:
    """Say when and how the plan is evaluated. Raises ChangedMeanwhile when the draft has a later version, Refused."""
    if text.evaluation_on is not None and text.evaluation_on < clock.today():
        raise Refused([rules.evaluation_passed(text.evaluation_on)])
    with together() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        if draft.version != version:
            raise ChangedMeanwhile
        draft.evaluation_on = text.evaluation_on
        draft.evaluation_rules, draft.what_if_not = text.evaluation_rules, text.what_if_not
        session.flush()
        audit.record(facts.town_id, actor.key, "evaluation written", f"plan:{plan.id}", version=draft.number)


def _new_task(session: Session, plan: Plan) -> Task:
    last = session.scalar(select(func.max(Task.number)).where(Task.plan_id == plan.id))
    task = Task(case_id=plan.case_id, plan_id=plan.id, number=(last or 0) + 1, created_at=clock.now())
    session.add(task)
    session.flush()
    return task


def _fill(session: Session, wording: TaskWording, text: TaskDraft, plan: Plan, draft: PlanVersion) -> None:
    seat = session.get(Seat, text.seat_id) if text.seat_id else None
    if seat is not None and (seat.case_id != plan.case_id or not seat.is_open(clock.now())):
        raise Refused([reason("This person is no longer at the table. Choose somebody else.", field="responsible")])
    if text.goal_id is not None and text.goal_id not in {goal.id for goal in draft.goals}:
        raise Refused([reason("This goal is no longer in the plan. Choose another one.", field="goal_id")])
    waits_for = {str(one) for one in text.waits_for}
    others = {str(one.task.id): one.wording.waits_for for one in lines_of_plan(plan.id, draft.number, in_force=False)}
    if rules.in_circle(str(wording.task_id), waits_for, others):
        raise Refused([rules.waits_for_itself()])
    once = text.schedule == Schedule.ONCE
    wording.text, wording.criterion, wording.goal_id = text.text, text.criterion, text.goal_id
    wording.seat_id, wording.for_agency = (seat.id, "") if seat else (None, text.agency)
    wording.schedule, wording.due_on = text.schedule, text.due_on if once else None
    wording.from_on, wording.until_on = (None, None) if once else (text.from_on, text.until_on)
    wording.most_excused = None if once else text.most_excused
    wording.concerns = tuple(str(person) for person in text.concerns)
    at_table = {str(one.id) for one in open_seats(plan.case_id)} - {str(wording.seat_id)}
    wording.helpers = tuple(one for one in map(str, text.helpers) if one in at_table)
    wording.waits_for = tuple(one for one in sorted(waits_for) if one in others)


def add_task(session: Session, plan: Plan, draft: PlanVersion, text: TaskDraft) -> UUID:
    """Put a task into the draft, inside the transaction of another deed; answers the task."""
    wording = TaskWording(task_id=_new_task(session, plan).id, plan_version=draft.number)
    _fill(session, wording, text, plan, draft)
    session.add(wording)
    session.flush()
    return wording.task_id
