"""Who stands at the door: a signed-in worker or a stranger, as plain values read once for each request."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from flask import Flask
from flask_login import LoginManager
from sqlalchemy import Select, bindparam, or_, select

from agencies.accounts.models import Account, LoginSession
from agencies.accounts.proofs import digest as digest
from agencies.accounts.proofs import new_secret as new_secret
from agencies.accounts.rules import SEEN_EVERY, SessionDoor, stays_until
from agencies.directory.models import Agency
from agencies.staff.models import Post, Worker
from agencies.staff.rules import Role
from foundation import clock, database
from foundation.access import Door
from foundation.database import NOW, TODAY, db

DOORS = {SessionDoor.CODE: Door.CODE, SessionDoor.ACCOUNT2: Door.ACCOUNT2}


@dataclass(frozen=True)
class Visitor:
    """A worker who is signed in, by one of the two doors."""

    worker_id: UUID
    name: str
    door: Door
    agencies: tuple[str, ...]
    """Names of the agencies where the worker works today."""
    offices: frozenset[tuple[str, UUID]]
    """Every post of today: (role, agency)."""
    session_id: UUID
    seen_at: datetime
    device_kept: bool = False
    seat_id: UUID | None = None
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False
    secret: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """How the log book names this person."""
        return f"worker:{self.worker_id}"

    @property
    def agency_ids(self) -> frozenset[UUID]:
        """The agencies where the worker works today."""
        return frozenset(agency_id for _, agency_id in self.offices)

    def holds(self, role: str, agency_id: UUID | None = None) -> bool:
        """Whether the worker holds a role today, at one agency or at any."""
        return any(held == role and agency_id in (None, home) for held, home in self.offices)

    def get_id(self) -> str:
        """What the signed cookie keeps: the secret of the session, whose hash is the row."""
        return self.secret


@dataclass(frozen=True)
class HandedOver:
    """Whoever holds the device of a signed-in worker for one errand: nothing of the worker's opens to them."""

    owner: Visitor
    errand: UUID
    """What they do: the seat whose pledge is signed at the table."""
    door: Door = Door.NONE
    worker_id: UUID | None = None
    seat_id: UUID | None = None
    offices: frozenset[tuple[str, UUID]] = frozenset()
    agency_ids: frozenset[UUID] = frozenset()
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def key(self) -> str:
        """How the log book names them: not as the owner."""
        return f"device of {self.owner.key}"

    def holds(self, _role: str, _agency_id: UUID | None = None) -> bool:
        """No office of the owner is theirs."""
        return False

    def get_id(self) -> str:
        return self.owner.secret


@dataclass(frozen=True)
class AtSeat:
    """Whoever has entered the number of one place: nobody by name, and nothing but that place opens to them."""

    seat_id: UUID
    session_id: UUID
    secret: str = field(default="", repr=False)
    name: str = ""
    door: Door = Door.NUMBER
    worker_id: UUID | None = None
    agencies: tuple[str, ...] = ()
    offices: frozenset[tuple[str, UUID]] = frozenset()
    agency_ids: frozenset[UUID] = frozenset()
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def key(self) -> str:
        """How the log book names them."""
        return f"seat:{self.seat_id}"

    def holds(self, _role: str, _agency_id: UUID | None = None) -> bool:
        """A place in a case is no office."""
        return False

    def get_id(self) -> str:
        return self.secret


class Stranger:
    """Anybody who has not signed in."""

    key = "stranger"
    door = Door.NONE
    worker_id: UUID | None = None
    seat_id: UUID | None = None
    session_id: UUID | None = None
    name = ""
    agencies: tuple[str, ...] = ()
    offices: frozenset[tuple[str, UUID]] = frozenset()
    agency_ids: frozenset[UUID] = frozenset()
    is_authenticated = False
    is_active = False
    is_anonymous = True

    def get_id(self) -> None:
        """A stranger's cookie keeps nothing."""

    def holds(self, _role: str, _agency_id: UUID | None = None) -> bool:
        """A stranger holds nothing."""
        return False


@cache
def _asks_each_post() -> Select[LoginSession, str, Role, UUID, str]:
    """Every page behind a door asks this first, so it is built once."""
    return (
        select(LoginSession, Worker.name, Post.role, Post.agency_id, Agency.name)
        .join(Worker, LoginSession.worker_id == Worker.id)
        .join(Post, Post.worker_id == LoginSession.worker_id)
        .join(Agency, Post.agency_id == Agency.id)
        .outerjoin(Account, Account.worker_id == LoginSession.worker_id)
        .where(
            LoginSession.secret_hash == bindparam("secret_hash"),
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > NOW,
        )
        .where(Account.disabled_at.is_(None))
        .where(Post.from_on <= TODAY, or_(Post.to_on.is_(None), Post.to_on > TODAY))
        .order_by(Post.from_on, Agency.name)
    )


def load(secret: str) -> Visitor | HandedOver | AtSeat | None:
    """The worker behind the session with this secret, whoever holds their device, or the place opened by its number;
    None once session or last post has ended. One query for a worker."""
    rows = db.session.execute(_asks_each_post(), {"secret_hash": digest(secret)}).all()
    if not rows:
        return _at_seat(secret, clock.now())
    session, name = rows[0][0], rows[0][1]
    assert session.worker_id is not None  # it was joined to its worker
    posts = [(role, agency_id, agency) for _, _, role, agency_id, agency in rows]
    visitor = Visitor(
        worker_id=session.worker_id,
        name=name,
        door=DOORS[session.door],
        agencies=tuple(dict.fromkeys(agency for *_, agency in posts)),
        offices=frozenset((str(role), agency_id) for role, agency_id, _ in posts),
        session_id=session.id,
        seen_at=session.last_seen_at,
        device_kept=session.device_kept,
        secret=secret,
    )
    return HandedOver(visitor, session.handed_over_for) if session.handed_over_for else visitor


def _at_seat(secret: str, now: datetime) -> AtSeat | None:
    """The place behind a session that belongs to no worker."""
    still = (LoginSession.ended_at.is_(None), LoginSession.expires_at > now, LoginSession.seat_id.is_not(None))
    session = db.session.scalar(select(LoginSession).where(LoginSession.secret_hash == digest(secret), *still))
    if session is None or session.seat_id is None:
        return None
    return AtSeat(session.seat_id, session.id, secret)


def note_seen(visitor: Visitor) -> None:
    """Note that a session is in use, at most once in five minutes."""
    now = clock.now()
    if visitor.seen_at > now - SEEN_EVERY:
        return
    database.done_once(None)
    with database.transaction() as session:
        login = session.get_one(LoginSession, visitor.session_id)
        login.last_seen_at = now
        login.expires_at = max(login.expires_at, stays_until(login.door, login.created_at, now))


login_manager = LoginManager()
login_manager.session_protection = None  # the row is what counts; a changed browser line proves nothing
login_manager.anonymous_user = Stranger
login_manager.user_loader(load)


def install(app: Flask, **_: Any) -> None:
    """Let Flask-Login ask here who the visitor is."""
    login_manager.init_app(app)
