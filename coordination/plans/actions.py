"""The deeds of a plan: begin it, write it together, approve it, begin the next version."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from coordination.cases.models import FamilyCase, consents, legal_titles
from coordination.plans import documents, letters, models, rules
from coordination.plans.copies import Reader, copy_for
from coordination.plans.models import Goal, Plan, PlanVersion, changes
from coordination.plans.rules import DraftTask
from coordination.seats.models import CaseFrame, Consent, Disclosure, LegalTitle, Seat, facts_at_case, facts_of_seat
from coordination.seats.rules import HowHanded, Role
from coordination.tasks import actions as task_actions
from coordination.tasks.actions import Signer
from coordination.tasks.models import Task, TaskLine, TaskWording, draft_line, lines_of_plan
from coordination.tasks.rules import RUNNING, Schedule, State, Step, may_follow
from foundation import audit, clock
from foundation.access import EVERYBODY, Actor, Door, Facts, decide
from foundation.database import ChangedMeanwhile, transaction
from foundation.reasons import Reason, Refused, reason, refuse_if, refuse_unseen

Ground = TypeVar("Ground", Consent, LegalTitle)
_WRITERS = (Role.COORDINATOR, Role.MINUTE_TAKER)


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


@dataclass(frozen=True)
class EvaluationText:
    """When and how the plan is evaluated, and what follows when it does not work."""

    evaluation_on: date | None
    evaluation_rules: str
    what_if_not: str


# --- beginning --------------------------------------------------------------------------------------------------------


def begin(case_id: UUID, *, conference_id: UUID, actor: Actor) -> UUID:
    """Begin the one plan of a case from a meeting; its goal is taken from there. Raises Refused (S2-02)."""
    try:
        with transaction() as session:
            facts = _allowed(case_id, actor, (Role.COORDINATOR,))
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
    """Copy what holds into a draft, with the dates agreed meanwhile; answers its number. Raises Refused."""
    with transaction() as session:
        plan, facts = _locked(session, plan_id, actor, (Role.COORDINATOR,))
        held = plan.in_force
        if plan.draft is not None or held is None:
            raise Refused([reason("A version of this plan is being written already. Go on with it.")])
        draft = _new_draft(session, plan, held.number + 1, like=held)
        goals = {goal.id: _copied_goal(session, goal, draft) for goal in held.goals}
        for line in lines_of_plan(plan_id, held.number, in_force=True):
            if line.state != State.CANCELLED:
                _copy_wording(session, line, draft.number, goals)
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
        concerns=goal.concerns,
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
            text=held.text, criterion=held.criterion, seat_id=held.seat_id, for_agency=held.for_agency,
            concerns=held.concerns, schedule=held.schedule, due_on=last if once else None, from_on=held.from_on,
            until_on=None if once else last,
        )
    )  # fmt: skip


# --- writing together -------------------------------------------------------------------------------------------------


def write_goal(
    plan_id: UUID, text: GoalText, *, goal_id: UUID | None = None, version: int | None = None, actor: Actor
) -> UUID:
    """Add a goal to the draft or write it anew. Raises ChangedMeanwhile when it has a later version, Refused."""
    if not text.statement.strip():
        raise Refused([reason("The goal is empty. Write in the family's words what should change.", field="statement")])
    with _together() as session:
        plan, facts, draft = _draft(session, plan_id, actor)
        goal = _goal_in(draft, goal_id, version) if goal_id else None
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
        plan, facts, draft = _draft(session, plan_id, actor)
        goal = _goal_in(draft, goal_id, None)
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
    with _together() as session:
        plan, facts, draft = _draft(session, plan_id, actor)
        wording = _wording_in(session, draft, plan, task_id, version) if task_id else None
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
        plan, facts, draft = _draft(session, plan_id, actor)
        wording = _wording_in(session, draft, plan, task_id, None)
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
    with _together() as session:
        plan, facts, draft = _draft(session, plan_id, actor)
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
    once = text.schedule == Schedule.ONCE
    wording.text, wording.criterion, wording.goal_id = text.text, text.criterion, text.goal_id
    wording.seat_id, wording.for_agency = (seat.id, "") if seat else (None, text.agency)
    wording.schedule, wording.due_on = text.schedule, text.due_on if once else None
    wording.from_on, wording.until_on = (None, None) if once else (text.from_on, text.until_on)
    wording.concerns = tuple(str(person) for person in text.concerns)


# --- approving --------------------------------------------------------------------------------------------------------


def approve(plan_id: UUID, *, seen: str | None = None, actor: Actor) -> int:
    """Lock the draft and offer what is new or changed in it; answers its number.

    The approver's own tasks are accepted with it, the others' stay offered until they answer. Raises Refused with
    everything that is missing (S2-04, S2-11, S2-16). `seen` is the fingerprint of the version that lay before the
    person; None comes from whoever has just read it inside.
    """
    with transaction() as session:
        plan, facts, draft = _draft(session, plan_id, actor, (Role.COORDINATOR,))
        before = {line.task.id: line for line in lines_of_plan(plan_id, draft.number - 1, in_force=True)}
        lines = lines_of_plan(plan_id, draft.number, in_force=False)
        refuse_unseen(seen, models.fingerprint_of(draft, lines))
        refuse_if(obstacles(draft, lines, before))
        signer = _signer(session, facts, actor)
        _lock(session, draft, lines, signer)
        session.get_one(FamilyCase, plan.case_id).goal = draft.goals[0].statement
        for line in lines:
            _take_over(session, line, before.pop(line.task.id, None), signer, actor)
        for dropped in before.values():
            if may_follow(dropped.state, Step.CANCELLED):
                task_actions.withdraw(session, dropped, signer)
        if draft.number > 1:
            letters.tell_of_new_version(plan, draft, besides=actor.worker_id)
        content = {"version": draft.number, "tasks": len(lines), "case": str(plan.case_id)}
        audit.record(facts.town_id, actor.key, "plan approved", f"plan:{plan_id}", **content)
        return draft.number


def obstacles(draft: PlanVersion, lines: list[TaskLine], before: dict[UUID, TaskLine]) -> tuple[Reason, ...]:
    """Everything that keeps this draft from being approved today."""
    now = clock.now()
    tasks = [
        DraftTask(
            number=line.task.number,
            text=replace(line.wording.as_text, has_person=line.seat is not None and line.seat.is_open(now)),
            carried=not changes(before.get(line.task.id), line),
        )
        for line in lines
    ]
    return rules.obstacles_to_approval(
        goals=[goal.statement for goal in draft.goals], tasks=tasks, evaluation_on=draft.evaluation_on,
        evaluation_rules=draft.evaluation_rules, today=clock.today(),
    )  # fmt: skip


def _lock(session: Session, draft: PlanVersion, lines: list[TaskLine], signer: Signer) -> None:
    now = clock.now()
    draft.approved_at, draft.approved_by, draft.approved_by_name = now, signer.key, signer.name
    for line in lines:
        line.wording.locked_at = now
    session.flush()


def _take_over(session: Session, line: TaskLine, before: TaskLine | None, signer: Signer, actor: Actor) -> None:
    """Offer a task that is new or changed; one that stands as it stood keeps its steps."""
    changed = changes(before, line)
    former = before.seat.id if before and before.seat else None
    if before is not None and former != line.wording.seat_id and before.state in (*RUNNING, State.REPORTED):
        task_actions.take_from_former(before)
    line.task.agreed_due_on = None
    session.flush()
    if changed and may_follow(line.state, Step.OFFERED):
        task_actions.put_forward(session, line, signer, accepted_by=actor.worker_id)


# --- papers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """A copy of the plan as it left the house."""

    content: bytes
    file_name: str


def open_paper(plan_id: UUID, number: int, *, actor: Actor) -> Paper:
    """One's own copy of an approved version; that it was opened is kept as a disclosure. Raises Refused."""
    with transaction() as session:
        plan, version = _approved(plan_id, number)
        facts = facts_at_case(actor, plan.case_id)
        seat = session.get(Seat, facts.seat_id) if facts and facts.seat_id else None
        if facts is None or seat is None:
            raise Refused([_no_paper()])
        return _disclose(session, Reader(seat, facts), plan, version, HowHanded.OPENED, actor)


