"""What an agency promises under conditions, the conditions, and what was recorded about each of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from coordination.plans.models import Plan, PlanVersion
from coordination.plans.rules_of_conditions import Kind, Standing, Verdict, by_number, by_task, by_word, of_commitment
from coordination.seats.models import Seat, facts_at_case
from coordination.seats.rules import Role
from coordination.tasks.models import TaskLine
from foundation.access import Actor, Audience, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class Commitment(Base):
    """What somebody promises "if …", in one version of the plan; worthless without a condition (S2-38)."""

    __tablename__ = "commitment"
    id: Mapped[Key]
    plan_version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_version.id"), index=True)
    origin_id: Mapped[UUID]
    """The same commitment in all versions: the id of its first row."""
    position: Mapped[int]
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    """Who promises, for the agency of this seat."""
    text: Mapped[str] = mapped_column(Encrypted("commitment.text"))
    steps: Mapped[str] = mapped_column(Encrypted("commitment.steps"))
    """What is done once a condition no longer holds, a step a line."""
    concerns: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Ids of the members of the family whom it concerns; empty: nobody in particular."""
    version: Mapped[int] = mapped_column()
    seat: Mapped[Seat] = relationship(lazy="raise")
    conditions: Mapped[list["Condition"]] = relationship(
        order_by="Condition.position", lazy="raise", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def audience(self) -> Audience:
        """Whom the commitment and its conditions concern."""
        return Audience(members=frozenset(UUID(known) for known in self.concerns) or None)


class Condition(Base):
    """One "if" of a commitment: a number with a limit and a last day, a task, or a sign that somebody judges."""

    __tablename__ = "commitment_condition"
    __table_args__ = (
        CheckConstraint("kind <> 'number' OR (most IS NOT NULL AND until_on IS NOT NULL)", name="number"),
        CheckConstraint("kind <> 'task' OR task_id IS NOT NULL", name="task"),
        CheckConstraint("kind <> 'judged' OR (judge_id IS NOT NULL AND until_on IS NOT NULL)", name="judged"),
    )
    id: Mapped[Key]
    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"), index=True)
    origin_id: Mapped[UUID] = mapped_column(index=True)
    """The same condition in all versions: the id of its first row; records are about this."""
    position: Mapped[int]
    kind: Mapped[Kind] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Encrypted("commitment_condition.text"))
    most: Mapped[int | None]
    """How many there may be at most (S2-40)."""
    until_on: Mapped[date | None]
    """Until when the number counts; on which day the sign is judged."""
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    criterion: Mapped[str] = mapped_column(Encrypted("commitment_condition.criterion"))
    judge_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    """Who counts or judges, and may record it."""
    version: Mapped[int] = mapped_column()
    judge: Mapped[Seat | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


class ConditionRecord(Base):
    """What somebody recorded about a condition: how many there are by now in all, or how it was judged."""

    __tablename__ = "condition_record"
    __table_args__ = (
        UniqueConstraint("condition_id", "number"),
        CheckConstraint("(counted IS NULL) <> (verdict IS NULL)", name="one_of_both"),
    )
    id: Mapped[Key]
    condition_id: Mapped[UUID] = mapped_column(index=True)
    """The origin of the condition, the same in all versions of the plan."""
    number: Mapped[int]
    """The place among the records of its condition; the last one counts."""
    on_day: Mapped[date]
    counted: Mapped[int | None]
    verdict: Mapped[Verdict | None] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Encrypted("condition_record.note"))
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str] = mapped_column(Encrypted("condition_record.by_name"))


@dataclass(frozen=True)
class ConditionLine:
    """A condition as pages and papers show it."""

    condition: Condition
    standing: Standing
    task: TaskLine | None
    records: Sequence[ConditionRecord]
    """The oldest first."""

    @property
    def last(self) -> ConditionRecord | None:
        """What was recorded last."""
        return self.records[-1] if self.records else None

    @property
    def until(self) -> date | None:
        """Until when it holds: its own day, or that of its task."""
        return self.condition.until_on or (self.task.due_on if self.task else None)

    @property
    def judge(self) -> str:
        """Who tells whether it holds; may be empty for a condition tied to a task."""
        return self.condition.judge.name if self.condition.judge else ""


@dataclass(frozen=True)
class CommitmentLine:
    """A commitment as pages and papers show it; it stands as its conditions do."""

    commitment: Commitment
    conditions: Sequence[ConditionLine]

    @property
    def standing(self) -> Standing:
        return of_commitment([line.standing for line in self.conditions])

    def known_by(self, read: Collection[UUID]) -> "CommitmentLine":
        """As somebody knows it who reads only these tasks: how a condition tied to another one stands stays untold."""
        return replace(self, conditions=[_untold(line, read) for line in self.conditions])

    @property
    def steps(self) -> list[str]:
        """What is done once a condition no longer holds, in order."""
        return [step.strip() for step in self.commitment.steps.splitlines() if step.strip()]


def _untold(line: ConditionLine, read: Collection[UUID]) -> ConditionLine:
    if line.task is None or line.task.task.id in read:
        return line
    return replace(line, task=None, standing=Standing.NOT_JUDGED)


