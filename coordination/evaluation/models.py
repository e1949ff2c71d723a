"""How cases were closed and opened again, and what is still open in one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from coordination.conferences.models import Conference
from coordination.evaluation.rules import Disposition, OpenTask, Result
from coordination.tasks.models import Task, TaskLine, offered_tasks
from coordination.tasks.rules import State, Step, may_follow
from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

CLOSING = "case_closing"
"""What it is called in the table of rights."""
_OVER = frozenset({State.CONFIRMED, State.CANCELLED})


class CaseClosing(Base):
    """That the joint work on a case has ended, and how; opening it again ends the closing, not its row."""

    __tablename__ = "case_closing"
    __table_args__ = (
        CheckConstraint("(reopened_at IS NULL) = (reopened_by IS NULL)", name="reopening"),
        CheckConstraint("(reopened_at IS NULL) = (reopened_because IS NULL)", name="reopened_because"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    result: Mapped[Result] = mapped_column(String(12))
    why: Mapped[str] = mapped_column(Encrypted("case_closing.why"))
    helped: Mapped[str] = mapped_column(Encrypted("case_closing.helped"))
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str | None]
    reopened_because: Mapped[str | None] = mapped_column(Encrypted("case_closing.reopened_because"))
    tasks: Mapped[list["ClosedTask"]] = relationship(lazy="raise")

    def numbers(self, how: Disposition) -> list[int]:
        """The numbers of the tasks of which this became."""
        return sorted(one.task.number for one in self.tasks if one.how == how)


class ClosedTask(Base):
    """What became of a task that was open when its case was closed."""

    __tablename__ = "closed_task"
    __table_args__ = (UniqueConstraint("closing_id", "task_id"),)
    id: Mapped[Key]
    closing_id: Mapped[UUID] = mapped_column(ForeignKey("case_closing.id"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    how: Mapped[Disposition] = mapped_column(String(12))
    task: Mapped[Task] = relationship(lazy="raise")


def closings_of(case_id: UUID) -> Sequence[CaseClosing]:
    """Every closing of a case, the newest first."""
    found = select(CaseClosing).where(CaseClosing.case_id == case_id).order_by(CaseClosing.closed_at.desc())
    return db.session.scalars(found.options(selectinload(CaseClosing.tasks).joinedload(ClosedTask.task))).all()


def open_lines(case_id: UUID) -> list[TaskLine]:
    """The tasks that nobody has confirmed or cancelled, by number."""
    return [line for line in offered_tasks([case_id]) if line.state not in _OVER]


def as_open(line: TaskLine) -> OpenTask:
    """A task as the rules of closing see it."""
    return OpenTask(line.task.id, line.task.number, may_follow(line.state, Step.CONFIRMED))


def coming_meetings(case_id: UUID) -> Sequence[Conference]:
    """The meetings that are convened and neither held nor called off."""
    to_come = (
        Conference.case_id == case_id, Conference.convened_at.is_not(None), Conference.cancelled_at.is_(None),
        Conference.held_at.is_(None), Conference.starts_at > clock.now(),
    )  # fmt: skip
    return db.session.scalars(select(Conference).where(*to_come).order_by(Conference.starts_at)).all()
