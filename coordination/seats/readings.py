"""Reading with a written reason (nahlédnutí): an office that is not at the table opens the content of one case."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from agencies.staff.models import Worker
from foundation.access import Actor
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class Reading(Base):
    """Somebody wrote down why they must read a case and reads it for a while, in the browser where they wrote it."""

    __tablename__ = "reading"
    __table_args__ = (
        Index("ix_reading_case_id_session_id", "case_id", "session_id"),
        CheckConstraint("until > since", name="lasts"),
        CheckConstraint("(noticed_at IS NULL) = (noticed_by IS NULL)", name="noticed"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"))
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    session_id: Mapped[UUID]
    """The browser: signing out ends the reading."""
    since: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When the reader closed the content before its time."""
    reason: Mapped[str] = mapped_column(Encrypted("reading.reason"))
    noticed_at: Mapped[datetime | None]
    noticed_by: Mapped[str | None]
    """Who coordinates the case and has taken note of it."""


def reading_until(actor: Actor, case_id: UUID) -> datetime | None:
    """Until when `actor` may read a case for the reason written in this browser; None without any."""
    theirs = (Reading.worker_id == actor.worker_id, Reading.session_id == actor.session_id)
    held = select(func.max(Reading.until)).where(Reading.case_id == case_id, *theirs, Reading.ended_at.is_(None))
    return db.session.scalar(held)


def readings_of(case_ids: Collection[UUID], *, unnoticed: bool = False) -> Sequence[tuple[Reading, str]]:
    """Every reading of these cases with the reader's name, the newest first. One query."""
    wanted = select(Reading, Worker.name).join(Worker, Worker.id == Reading.worker_id)
    wanted = wanted.where(Reading.case_id.in_(case_ids)).order_by(Reading.since.desc(), Reading.id)
    found = wanted.where(Reading.noticed_at.is_(None)) if unnoticed else wanted
    return [(reading, name) for reading, name in db.session.execute(found)]