_WHOLE = (
    selectinload(Commitment.seat),
    selectinload(Commitment.conditions).selectinload(Condition.judge),
)


def commitments_of(version_id: UUID) -> Sequence[Commitment]:
    """The commitments of one version with their conditions and people. At most four queries."""
    wanted = select(Commitment).where(Commitment.plan_version_id == version_id).order_by(Commitment.position)
    return db.session.scalars(wanted.options(*_WHOLE)).all()


def commitment_lines(version_id: UUID, tasks: Iterable[TaskLine]) -> list[CommitmentLine]:
    """The commitments of one version and how they stand; `tasks` are those of that version. At most five queries."""
    commitments, by_id = commitments_of(version_id), {line.task.id: line for line in tasks}
    records = _records([known.origin_id for one in commitments for known in one.conditions])
    return [
        CommitmentLine(one, [_line(known, records.get(known.origin_id, ()), by_id) for known in one.conditions])
        for one in commitments
    ]


def _line(condition: Condition, records: Sequence[ConditionRecord], tasks: dict[UUID, TaskLine]) -> ConditionLine:
    task = tasks.get(condition.task_id) if condition.task_id else None
    return ConditionLine(condition, _standing(condition, records[-1] if records else None, task), task, records)


def _standing(condition: Condition, last: ConditionRecord | None, task: TaskLine | None) -> Standing:
    if condition.kind == Kind.TASK:
        return by_task(task.fulfilment) if task else Standing.NOT_JUDGED
    if condition.kind == Kind.JUDGED:
        return by_word(last.verdict if last else None)
    assert condition.most is not None
    assert condition.until_on is not None
    return by_number(
        last.counted if last else None, condition.most, condition.until_on, last.on_day if last else None
    )  # fmt: skip


def _records(origin_ids: Collection[UUID]) -> dict[UUID, list[ConditionRecord]]:
    found: dict[UUID, list[ConditionRecord]] = defaultdict(list)
    wanted = select(ConditionRecord).where(ConditionRecord.condition_id.in_(origin_ids))
    for record in db.session.scalars(wanted.order_by(ConditionRecord.number)):
        found[record.condition_id].append(record)
    return found


def records_of(origin_id: UUID) -> Sequence[ConditionRecord]:
    """Everything that was recorded about a condition, the oldest first."""
    return _records([origin_id]).get(origin_id, [])


def next_number(origin_id: UUID) -> int:
    """The number of the next record of a condition; asked under the lock of its plan."""
    last = db.session.scalar(select(func.max(ConditionRecord.number)).where(ConditionRecord.condition_id == origin_id))
    return (last or 0) + 1


def commitment(commitment_id: UUID) -> Commitment | None:
    """One commitment with its conditions and people."""
    return db.session.scalar(select(Commitment).where(Commitment.id == commitment_id).options(*_WHOLE))


def condition(condition_id: UUID) -> Condition | None:
    """One condition with whoever judges it."""
    wanted = select(Condition).where(Condition.id == condition_id).options(selectinload(Condition.judge))
    return db.session.scalar(wanted)


def plan_id_of_commitment(commitment_id: UUID) -> UUID | None:
    """The plan in which a commitment stands."""
    wanted = select(PlanVersion.plan_id).join(Commitment, Commitment.plan_version_id == PlanVersion.id)
    return db.session.scalar(wanted.where(Commitment.id == commitment_id))


def facts_of_commitment(actor: Actor, commitment_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the case of a commitment."""
    wanted = select(Plan.case_id).join(PlanVersion).join(Commitment, Commitment.plan_version_id == PlanVersion.id)
    case_id = db.session.scalar(wanted.where(Commitment.id == commitment_id))
    return facts_at_case(actor, case_id) if case_id else None


def facts_of_condition(actor: Actor, condition_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the case of a condition."""
    found = db.session.get(Condition, condition_id)
    return facts_of_commitment(actor, found.commitment_id) if found else None


def facts_of_recording(actor: Actor, condition_id: UUID, **_: object) -> Facts | None:
    """The same for those who may record how it stands: who writes the plan, and who counts or judges."""
    facts, found = facts_of_condition(actor, condition_id), db.session.get(Condition, condition_id)
    if facts is None or found is None or not is_in_force(found):
        return None
    judges = facts.seat_id is not None and found.judge_id == facts.seat_id
    return facts if judges or facts.role in (Role.COORDINATOR, Role.MINUTE_TAKER) else None


def is_in_force(condition: Condition) -> bool:
    """Whether a condition stands in the version of its plan that holds."""
    version = db.session.scalar(select(PlanVersion).join(Commitment).where(Commitment.id == condition.commitment_id))
    if version is None or version.approved_at is None:
        return False
    later = select(PlanVersion.id).where(
        PlanVersion.plan_id == version.plan_id,
        PlanVersion.number > version.number,
        PlanVersion.approved_at.is_not(None),
    )
    return db.session.scalar(later.limit(1)) is None
