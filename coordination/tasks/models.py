"""Tasks, the wording that each version of the plan locks, their steps and checks."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from coordination.seats.models import CaseFrame, Exclusion, Seat, facts_at_case, still_posted
from coordination.seats.rules import Role
from coordination.tasks import rules
from coordination.tasks.rules import (
    CheckOutcome,
    Fulfilment,
    Outcome,
    SaidWhere,
    Schedule,
    State,
    Step,
    TaskText,
    state_after,
)
from foundation import clock
from foundation.access import Actor, Audience, Facts, decide
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.signatures import fingerprint


class Task(Base):
    """One task through all versions of its plan; it knows the plan only as an id."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("(passed_to_seat_id IS NULL) = (passed_at IS NULL)", name="passed_at"),
        CheckConstraint("(passed_to_seat_id IS NULL) = (passed_by IS NULL)", name="passed_by"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    created_at: Mapped[datetime]
    last_step: Mapped[Step | None] = mapped_column(String(16))
    """The last step, kept beside the steps so that lists need not read them; written only together with one."""
    agreed_due_on: Mapped[date | None]
    """Another date agreed after approval (an amendment); printed in the next version."""
    passed_to_seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    """Who answers for it since the case was handed over (an amendment, as above); written only together with:"""
    passed_at: Mapped[datetime | None]
    passed_by: Mapped[str | None]
    steps: Mapped[list["TaskStep"]] = relationship(order_by="TaskStep.number", lazy="raise")
    wordings: Mapped[list["TaskWording"]] = relationship(order_by="TaskWording.plan_version", lazy="raise")
    checks: Mapped[list["Check"]] = relationship(order_by="Check.period_from", lazy="raise")

    @property
    def state(self) -> State:
        return state_after(self.last_step)


class TaskWording(Base):
    """What a task says in one version of the plan; locked when that version is approved."""

    __tablename__ = "task_wording"
    __table_args__ = (
        UniqueConstraint("task_id", "plan_version"),
        CheckConstraint("schedule <> 'once' OR (from_on IS NULL AND until_on IS NULL)", name="schedule"),
        CheckConstraint("schedule = 'once' OR due_on IS NULL", name="due_once"),
        CheckConstraint("schedule <> 'once' OR most_excused IS NULL", name="most_excused"),
    )
    id: Mapped[Key]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    plan_version: Mapped[int]
    goal_id: Mapped[UUID | None] = mapped_column(ForeignKey("goal.id"))
    text: Mapped[str] = mapped_column(Encrypted("task_wording.text"))
    criterion: Mapped[str] = mapped_column(Encrypted("task_wording.criterion"))
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    """Exactly one responsible person; may be missing only while the version is a draft."""
    for_agency: Mapped[str] = mapped_column(default="")
    """The agency that is meant while nobody there is named; empty once a person is."""
    concerns: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Ids of the members of the family whom the task concerns; empty: nobody in particular."""
    schedule: Mapped[Schedule] = mapped_column(String(16))
    due_on: Mapped[date | None]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    most_excused: Mapped[int | None]
    """How often a repeated task may be missed with an excuse; None: nobody has said."""
    helpers: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Ids of the seats that help with it."""
    waits_for: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Ids of the tasks of the same plan that come first."""
    locked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    task: Mapped[Task] = relationship(overlaps="wordings", lazy="raise")
    seat: Mapped[Seat | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def last_day(self) -> date | None:
        """The day by which it is to be done: the date, or the end of a repeated task."""
        return self.due_on if self.schedule == Schedule.ONCE else self.until_on

    @property
    def as_text(self) -> TaskText:
        """The wording as plain values."""
        return TaskText(
            text=self.text, criterion=self.criterion, has_person=self.seat_id is not None, schedule=self.schedule,
            agency=self.for_agency, due_on=self.due_on, from_on=self.from_on, until_on=self.until_on,
            most_excused=self.most_excused, helpers=self.helpers, waits_for=self.waits_for,
        )  # fmt: skip


class TaskStep(Base):
    """One step in the life of a task; a spoken word says where, when and to whom it was said."""

    __tablename__ = "task_step"
    __table_args__ = (
        UniqueConstraint("task_id", "number"),
        CheckConstraint("(said_where IS NULL) = (said_on IS NULL)", name="as_said"),
        CheckConstraint("(step = 'reported') = (outcome IS NOT NULL)", name="outcome"),
    )
    id: Mapped[Key]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    number: Mapped[int]
    """The place among the steps of its task."""
    at: Mapped[datetime]
    step: Mapped[Step] = mapped_column(String(16))
    by: Mapped[str]
    by_name: Mapped[str] = mapped_column(Encrypted("task_step.by_name"))
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))
    reason: Mapped[str | None] = mapped_column(Encrypted("task_step.reason"))
    proposed_on: Mapped[date | None]
    outcome: Mapped[Outcome | None] = mapped_column(String(16))
    said_where: Mapped[SaidWhere | None] = mapped_column(String(16))
    said_on: Mapped[date | None]
    said_to: Mapped[str | None] = mapped_column(Encrypted("task_step.said_to"))


class Check(Base):
    """One period of a repeated task and how it went."""

    __tablename__ = "task_check"
    __table_args__ = (
        UniqueConstraint("task_id", "period_from"),
        CheckConstraint("(said_where IS NULL) = (said_on IS NULL)", name="as_said"),
    )
    id: Mapped[Key]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    period_from: Mapped[date]
    outcome: Mapped[CheckOutcome] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Encrypted("task_check.note"))
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str | None] = mapped_column(Encrypted("task_check.by_name"))
    said_where: Mapped[SaidWhere | None] = mapped_column(String(16))
    said_on: Mapped[date | None]
    said_to: Mapped[str | None] = mapped_column(Encrypted("task_check.said_to"))


@dataclass(frozen=True)
class TaskLine:
    """One task as lists, pages and papers show it: its wording in one version, whose it is, how it stands."""

    task: Task
    wording: TaskWording
    seat: Seat | None
    case_code: str
    last: TaskStep | None
    checks: Sequence[Check]
    amended: bool = True
    """Whether a date and a person of after the approval count; in drafts and former versions the written ones do."""

    @property
    def state(self) -> State:
        return self.task.state

    @property
    def due_on(self) -> date | None:
        """The day that holds now: the agreed other one, else that of the wording."""
        return (self.task.agreed_due_on if self.amended else None) or self.wording.last_day

    @property
    def as_text(self) -> TaskText:
        """What holds now as plain values, an agreed other date included."""
        last = self.due_on
        text = self.wording.as_text
        return replace(text, due_on=last) if text.schedule == Schedule.ONCE else replace(text, until_on=last)

    @property
    def periods(self) -> tuple[date, ...]:
        """The first days of the periods of a repeated task."""
        return tuple(rules.periods(self.wording.schedule, self.wording.from_on, self.due_on))

    @property
    def late_since(self) -> date | None:
        """Since when the task is late; None when it is not."""
        checked = {check.period_from for check in self.checks}
        return rules.late_since(self.state, self.due_on, self.periods, checked, clock.today())

    @property
    def days_late(self) -> int:
        """For how many days it has been late."""
        return (clock.today() - self.late_since).days if self.late_since else 0

    @property
    def fingerprint(self) -> str:
        """What lies before whoever reads the task now: its wording and its last step."""
        return fingerprint(f"{self.wording.id} {self.wording.version} {self.last.number if self.last else 0}")

    @property
    def moved(self) -> bool:
        """Whether another date was agreed after the approval."""
        return self.amended and self.task.agreed_due_on not in (None, self.wording.last_day)

    @property
    def passed_on(self) -> date | None:
        """The day on which somebody else took it over with the case; None when nobody did, or in what was written."""
        return clock.in_prague(self.task.passed_at).date() if self.amended and self.task.passed_at else None

    @property
    def outcome(self) -> Outcome | None:
        """What was reported last."""
        return self.last.outcome if self.last else None

    @property
    def helper_ids(self) -> list[UUID]:
        """The seats that help with the task."""
        return [UUID(known) for known in self.wording.helpers]

    @property
    def waits_for_ids(self) -> list[UUID]:
        """The tasks that come first."""
        return [UUID(known) for known in self.wording.waits_for]

    def counted(self, outcome: str) -> int:
        """How many periods went so."""
        return sum(check.outcome == outcome for check in self.checks)

    @property
    def fulfilment(self) -> Fulfilment:
        """Whether what the task promises is kept, as far as anybody can tell."""
        checks = [CheckOutcome(check.outcome) for check in self.checks]
        late = self.late_since is not None
        return rules.fulfilment(self.state, self.outcome, late, checks, self.wording.most_excused)

    @property
    def shown_as(self) -> str:
        """The word for the task: a state, a reported outcome, `overdue` or `under_way`."""
        return rules.shown_as(self.state, self.outcome, self.late_since is not None, bool(self.checks))

    @property
    def audience(self) -> Audience:
        """Whom the task concerns: the members named with it, and the one who answers for it or is accompanied."""
        people = {UUID(known) for known in self.wording.concerns}
        if self.seat is not None and self.seat.tells_of is not None:
            people.add(self.seat.tells_of)
        return Audience(members=frozenset(people) or None)


def lines_where(*where: ColumnElement[bool], version: int | None = None, amended: bool = True) -> list[TaskLine]:
    """Tasks with everything that a line shows, by number; three queries, however many there are.

    Without `version` each in its newest locked wording; drafts are not there.
    """
    if version is None:
        newer = aliased(TaskWording)
        latest = select(func.max(newer.plan_version)).where(newer.task_id == Task.id, newer.locked_at.is_not(None))
        chosen = TaskWording.plan_version == latest.correlate(Task).scalar_subquery()
    else:
        chosen = TaskWording.plan_version == version
    answers = func.coalesce(Task.passed_to_seat_id, TaskWording.seat_id) if amended else TaskWording.seat_id
    wanted = (
        select(Task, TaskWording, Seat, CaseFrame.code)
        .join(TaskWording, TaskWording.task_id == Task.id)
        .join(CaseFrame, CaseFrame.id == Task.case_id)
        .outerjoin(Seat, Seat.id == answers)
        .where(chosen, *where)
        .order_by(Task.case_id, Task.number)
    )
    rows = db.session.execute(wanted).all()
    ids = [task.id for task, *_ in rows]
    last, checks = _last_steps(ids), _checks(ids)
    return [
        TaskLine(task, wording, seat, code, last.get(task.id), checks.get(task.id, ()), amended)
        for task, wording, seat, code in rows
    ]


def _last_steps(task_ids: Collection[UUID]) -> dict[UUID, TaskStep]:
    later = aliased(TaskStep)
    number = select(func.max(later.number)).where(later.task_id == TaskStep.task_id).correlate(TaskStep)
    wanted = select(TaskStep).where(TaskStep.task_id.in_(task_ids), TaskStep.number == number.scalar_subquery())
    return {step.task_id: step for step in db.session.scalars(wanted)}


def _checks(task_ids: Collection[UUID]) -> dict[UUID, list[Check]]:
    found: dict[UUID, list[Check]] = defaultdict(list)
    for check in db.session.scalars(select(Check).where(Check.task_id.in_(task_ids)).order_by(Check.period_from)):
        found[check.task_id].append(check)
    return found


def line_of(task_id: UUID) -> TaskLine | None:
    """One task in its newest locked wording; None for a draft and for a task that does not exist."""
    return next(iter(lines_where(Task.id == task_id)), None)


def draft_line(task_id: UUID, version: int) -> TaskLine | None:
    """One task as it stands in one version of the plan, a draft included."""
    return next(iter(lines_where(Task.id == task_id, version=version, amended=False)), None)


def lines_of_plan(plan_id: UUID, version: int, *, in_force: bool) -> list[TaskLine]:
    """The tasks of one version of a plan, by number; in the one that holds, agreed other dates count."""
    return lines_where(Task.plan_id == plan_id, version=version, amended=in_force)


_case_goes_on = (CaseFrame.closed_at.is_(None), CaseFrame.erased_at.is_(None))


def tasks_of_worker(worker_id: UUID) -> list[TaskLine]:
    """What a worker has on their hands, and whatever was theirs in a closed case, the nearest date first.

    Whoever shows it asks the door of each case.
    """
    now = clock.now()
    held = (Seat.worker_id == worker_id, Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now))
    running = Task.last_step.in_(_steps_to(rules.RUNNING))
    theirs = and_(CaseFrame.closed_at.is_not(None), Task.last_step.is_not(None), Task.last_step != Step.CANCELLED)
    found = lines_where(*held, CaseFrame.erased_at.is_(None), or_(running, theirs))
    return sorted(found, key=lambda line: (line.due_on or date.max, line.task.number))


def tasks_on_hands(*which: ColumnElement[bool]) -> list[TaskLine]:
    """What workers owe an answer or a deed for, in every case that goes on, as far as `which` says.

    Whoever left the post on which the seat rests, or is shut out of the case, owes nothing.
    """
    now = clock.now()
    shut_out = select(Exclusion.id).where(Exclusion.case_id == Seat.case_id, Exclusion.worker_id == Seat.worker_id)
    held = (Seat.worker_id.is_not(None), Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now))
    owed = Task.last_step.in_(_steps_to({State.OFFERED, State.ACCEPTED}))
    return lines_where(*held, still_posted(), ~shut_out.exists(), owed, *_case_goes_on, *which)


def offered_tasks(case_ids: Iterable[UUID]) -> list[TaskLine]:
    """Every task of these cases that was ever offered, by number; drafts are not there."""
    return lines_where(Task.case_id.in_(list(case_ids)), Task.last_step.is_not(None))


def held_tasks(case_id: UUID) -> None:
    """Hold every task of a case until the transaction ends, so that nobody's answer falls between two steps."""
    of_case = select(Task).where(Task.case_id == case_id).order_by(Task.id)
    db.session.scalars(of_case.with_for_update().execution_options(populate_existing=True)).all()


def tasks_of_seat(seat_id: UUID) -> list[TaskLine]:
    """Everything the holder of a seat answers for."""
    return lines_where(Seat.id == seat_id)


def _steps_to(states: Collection[State]) -> list[Step]:
    return [step for step in Step if state_after(step) in states]


def steps_of(task_id: UUID) -> Sequence[TaskStep]:
    """The life of a task, the oldest step first."""
    return db.session.scalars(select(TaskStep).where(TaskStep.task_id == task_id).order_by(TaskStep.number)).all()


def accepted_steps(task_ids: Collection[UUID]) -> dict[UUID, TaskStep]:
    """By which step each task was accepted last, declined and offered ones left out."""
    yes = select(TaskStep).where(TaskStep.task_id.in_(task_ids), TaskStep.step.in_([Step.ACCEPTED, Step.DATE_AGREED]))
    return {step.task_id: step for step in db.session.scalars(yes.order_by(TaskStep.number))}


def answers_for(actor: Actor, seat: Seat) -> bool:
    """Whether `actor` holds the seat that answers for a task: as its worker, or by the own key of a private person."""
    if seat.worker_id is not None:
        return seat.worker_id == actor.worker_id
    return seat.id == actor.seat_id


def facts_of_task(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards an offered task: its own person, or somebody who writes the plan while the case is open.

    The coordinator, and the head with a reason, read it in a closed case too.
    """
    line = line_of(task_id)
    facts = facts_at_case(actor, line.task.case_id) if line else None
    if line is None or facts is None:
        return None
    own = line.seat is not None and actor.worker_id is not None and line.seat.worker_id == actor.worker_id
    writes = facts.role == Role.MINUTE_TAKER and facts.state != "closed"
    return facts if own or writes or facts.role in (Role.COORDINATOR, "head") else None


Loader = Callable[..., Facts | None]


def to_change(resource: str, facts: Loader) -> Loader:
    """The same facts for a page that changes something: once the time for that is over, it is not even shown."""

    def loader(actor: Actor, **arguments: Any) -> Facts | None:
        found = facts(actor, **arguments)
        return None if decide(found, resource, "W", clock.now()).missing == "time" else found

    return loader


@partial(to_change, "own_task")
def facts_for_answering(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    """The same for pages on which somebody answers."""
    return facts_of_task(actor, task_id)


@partial(to_change, "own_task")
def facts_for_writing_down(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    """The same for those who write down what was said: coordinator and minute taker."""
    facts = facts_of_task(actor, task_id)
    return facts if facts and facts.role in (Role.COORDINATOR, Role.MINUTE_TAKER) else None


@partial(to_change, "own_task")
def facts_for_coordinator(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    """The same for the coordinator alone."""
    facts = facts_of_task(actor, task_id)
    return facts if facts and facts.role == Role.COORDINATOR else None
