"""The mark of a demonstration's database, and the sign-in links used up; tables that no town ever has."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from foundation import clock
from foundation.database import UtcDateTime, db, transaction
from foundation.outbox.senders import demo_mail

LINK_HOLDS = timedelta(hours=12)

_own = MetaData()
demo_mark = Table(
    "demo_mark", _own, Column("id", Integer, primary_key=True), Column("made_at", UtcDateTime, nullable=False)
)
demo_entry = Table(
    "demo_entry",
    _own,
    Column("link_hash", String(64), primary_key=True),
    Column("used_at", UtcDateTime, nullable=False),
)
demo_door = Table(
    "demo_door",
    _own,
    Column("name", String(80), primary_key=True),
    Column("address", String(200), nullable=False),
    Column("number", String(6), nullable=False),
    Column("paper", LargeBinary, nullable=False),
)


class NotADemonstration(RuntimeError):
    """The database belongs to a town: nobody gets in without a password, and nothing invented goes in."""


def is_marked() -> bool:
    """Whether this database was made as a demonstration."""
    if not inspect(db.engine).has_table("demo_mark"):
        return False
    return db.session.scalar(select(demo_mark.c.id)) is not None


def mark() -> None:
    """Mark an empty database for good as a demonstration's. Raises NotADemonstration where a town lives already."""
    if is_marked():
        return
    if db.session.execute(text("SELECT count(*) FROM agency")).scalar():
        raise NotADemonstration
    db.session.rollback()
    with db.engine.connect().execution_options(writes=True) as connection:
        _own.create_all(connection)
        connection.execute(insert(demo_mark).values(id=1, made_at=clock.now()))
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER demo_mark_no_{verb.lower()} BEFORE {verb} ON demo_mark "
                "BEGIN SELECT RAISE(ABORT, 'a demonstration stays one'); END"
            )
        connection.commit()


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="demonstration")


def entry_link(worker_id: UUID, nonce: str) -> str:
    """A sign-in link for one person of the demonstration, good once."""
    return str(_serializer().dumps([str(worker_id), clock.now().isoformat(), nonce]))


def worker_behind(link: str) -> UUID | None:
    """Whose link it is; None when it is not ours, too old or used up."""
    try:
        worker_id, made_at, _nonce = _serializer().loads(link)
    except BadSignature:
        return None
    if clock.now() - datetime.fromisoformat(made_at) > LINK_HOLDS:
        return None
    used = select(demo_entry.c.link_hash).where(demo_entry.c.link_hash == _hash(link))
    return None if db.session.scalar(used) else UUID(worker_id)


def use_up(link: str) -> bool:
    """Use a link; False when somebody has used it before."""
    try:
        with transaction() as session:
            session.execute(insert(demo_entry).values(link_hash=_hash(link), used_at=clock.now()))
    except IntegrityError:
        return False
    return True


def _hash(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


@dataclass(frozen=True)
class DemoDoor:
    """One of the family with what only they would have: their paper, the address on it, and the number."""

    name: str
    address: str
    number: str
    paper: bytes


def keep_door(door: DemoDoor) -> None:
    """Keep what one of the family took home; only a demonstration ever knows a number."""
    with transaction() as session:
        session.execute(
            insert(demo_door).values(name=door.name, address=door.address, number=door.number, paper=door.paper)
        )


def doors() -> Sequence[DemoDoor]:
    """Everybody of the family who has a number, in the order in which they got it."""
    if not inspect(db.engine).has_table("demo_door"):
        return []
    columns = (demo_door.c.name, demo_door.c.address, demo_door.c.number, demo_door.c.paper)
    return [DemoDoor(*row) for row in db.session.execute(select(*columns))]


@dataclass(frozen=True)
class DemoLetter:
    """One letter in the mailbox of the demonstration."""

    id: UUID
    at: datetime
    recipient: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def words(self) -> str:
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""

    @property
    def calendar(self) -> str:
        """The calendar file as it was sent; empty when there is none."""
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                return bytes(part.get_payload(decode=True) or b"").decode()
        return ""

    @property
    def has_calendar(self) -> bool:
        return bool(self.calendar)


def _letter(row: tuple[UUID, datetime, str, bytes]) -> DemoLetter:
    message = message_from_bytes(bytes(row[3]), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return DemoLetter(row[0], row[1], row[2], message)


def mailbox(limit: int = 200) -> Sequence[DemoLetter]:
    """The newest letters; an empty mailbox before the first one left."""
    if not inspect(db.engine).has_table("demo_mail"):
        return []
    columns = (demo_mail.c.id, demo_mail.c.at, demo_mail.c.recipient, demo_mail.c.message)
    rows = db.session.execute(select(*columns).order_by(demo_mail.c.at.desc()).limit(limit))
    return [_letter(tuple(row)) for row in rows]


def letter_of(letter_id: UUID) -> DemoLetter | None:
    """One letter of the mailbox."""
    return next((letter for letter in mailbox(2000) if letter.id == letter_id), None)
