"""The archive of the post room: every letter, where it stands and why, and the lease by which one postman holds it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class State(StrEnum):
    """Where a letter stands, as far as anybody can know; "delivered" is known to nobody."""

    WAITING = "waiting"
    HANDED_OVER = "handed_over"
    UNDELIVERED = "undelivered"
    CLOSED = "closed"


class Why(StrEnum):
    """Why a letter did not arrive."""

    NO_SUCH_ADDRESS = "no_such_address"
    MAILBOX_FULL = "mailbox_full"
    REFUSED = "refused"
    SILENT = "silent"


@dataclass(frozen=True)
class CalendarPart:
    """What a letter carries for the recipient's calendar; made by `calendar_entries`."""

    content: bytes
    method: str
    order_key: str
    """Letters with the same key leave one after another."""


class Letter(Base):
    """One letter to one person."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(
            " + ".join(
                f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)"
                for column in ("try_at", "handed_over_at", "undelivered_at", "closed_at")
            )
            + " = 1",
            name="waits_or_ended_once",
        ),
        CheckConstraint("(undelivered_at IS NULL) = (undelivered_why IS NULL)", name="undelivered_has_reason"),
        CheckConstraint("(closed_at IS NULL) = (closed_why IS NULL)", name="closed_has_reason"),
        CheckConstraint("try_at IS NOT NULL OR (body IS NULL AND calendar IS NULL)", name="emptied_at_the_end"),
        CheckConstraint("(order_key IS NULL) = (order_number IS NULL)", name="ordered_whole"),
        UniqueConstraint("order_key", "order_number"),
    )
    id: Mapped[Key]
    kind: Mapped[str]
    town_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None] = mapped_column(index=True)
    about: Mapped[UUID] = mapped_column(index=True)
    """The invitation, task, pledge … that the letter is about."""
    recipient: Mapped[str] = mapped_column(Encrypted("letter.recipient"))
    sender_name: Mapped[str]
    language: Mapped[str]
    filed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    message_id: Mapped[str] = mapped_column(unique=True)
    """The same at every try, so that a mail system knows a letter sent twice."""
    body: Mapped[str | None] = mapped_column(Encrypted("letter.body"), deferred=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the body as it was filed, without what is filled in at sending."""
    calendar: Mapped[str | None] = mapped_column(Encrypted("letter.calendar"), deferred=True)
    calendar_hash: Mapped[str | None] = mapped_column(String(64))
    calendar_method: Mapped[str | None]
    order_key: Mapped[str | None]
    order_number: Mapped[int | None]

    try_at: Mapped[datetime | None]
    """When to try next; empty once the letter has come to an end."""
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_trouble: Mapped[str | None]
    """Why the last try failed, as a code that names nobody."""
    perhaps_left_at: Mapped[datetime | None]
    """Since when nobody can rule out that the mail system has taken the letter."""
    taken_back_why: Mapped[str | None]

    handed_over_at: Mapped[datetime | None]
    undelivered_at: Mapped[datetime | None]
    undelivered_why: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    closed_why: Mapped[str | None]

    @property
    def state(self) -> State:
        """The state that people are shown."""
        if self.handed_over_at is not None:
            return State.HANDED_OVER
        if self.undelivered_at is not None:
            return State.UNDELIVERED
        return State.WAITING if self.closed_at is None else State.CLOSED

    def hand_over(self, now: datetime) -> None:
        """The mail system has taken the letter."""
        self.handed_over_at = now
        self._end()

    def give_up(self, now: datetime, why: Why) -> None:
        """The letter will not arrive."""
        self.undelivered_at, self.undelivered_why = now, why.value
        self._end()

    def close(self, now: datetime, why: str) -> None:
        """Nobody wants the letter any more."""
        self.closed_at, self.closed_why = now, why
        self._end()

    def postpone(self, until: datetime, trouble: str) -> None:
        """Try again at `until`."""
        self.try_at, self.lease_until, self.last_trouble = until, None, trouble

    def _end(self) -> None:
        self.try_at = self.lease_until = None
        self.body = self.calendar = None


