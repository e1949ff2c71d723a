"""Tables and questions of the accounts: secrets, sessions, codes, failures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from agencies.accounts.rules import SessionDoor
from agencies.staff.models import Worker
from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class Account(Base):
    """A worker's password and second factor."""

    __tablename__ = "account"
    id: Mapped[Key]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), unique=True)
    password_hash: Mapped[str]
    totp_secret: Mapped[str] = mapped_column(Encrypted("account.totp_secret"))
    totp_last_step: Mapped[int]
    """The 30-second step of the last code that was taken; a code of this or an earlier step is refused."""
    totp_next: Mapped[str | None] = mapped_column(Encrypted("account.totp_next"))
    """A new second factor that was shown and not yet confirmed."""
    set_up_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """When password or second factor last changed."""
    disabled_at: Mapped[datetime | None]


class AccountSetUp(Base):
    """One errand of setting up an account by a mailed link; a newer one replaces it."""

    __tablename__ = "account_set_up"
    id: Mapped[Key]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    totp_secret: Mapped[str] = mapped_column(Encrypted("account_set_up.totp_secret"))
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    until: Mapped[datetime]
    done_at: Mapped[datetime | None]


class LoginSession(Base):
    """One browser in which one worker is signed in, or in which a place was opened by its own number."""

    __tablename__ = "login_session"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended_with_a_reason"),
        CheckConstraint("door IN ('number', 'code', 'account2')", name="door"),
        CheckConstraint("(worker_id IS NULL) != (seat_id IS NULL)", name="one_holder"),
        CheckConstraint("(door = 'number') = (seat_id IS NOT NULL)", name="number_of_a_seat"),
        CheckConstraint("(handed_over_at IS NULL) = (handed_over_for IS NULL)", name="handed_over"),
    )
    id: Mapped[Key]
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"), index=True)
    seat_id: Mapped[UUID | None] = mapped_column(index=True)
    """The place whose own number was entered; whose that is, the other half of the house knows."""
    door: Mapped[SessionDoor] = mapped_column(String(16))
    device: Mapped[str]
    """Browser and system in words, for the owner's list of devices."""
    device_kept: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    """At most five minutes behind the truth."""
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None]
    handed_over_at: Mapped[datetime | None]
    handed_over_for: Mapped[UUID | None]
    """What somebody else does on this device right now; until it is given back nothing of the owner opens."""
    handed_over_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    """Wrong codes at giving back."""


class KeptDevice(Base):
    """A browser in which the owner of an account has signed in before; strangers' failures do not lock it out."""

    __tablename__ = "kept_device"
    id: Mapped[Key]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    since: Mapped[datetime]


class SignInFailure(Base):
    """One wrong try to sign in: for which address and from which source, both only as keyed hashes."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_account_at", "account_key", "at"),)
    id: Mapped[Key]
    account_key: Mapped[str] = mapped_column(String(64))
    source_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class MailedCode(Base):
    """One asking for a six-digit code by mail; it counts only in the browser that asked."""

    __tablename__ = "mailed_code"
    id: Mapped[Key]
    link_id: Mapped[UUID] = mapped_column(index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    code_hash: Mapped[str | None] = mapped_column(String(64))
    """None until the letter leaves: the code is made at that moment and nobody keeps it."""
    valid_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


def account_of(worker_id: UUID) -> Account | None:
    """The account of a worker, disabled ones included."""
    return db.session.scalar(select(Account).where(Account.worker_id == worker_id))


def account_at(email: str) -> tuple[Account, Worker] | None:
    """The account and the worker behind a normalized address."""
    found = select(Account, Worker).join(Worker, Account.worker_id == Worker.id).where(Worker.email == email)
    row = db.session.execute(found.limit(1)).first()
    return None if row is None else (row[0], row[1])


def has_account(worker_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these workers have an account that is not disabled."""
    having = select(Account.worker_id).where(Account.worker_id.in_(worker_ids), Account.disabled_at.is_(None))
    return frozenset(db.session.scalars(having))


def set_up_waiting(worker_id: UUID) -> AccountSetUp | None:
    """The errand of setting up that is still open, if there is one."""
    waiting = select(AccountSetUp).where(AccountSetUp.worker_id == worker_id, AccountSetUp.done_at.is_(None))
    return db.session.scalars(
        waiting.where(AccountSetUp.until > clock.now()).order_by(AccountSetUp.asked_at.desc()).limit(1)
    ).first()


def open_sessions(worker_id: UUID) -> Sequence[LoginSession]:
    """Where a worker is signed in now, the last seen first."""
    still = (LoginSession.ended_at.is_(None), LoginSession.expires_at > clock.now())
    return db.session.scalars(
        select(LoginSession)
        .where(LoginSession.worker_id == worker_id, *still)
        .order_by(LoginSession.last_seen_at.desc())
    ).all()


def failures(account_key: str, *, within: timedelta, source_key: str | None = None) -> Sequence[datetime]:
    """When somebody failed to sign in lately, the newest first; with `source_key` only from that source."""
    lately = select(SignInFailure.at).where(
        SignInFailure.account_key == account_key, SignInFailure.at > clock.now() - within
    )
    if source_key is not None:
        lately = lately.where(SignInFailure.source_key == source_key)
    return db.session.scalars(lately.order_by(SignInFailure.at.desc()).limit(100)).all()


def kept_device_at(email: str, secret_hash: str) -> KeptDevice | None:
    """The known browser with this secret of the worker with this normalized address."""
    known = select(KeptDevice).join(Worker, KeptDevice.worker_id == Worker.id)
    return db.session.scalars(
        known.where(Worker.email == email, KeptDevice.secret_hash == secret_hash).limit(1)
    ).first()


def code_waiting(link_id: UUID, browser_hash: str) -> MailedCode | None:
    """The newest asking for a code by this browser at this link; a used one only where there is no other."""
    asked = select(MailedCode).where(MailedCode.link_id == link_id, MailedCode.browser_hash == browser_hash)
    newest = asked.order_by(MailedCode.used_at.is_not(None), MailedCode.asked_at.desc())
    return db.session.scalars(newest.limit(1)).first()


def codes_asked(worker_id: UUID, *, within: timedelta) -> int:
    """How many codes were asked for this worker lately, from any browser."""
    lately = select(func.count()).select_from(MailedCode)
    return (
        db.session.scalar(lately.where(MailedCode.worker_id == worker_id, MailedCode.asked_at > clock.now() - within))
        or 0
    )


def opened_at_seat(seat_id: UUID) -> Sequence[datetime]:
    """When a place was opened by its own number, the newest first, at most fifty times."""
    opened = select(LoginSession.created_at).where(LoginSession.seat_id == seat_id)
    return db.session.scalars(opened.order_by(LoginSession.created_at.desc()).limit(50)).all()


def session_of(session_id: UUID) -> LoginSession | None:
    """One session, ended ones included."""
    return db.session.get(LoginSession, session_id)


def errand_of(errand_id: UUID) -> AccountSetUp | None:
    """One errand of setting up."""
    return db.session.get(AccountSetUp, errand_id)
