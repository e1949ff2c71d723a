"""Who stands at the door: a signed-in worker or a stranger, as plain values read once for each request."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask
from flask_login import LoginManager
from sqlalchemy import or_, select

from agencies.accounts.models import Account, LoginSession
from agencies.accounts.proofs import digest as digest
from agencies.accounts.proofs import new_secret as new_secret
from agencies.accounts.rules import SEEN_EVERY, SessionDoor, stays_until
from agencies.directory.models import Agency
from agencies.staff.models import Post, Worker
from foundation import clock, database
from foundation.access import Door
from foundation.database import db

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


class Stranger:
    """Anybody who has not signed in."""

    key = "stranger"
    door = Door.NONE
    worker_id: UUID | None = None
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


def load(secret: str) -> Visitor | None:
    """The worker behind the session with this secret; None once session or last post has ended. One query."""
    now, today = clock.now(), clock.today()
    of_each_post = (
        select(LoginSession, Worker.name, Post.role, Post.agency_id, Agency.name)
        .join(Worker, LoginSession.worker_id == Worker.id)
        .join(Post, Post.worker_id == LoginSession.worker_id)
        .join(Agency, Post.agency_id == Agency.id)
        .outerjoin(Account, Account.worker_id == LoginSession.worker_id)
        .where(
            LoginSession.secret_hash == digest(secret), LoginSession.ended_at.is_(None), LoginSession.expires_at > now
        )
        .where(Account.disabled_at.is_(None))
        .where(Post.from_on <= today, or_(Post.to_on.is_(None), Post.to_on > today))
        .order_by(Post.from_on, Agency.name)
    )
    rows = db.session.execute(of_each_post).all()
    if not rows:
        return None
    session, name = rows[0][0], rows[0][1]
    posts = [(role, agency_id, agency) for _, _, role, agency_id, agency in rows]
    return Visitor(
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
