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

from coordination.seats.models import CaseFrame, Seat, facts_at_case
from coordination.seats.rules import Role
from coordination.tasks import rules
from coordination.tasks.rules import Outcome, SaidWhere, Schedule, State, Step, TaskText, state_after
from foundation import clock
from foundation.access import Actor, Audience, Facts, decide
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.signatures import fingerprint


class Task(Base):
    """One task through all versions of its plan; it knows the plan only as an id."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    created_at: Mapped[datetime]
    last_step: Mapped[Step | None] = mapped_column(String(16))
    """The last step, kept beside the steps so that lists need not read them; written only together with one."""
    agreed_due_on: Mapped[date | None]
    """Another date agreed after approval (an amendment); printed in the next version."""
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
    __table_args__ = (UniqueConstraint("task_id", "period_from"),)
    id: Mapped[Key]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    period_from: Mapped[date]
    outcome: Mapped[Outcome] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Encrypted("task_check.note"))
    at: Mapped[datetime]
    by: Mapped[str]


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
    """Whether a date agreed after the approval counts; in drafts and former versions the written one does."""

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
    def outcome(self) -> Outcome | None:
        """What was reported last."""
        return self.last.outcome if self.last else None

    @property
    def shown_as(self) -> str:
        """The word for the task: a state, a reported outcome, `overdue` or `under_way`."""
        return rules.shown_as(self.state, self.outcome, self.late_since is not None, bool(self.checks))

    @property
    def audience(self) -> Audience:
        """Whom the task concerns: the members named with it, and the member who answers for it."""
        people = {UUID(known) for known in self.wording.concerns}
        if self.seat is not None and self.seat.person_id is not None:
            people.add(self.seat.person_id)
        return Audience(members=frozenset(people) or None)


def _lines(*where: ColumnElement[bool], version: int | None = None, amended: bool = True) -> list[TaskLine]:
    """Tasks with everything that a line shows, by number; three queries, however many there are.

    Without `version` each in its newest locked wording; drafts are not there.
    """
    if version is None:
        newer = aliased(TaskWording)
        latest = select(func.max(newer.plan_version)).where(newer.task_id == Task.id, newer.locked_at.is_not(None))
        chosen = TaskWording.plan_version == latest.correlate(Task).scalar_subquery()
    else:
        chosen = TaskWording.plan_version == version
    wanted = (
        select(Task, TaskWording, Seat, CaseFrame.code)
        .join(TaskWording, TaskWording.task_id == Task.id)
        .join(CaseFrame, CaseFrame.id == Task.case_id)
        .outerjoin(Seat, Seat.id == TaskWording.seat_id)
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
    return next(iter(_lines(Task.id == task_id)), None)


def draft_line(task_id: UUID, version: int) -> TaskLine | None:
    """One task as it stands in one version of the plan, a draft included."""
    return next(iter(_lines(Task.id == task_id, version=version, amended=False)), None)


def lines_of_plan(plan_id: UUID, version: int, *, in_force: bool) -> list[TaskLine]:
    """The tasks of one version of a plan, by number; in the one that holds, agreed other dates count."""
    return _lines(Task.plan_id == plan_id, version=version, amended=in_force)


_case_goes_on = (CaseFrame.closed_at.is_(None), CaseFrame.erased_at.is_(None))


def tasks_of_worker(worker_id: UUID) -> list[TaskLine]:
    """What a worker has on their hands, and whatever was theirs in a closed case, the nearest date first.

    Whoever shows it asks the door of each case.
    """
    now = clock.now()
    held = (Seat.worker_id == worker_id, Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now))
    running = Task.last_step.in_(_steps_to(rules.RUNNING))
    theirs = and_(CaseFrame.closed_at.is_not(None), Task.last_step.is_not(None), Task.last_step != Step.CANCELLED)
    found = _lines(*held, CaseFrame.erased_at.is_(None), or_(running, theirs))
    return sorted(found, key=lambda line: (line.due_on or date.max, line.task.number))


def overdue_tasks(case_ids: Iterable[UUID]) -> list[TaskLine]:
    """The late tasks of these cases, the latest first."""
    running = Task.last_step.in_(_steps_to(rules.RUNNING))
    found = _lines(Task.case_id.in_(list(case_ids)), running, *_case_goes_on)
    return sorted((line for line in found if line.late_since), key=lambda line: line.late_since or date.max)


def waiting_for_coordinator(case_ids: Iterable[UUID]) -> list[TaskLine]:
    """The tasks of these cases that were declined, reported, or answered with another date."""
    waiting = Task.last_step.in_(_steps_to(rules.WAITS_FOR_COORDINATOR))
    return _lines(Task.case_id.in_(list(case_ids)), waiting, *_case_goes_on)


def offered_tasks(case_ids: Iterable[UUID]) -> list[TaskLine]:
    """Every task of these cases that was ever offered, by number; drafts are not there."""
    return _lines(Task.case_id.in_(list(case_ids)), Task.last_step.is_not(None))


def tasks_of_seat(seat_id: UUID) -> list[TaskLine]:
    """Everything the holder of a seat answers for."""
    return _lines(Seat.id == seat_id)


def _steps_to(states: Collection[State]) -> list[Step]:
    return [step for step in Step if state_after(step) in states]


def steps_of(task_id: UUID) -> Sequence[TaskStep]:
    """The life of a task, the oldest step first."""
    return db.session.scalars(select(TaskStep).where(TaskStep.task_id == task_id).order_by(TaskStep.number)).all()


def accepted_steps(task_ids: Collection[UUID]) -> dict[UUID, TaskStep]:
    """By which step each task was accepted last, declined and offered ones left out."""
    yes = select(TaskStep).where(TaskStep.task_id.in_(task_ids), TaskStep.step.in_([Step.ACCEPTED, Step.DATE_AGREED]))
    return {step.task_id: step for step in db.session.scalars(yes.order_by(TaskStep.number))}


def facts_of_task(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards an offered task: its own person, or somebody who writes the plan while the case is open.

    The coordinator reads it in a closed case too.
    """
    line = line_of(task_id)
    facts = facts_at_case(actor, line.task.case_id) if line else None
    if line is None or facts is None:
        return None
    own = line.seat is not None and actor.worker_id is not None and line.seat.worker_id == actor.worker_id
    writes = facts.role == Role.MINUTE_TAKER and facts.state != "closed"
    return facts if own or writes or facts.role == Role.COORDINATOR else None


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
