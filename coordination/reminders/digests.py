"""The letters of the day as they were written, what stands in them, and who wants none."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordination.reminders.rules_of_digest import Errand, Rung
from foundation import clock
from foundation.database import Base, Key, db
from foundation.outbox import Letter


class Digest(Base):
    """The one letter of a day to one address."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("recipient", "on_day"),)
    id: Mapped[Key]
    recipient: Mapped[str]
    on_day: Mapped[date]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"), index=True)
    items: Mapped[list["DigestItem"]] = relationship(order_by="DigestItem.position", back_populates="digest")


class DigestItem(Base):
    """One line of it."""

    __tablename__ = "digest_item"
    __table_args__ = (
        UniqueConstraint("digest_id", "position"),
        CheckConstraint("position >= 1", name="counted_from_one"),
    )
    id: Mapped[Key]
    digest_id: Mapped[UUID] = mapped_column(ForeignKey("digest.id"))
    position: Mapped[int]
    errand: Mapped[Errand] = mapped_column(String(16))
    rung: Mapped[Rung] = mapped_column(String(16))
    subject: Mapped[UUID] = mapped_column(index=True)
    """The invitation or the task."""
    deadline: Mapped[date]
    digest: Mapped[Digest] = relationship(back_populates="items")


class DigestRound(Base):
    """A day whose letters are all written."""

    __tablename__ = "digest_round"
    on_day: Mapped[date] = mapped_column(primary_key=True)
    done_at: Mapped[datetime]


class DigestChoice(Base):
    """What a worker has chosen; no row: the letter comes."""

    __tablename__ = "digest_choice"
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    off_since: Mapped[datetime | None]
    away_until: Mapped[date | None]
    """The last day of an absence."""
    changed_at: Mapped[datetime]

    @property
    def away(self) -> bool:
        """Whether the worker is away today."""
        return self.away_until is not None and clock.today() <= self.away_until


def choice_of(worker_id: UUID) -> DigestChoice | None:
    """What one worker has chosen."""
    return db.session.get(DigestChoice, worker_id)


def choices() -> dict[UUID, DigestChoice]:
    """What everybody who chose anything has chosen."""
    return {one.worker_id: one for one in db.session.scalars(select(DigestChoice))}


def is_written(on_day: date) -> bool:
    """Whether all letters of a day are written."""
    return db.session.get(DigestRound, on_day) is not None


def digest_to(recipient: str, on_day: date) -> Digest | None:
    """The letter of a day to one address."""
    return db.session.scalar(select(Digest).where(Digest.recipient == recipient, Digest.on_day == on_day))


def digest_in(letter_id: UUID) -> Digest | None:
    """What a letter was written from."""
    return db.session.scalar(select(Digest).where(Digest.letter_id == letter_id))


def told_by_digest(subjects: Collection[UUID]) -> dict[tuple[str, UUID, str], date]:
    """When a letter of the day last told whom of what, one that was closed left out."""
    rows = (
        select(Digest.recipient, DigestItem.subject, DigestItem.errand, func.max(Digest.on_day))
        .join(DigestItem, DigestItem.digest_id == Digest.id)
        .join(Letter, Letter.id == Digest.letter_id)
        .where(DigestItem.subject.in_(subjects), Letter.closed_at.is_(None))
        .group_by(Digest.recipient, DigestItem.subject, DigestItem.errand)
    )
    return {(to, subject, errand): day for to, subject, errand, day in db.session.execute(rows)}
