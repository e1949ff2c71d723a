"""Tasks, the wording that each version of the plan locks, their steps and checks."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordination.seats.models import Seat
from coordination.tasks.rules import Outcome, SaidWhere, Schedule, State, Step, state_after
from foundation.database import Base, Key
from foundation.encryption import Encrypted


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
    steps: Mapped[list["TaskStep"]] = relationship(order_by="TaskStep.at", lazy="raise")
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
        CheckConstraint("(schedule = 'once') = (from_on IS NULL AND until_on IS NULL)", name="schedule"),
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
        return self.due_on if self.schedule is Schedule.ONCE else self.until_on


class TaskStep(Base):
    """One step in the life of a task; a spoken word says where, when and to whom it was said."""

    __tablename__ = "task_step"
    __table_args__ = (
        CheckConstraint("(said_where IS NULL) = (said_on IS NULL)", name="as_said"),
        CheckConstraint("(step = 'reported') = (outcome IS NOT NULL)", name="outcome"),
    )
    id: Mapped[Key]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    at: Mapped[datetime]
    step: Mapped[Step] = mapped_column(String(16))
    by: Mapped[str]
    by_name: Mapped[str]
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))
    reason: Mapped[str | None] = mapped_column(Encrypted("task_step.reason"))
    proposed_on: Mapped[date | None]
    outcome: Mapped[Outcome | None] = mapped_column(String(16))
    said_where: Mapped[SaidWhere | None] = mapped_column(String(16))
    said_on: Mapped[date | None]
    said_to: Mapped[str | None]


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