_perhaps_gone = or_(Letter.handed_over_at.is_not(None), Letter.perhaps_left_at.is_not(None))
_waits = Letter.try_at.is_not(None)
Index("ix_letter_try_at", Letter.try_at, sqlite_where=_waits, postgresql_where=_waits)


def letters_about(ids: Collection[UUID]) -> Sequence[Letter]:
    """The letters about these things, newest first, without those that nobody wanted any more."""
    where = (Letter.about.in_(ids), Letter.closed_at.is_(None))
    return db.session.scalars(select(Letter).where(*where).order_by(Letter.filed_at.desc(), Letter.id)).all()


def take_back(
    *,
    about: UUID | None = None,
    order_key: str | None = None,
    letter_id: UUID | None = None,
    kind: str | None = None,
    why: str,
) -> None:
    """Let no waiting letter about this thing, of this order, or this one leave; one just leaving is not tried again.

    Only those of one `kind`, if it is named. Inside a transaction. `why` names nobody.
    """
    which = [Letter.about == about] * (about is not None) + [Letter.order_key == order_key] * (order_key is not None)
    which += [Letter.id == letter_id] * (letter_id is not None)
    if not which:
        raise ValueError("a letter is taken back by what it is about, or by its order")
    which += [Letter.kind == kind] * (kind is not None)
    db.session.execute(
        update(Letter).where(*which, Letter.try_at.is_not(None)).values(taken_back_why=why, try_at=clock.now()),
        execution_options={"synchronize_session": "fetch"},
    )


def next_number(session: Session, order_key: str) -> int:
    """The place of the next letter in its order."""
    last = session.scalar(select(func.max(Letter.order_number)).where(Letter.order_key == order_key))
    return 0 if last is None else last + 1


def claim(session: Session, now: datetime, lease: timedelta) -> UUID | None:
    """Take the next due letter under a lease that ends by itself, or None; no other postman gets the same.

    Only its id: a letter that nobody can open is taken like the others, and found out when it is read.
    A letter whose predecessor in the same order still waits is not due yet.
    """
    due, earlier = aliased(Letter), aliased(Letter)
    predecessor = select(earlier.id).where(
        earlier.order_key == due.order_key,
        earlier.order_number < due.order_number,
        earlier.try_at.is_not(None),
    )
    free = or_(due.lease_until.is_(None), due.lease_until <= now)
    next_due = (
        select(due.id)
        .where(due.try_at <= now, free, ~predecessor.exists())
        .order_by(due.try_at, due.filed_at)
        .limit(1)
        .with_for_update(skip_locked=True, of=due)
        .scalar_subquery()
    )
    claimed: UUID | None = session.execute(
        update(Letter)
        .where(Letter.id == next_due)
        .values(lease_until=now + lease, attempts=Letter.attempts + 1)
        .returning(Letter.id),
        execution_options={"synchronize_session": False},
    ).scalar()
    return claimed


def anything_left(session: Session, order_key: str) -> bool:
    """Whether any letter of this order has left the house, as far as can be ruled out."""
    return session.scalar(select(Letter.id).where(Letter.order_key == order_key, _perhaps_gone).limit(1)) is not None


def stands_outside(session: Session, order_key: str, *, before: int | None = None) -> bool:
    """Whether a calendar may hold the entry of this order: it may have left, and no end of it has surely left since.

    `before`: as things were before the letter with this number in the order.
    """
    of_order = select(func.max(Letter.order_number)).where(Letter.order_key == order_key)
    if before is not None:
        of_order = of_order.where(Letter.order_number < before)
    came = session.scalar(of_order.where(Letter.calendar_method == "REQUEST", _perhaps_gone))
    ended = session.scalar(of_order.where(Letter.calendar_method == "CANCEL", Letter.handed_over_at.is_not(None)))
    return came is not None and (ended is None or ended < came)
