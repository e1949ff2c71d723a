"""A task that its person would rather see in a colleague's hands: what was proposed, and what the coordinator said."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordination.seats.models import Seat, open_seats
from coordination.tasks.models import Task, TaskLine
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class HandOn(Base):
    """One proposal: a colleague who sits at the table already, or one named in words."""

    __tablename__ = "task_hand_on"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (agreed IS NULL)", name="agreed"),
    )
    id: Mapped[Key]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    to_seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))
    to_name: Mapped[str] = mapped_column(Encrypted("task_hand_on.to_name"))
    why: Mapped[str] = mapped_column(Encrypted("task_hand_on.why"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    agreed: Mapped[bool | None]
    answer: Mapped[str | None] = mapped_column(Encrypted("task_hand_on.answer"))
    asked_seat: Mapped[Seat] = relationship(foreign_keys=[asked_seat_id], lazy="raise")


Index(
    "uq_task_hand_on_waiting",
    HandOn.task_id,
    unique=True,
    sqlite_where=HandOn.decided_at.is_(None),
    postgresql_where=HandOn.decided_at.is_(None),
)


def colleagues_of(seat: Seat) -> list[Seat]:
    """Who sits at the same table for the same organisation."""
    if seat.agency_id is None:
        return []
    return [one for one in open_seats(seat.case_id) if one.agency_id == seat.agency_id and one.id != seat.id]


def last_of(line: TaskLine) -> HandOn | None:
    """The newest proposal that the task's present person has made."""
    if line.seat is None:
        return None
    wanted = select(HandOn).where(HandOn.task_id == line.task.id, HandOn.asked_seat_id == line.seat.id)
    return db.session.scalars(wanted.order_by(HandOn.asked_at.desc()).limit(1)).first()


def waiting_in(case_ids: Collection[UUID]) -> Sequence[tuple[HandOn, Task, Seat]]:
    """The proposals of these cases that wait for the coordinator, the oldest first, with task and who asks."""
    wanted = (
        select(HandOn, Task, Seat).join(Task, Task.id == HandOn.task_id).join(Seat, Seat.id == HandOn.asked_seat_id)
    )
    wanted = wanted.where(Task.case_id.in_(case_ids), HandOn.decided_at.is_(None)).order_by(HandOn.asked_at)
    return [(one, task, seat) for one, task, seat in db.session.execute(wanted)]
