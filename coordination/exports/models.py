"""Calendar feeds: the secret address at which a worker's calendar asks for meetings and deadlines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from agencies.accounts.models import Account
from agencies.accounts.proofs import digest
from coordination.conferences.models import Conference
from coordination.seats.models import Seat, places_of
from coordination.tasks.models import TaskLine, tasks_of_worker
from coordination.tasks.rules import State
from foundation import clock
from foundation.access import Actor, Door, Facts, decide
from foundation.calendar_entries import CalendarEntry
from foundation.database import Base, Key, db

FEED = "own_feed"
"""What a feed is called in the table of rights."""


class Feed(Base):
    """One address, known to its owner alone; the house keeps its hash."""

    __tablename__ = "feed"
    id: Mapped[Key]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    read_on: Mapped[date | None]
    """The last day on which some calendar asked for it."""

    def is_open(self, now: datetime) -> bool:
        """Whether the address answers."""
        return self.revoked_at is None and now < self.ends_at


Index(
    "uq_feed_living",
    Feed.worker_id,
    unique=True,
    sqlite_where=Feed.revoked_at.is_(None),
    postgresql_where=Feed.revoked_at.is_(None),
)


@dataclass(frozen=True)
class Subscriber:
    """A calendar that asks in the name of a worker, by an address that only the worker could have given it."""

    worker_id: UUID
    door: Door = Door.ACCOUNT2
    """As strong as the door behind which the address was made: nothing but neutral entries stands behind it."""
    offices: frozenset[tuple[str, UUID]] = frozenset()
    session_id: UUID | None = None
    seat_id: UUID | None = None

    @property
    def key(self) -> str:
        """How the log book names it."""
        return f"calendar of worker:{self.worker_id}"


def feed_of(worker_id: UUID) -> Feed | None:
    """The living feed of a worker, ended by its date or not."""
    return db.session.scalar(select(Feed).where(Feed.worker_id == worker_id, Feed.revoked_at.is_(None)))


def feed_at(secret: str) -> Feed | None:
    """The feed that answers at an address now; None for an unknown, ended or revoked one, all alike."""
    switched_off = select(Account.worker_id).where(Account.disabled_at.is_not(None))
    wanted = select(Feed).where(Feed.token_hash == digest(secret), Feed.worker_id.not_in(switched_off))
    found = db.session.scalar(wanted)
    return found if found is not None and found.is_open(clock.now()) else None


Places = Sequence[tuple[Seat, Facts]]
"""Where somebody sits or sat, and what they are there: `seats.places_of`."""


def _open(places: Places) -> Places:
    now = clock.now()
    return [(seat, facts) for seat, facts in places if decide(facts, FEED, "R", now).allowed]


def seats_in_feed(actor: Actor) -> list[Seat]:
    """The seats about whose cases the actor's feed may speak, each with its frame. At most two queries."""
    return [seat for seat, _ in _open(places_of(actor))]


def may_subscribe(places: Places) -> bool:
    """Whether there is anything that a feed of theirs could say."""
    return bool(_open(places))


def facts_of_feed(actor: Actor) -> Facts | None:
    """What `actor` is before the own feed: what they are at the first case that fills it."""
    return next((facts for _, facts in _open(places_of(actor))), None)


def meetings_of(worker_id: UUID, case_ids: Collection[UUID], since: datetime) -> list[CalendarEntry]:
    """The meetings of these cases in a worker's calendar that end after `since`, the earliest first."""
    wanted = (
        select(CalendarEntry)
        .join(Conference, Conference.id == CalendarEntry.about)
        .where(
            Conference.case_id.in_(case_ids), CalendarEntry.holder == worker_id, CalendarEntry.cancelled_at.is_(None),
            CalendarEntry.ends_at > since,
        )
    )  # fmt: skip
    return list(db.session.scalars(wanted.order_by(CalendarEntry.starts_at, CalendarEntry.id)))


def tasks_in_feed(worker_id: UUID, case_ids: Collection[UUID]) -> list[TaskLine]:
    """What the worker has accepted at these cases and not reported yet."""
    return [
        line
        for line in tasks_of_worker(worker_id)
        if line.task.case_id in case_ids and line.state == State.ACCEPTED and line.due_on is not None
    ]