def hand_over(plan_id: UUID, number: int, *, seat_id: UUID, actor: Actor) -> Paper:
    """The copy of somebody else at the table, printed to be given into their hands. Raises Refused."""
    with transaction() as session:
        plan, version = _approved(plan_id, number)
        _allowed(plan.case_id, actor, (Role.COORDINATOR,))
        seat = session.get(Seat, seat_id)
        if seat is None or seat.case_id != plan.case_id or not seat.is_open(clock.now()):
            raise Refused([reason("This person is no longer at the table. Choose somebody else.", field="seat_id")])
        facts = facts_of_seat(session.get_one(CaseFrame, plan.case_id), seat, Door.ACCOUNT2)
        return _disclose(session, Reader(seat, facts), plan, version, HowHanded.HANDED, actor)


def _disclose(
    session: Session, reader: Reader, plan: Plan, version: PlanVersion, how: HowHanded, actor: Actor
) -> Paper:
    if not reader.may_read(EVERYBODY):
        raise Refused([_no_paper()])
    copy = copy_for(reader, plan, version)
    content = documents.plan_paper(copy)
    sha256 = hashlib.sha256(content).hexdigest()
    session.add(
        Disclosure(
            case_id=plan.case_id, seat_id=reader.seat.id, paper=models.PAPER, version=version.number, how=how,
            ground=ground_of(reader.seat), sha256=sha256, at=clock.now(), by=actor.key,
        )
    )  # fmt: skip
    about = f"plan:{plan.id}"
    content_of_line = {"version": version.number, "seat": str(reader.seat.id), "sha256": sha256}
    audit.record(reader.facts.town_id, actor.key, f"plan {how.value}", about, **content_of_line)
    return Paper(content, f"plan-{copy.case_code}-v{version.number}.pdf")


