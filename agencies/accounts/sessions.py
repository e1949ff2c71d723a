"""What deeds share about sessions: one begins, all of a worker end; builders without a transaction of their own."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agencies.accounts.models import Account, AccountSetUp, LoginSession, MailedCode
from agencies.accounts.proofs import digest, new_secret
from agencies.accounts.rules import SessionDoor, stays_until
from agencies.staff import actions as staff
from agencies.staff.models import Worker
from foundation import clock
from foundation.database import db
from foundation.reasons import Reason, reason


def begin(session: Session, worker_id: UUID, *, door: SessionDoor, device: str, kept: bool = False) -> str:
    """Begin a session; answers the secret for the cookie, known at this moment only."""
    now, secret = clock.now(), new_secret()
    session.add(
        LoginSession(
            secret_hash=digest(secret),
            worker_id=worker_id,
            door=door,
            device=device[:80],
            device_kept=kept,
            created_at=now,
            last_seen_at=now,
            expires_at=stays_until(door, now, now, kept=kept),
        )
    )
    return secret


def begin_at_seat(session: Session, seat_id: UUID, *, device: str) -> str:
    """Begin a session of the place whose number was just entered; answers the secret for the cookie."""
    now, secret = clock.now(), new_secret()
    door = SessionDoor.NUMBER
    session.add(
        LoginSession(
            secret_hash=digest(secret), seat_id=seat_id, door=door, device=device[:80], created_at=now,
            last_seen_at=now, expires_at=stays_until(door, now, now),
        )
    )  # fmt: skip
    return secret


def end_at_seat(session: Session, seat_id: UUID, *, why: str) -> None:
    """End every page that is open by the number of a place."""
    still_open = (LoginSession.seat_id == seat_id, LoginSession.ended_at.is_(None))
    session.execute(update(LoginSession).where(*still_open).values(ended_at=clock.now(), ended_why=why))


def end_one(session: Session, session_id: UUID, *, why: str) -> None:
    """End one session; one that ended before stays as it ended."""
    still_open = (LoginSession.id == session_id, LoginSession.ended_at.is_(None))
    session.execute(update(LoginSession).where(*still_open).values(ended_at=clock.now(), ended_why=why))


def end(
    session: Session, worker_id: UUID, *, why: str, door: SessionDoor | None = None, besides: UUID | None = None
) -> int:
    """End the open sessions of a worker, of one door or of both; answers how many."""
    which = [LoginSession.worker_id == worker_id, LoginSession.ended_at.is_(None)]
    which += [LoginSession.door == door] * (door is not None) + [LoginSession.id != besides] * (besides is not None)
    ids = session.scalars(select(LoginSession.id).where(*which)).all()
    if ids:
        session.execute(
            update(LoginSession).where(LoginSession.id.in_(ids)).values(ended_at=clock.now(), ended_why=why)
        )
    return len(ids)


def forget_errands(session: Session, worker_id: UUID) -> None:
    """Close open set-ups and mailed codes of a worker; their letters are not wanted any more."""
    now = clock.now()
    session.execute(
        update(AccountSetUp)
        .where(AccountSetUp.worker_id == worker_id, AccountSetUp.done_at.is_(None))
        .values(until=now)
    )
    session.execute(
        update(MailedCode).where(MailedCode.worker_id == worker_id, MailedCode.used_at.is_(None)).values(used_at=now)
    )


def _mailbox_changed(worker: Worker) -> Iterable[Reason]:
    """A session that rests on the mailbox ends with it; an account cannot stand on one that several people read."""
    session = db.session()
    has_account = session.scalar(
        select(Account.id).where(Account.worker_id == worker.id, Account.disabled_at.is_(None))
    )
    if worker.mailbox_shared and has_account:
        return (
            reason(
                "%(name)s signs in with this address, so it cannot be shared. Enter another one.",
                "email",
                name=worker.name,
            ),
        )
    end(session, worker.id, why="address changed", door=SessionDoor.CODE)
    forget_errands(session, worker.id)
    return ()


def _left(worker: Worker) -> None:
    end(db.session(), worker.id, why="left")
    forget_errands(db.session(), worker.id)


staff.on_mailbox_changed(_mailbox_changed)
staff.on_left(_left)
