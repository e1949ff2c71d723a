"""The deeds of a feed: make an address, take it back, note that a calendar asked."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.accounts.proofs import digest, new_secret
from agencies.staff import actions as staff
from agencies.staff.models import Worker
from coordination.exports.models import Feed
from foundation import audit, clock, language
from foundation.access import Actor
from foundation.database import db, transaction

HOLDS_FOR = timedelta(days=365)


def make_feed(worker_id: UUID, *, by: Actor) -> str:
    """A new address for the worker's calendar, which ends the former one; the only moment at which it is known."""
    secret = new_secret()
    with transaction() as session:
        _revoke(session, worker_id)
        now = clock.now()
        session.add(
            Feed(
                worker_id=worker_id, token_hash=digest(secret), language=language.current(), made_at=now,
                ends_at=now + HOLDS_FOR,
            )
        )  # fmt: skip
        audit.record(None, by.key, "feed made", f"worker:{worker_id}")
    return secret


def end_feed(worker_id: UUID, *, by: Actor) -> None:
    """The address answers nobody any more; without one nothing happens."""
    with transaction() as session:
        if _revoke(session, worker_id):
            audit.record(None, by.key, "feed ended", f"worker:{worker_id}")


@staff.on_address_changed
def follow(worker: Worker, _former: str | None) -> None:
    """Whoever had the former mailbox may know the address of the feed as well; inside the transaction of the change."""
    if _revoke(db.session(), worker.id):
        audit.record(None, "house", "feed ended", f"worker:{worker.id}")


def _revoke(session: Session, worker_id: UUID) -> bool:
    living = select(Feed).where(Feed.worker_id == worker_id, Feed.revoked_at.is_(None)).with_for_update()
    found = session.scalar(living)
    if found is not None:
        found.revoked_at = clock.now()
        session.flush()
    return found is not None


def note_read(feed_id: UUID) -> None:
    """Note the day on which a calendar asked, once a day, so that its owner sees whether anybody uses it."""
    with transaction() as session:
        session.get_one(Feed, feed_id).read_on = clock.today()