def ground_of(seat: Seat) -> str:
    """On what the reading of a seat rests now, as disclosures keep it: names of grounds, never what they say."""
    if seat.role == Role.COORDINATOR:
        return "office"
    now = clock.now()
    found = [f"consent {one.id}" for one in _holding(consents(seat.case_id), seat, now)]
    found += [f"legal title: {one.citation}" for one in _holding(legal_titles(seat.case_id), seat, now)]
    return "; ".join(found) or "pledge"


def _holding(grounds: Sequence[Ground], seat: Seat, now: datetime) -> list[Ground]:
    return [
        one
        for one in grounds
        if one.involvement_id == seat.involvement_id and one.since <= now and (one.until is None or now < one.until)
        if (one.withdrawn_at if isinstance(one, Consent) else one.ended_at) is None
    ]


def _approved(plan_id: UUID, number: int) -> tuple[Plan, PlanVersion]:
    plan = models.plan(plan_id)
    version = plan.numbered(number) if plan else None
    if plan is None or version is None or version.approved_at is None:
        raise Refused([reason("This version is not approved yet, there is nothing to print.")])
    return plan, version


def _no_paper() -> Reason:
    return reason(
        "The plan cannot be given to this person yet: the signed pledge, the agreement or the legal title is missing.",
        field="seat_id",
    )


# --- who may, and where -----------------------------------------------------------------------------------------------


@contextmanager
def _together() -> Iterator[Session]:
    """A transaction on something that several people write; whoever comes second is told."""
    try:
        with transaction() as session:
            yield session
    except StaleDataError as error:
        raise ChangedMeanwhile from error


def _allowed(case_id: UUID, actor: Actor, roles: tuple[Role, ...]) -> Facts:
    facts = facts_at_case(actor, case_id)
    may = decide(facts, "plan_goals_all_tasks", "W", clock.now()).allowed
    if facts is None or not may or facts.role not in roles:
        raise Refused([reason("You can no longer change this plan. Nothing was saved, call the coordinator.")])
    return facts


def _locked(session: Session, plan_id: UUID, actor: Actor, roles: tuple[Role, ...]) -> tuple[Plan, Facts]:
    """The plan under the lock; rights are read again here."""
    session.get(Plan, plan_id, with_for_update=True)
    plan = models.plan(plan_id)
    if plan is None:
        raise Refused([reason("This plan does not exist.")])
    return plan, _allowed(plan.case_id, actor, roles)


def _draft(
    session: Session, plan_id: UUID, actor: Actor, roles: tuple[Role, ...] = _WRITERS
) -> tuple[Plan, Facts, PlanVersion]:
    plan, facts = _locked(session, plan_id, actor, roles)
    if plan.draft is None:
        raise Refused([_is_locked()])
    return plan, facts, plan.draft


def _is_locked() -> Reason:
    return reason("This version is approved and cannot change. Begin a new version of the plan.")


def _goal_in(draft: PlanVersion, goal_id: UUID, version: int | None) -> Goal:
    goal = next((known for known in draft.goals if known.id == goal_id), None)
    if goal is None:
        raise Refused([_is_locked()])
    if version is not None and goal.version != version:
        raise ChangedMeanwhile
    return goal


def _wording_in(session: Session, draft: PlanVersion, plan: Plan, task_id: UUID, version: int | None) -> TaskWording:
    line = draft_line(task_id, draft.number)
    if line is None or line.task.plan_id != plan.id:
        raise Refused([_is_locked()])
    if line.state in (State.CONFIRMED, State.CANCELLED):
        raise Refused([reason("This task is finished, its wording stays. Add a new task for what comes next.")])
    if version is not None and line.wording.version != version:
        raise ChangedMeanwhile
    return line.wording


def _signer(session: Session, facts: Facts, actor: Actor) -> Signer:
    seat = session.get(Seat, facts.seat_id) if facts.seat_id else None
    return Signer(actor.key, seat.name if seat else "", facts.seat_id)
