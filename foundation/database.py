"""The filing cabinet: the one `db`, the base of every record, and `transaction()`, the only way to write."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import pysqlite3.dbapi2
from flask import Flask, current_app
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Date, DateTime, Dialect, Engine, MetaData, String, Text, Uuid, bindparam, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from foundation import clock

# The WAL-reset bug of SQLite corrupts a database that several processes write; this version mends it.
SOUND_SQLITE = (3, 51, 3)
WAITS = 5000
"""Milliseconds that a writer of SQLite waits for the one before."""
_OUT_OF_REACH = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
}  # fmt: skip


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on the way in, UTC in the database, aware UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[tuple[str, ...]]):
    """A short list of code words (areas, chosen sentences), kept in one column divided by spaces."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | list[str] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        together = " ".join(value)
        if together.split() != list(value):
            raise ValueError(f"not a list of code words: {value!r}")
        return together

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value.split())


Key = Annotated[UUID, mapped_column(Uuid, primary_key=True, default=uuid4)]
"""The primary key of every record: random, so it tells nothing and cannot be guessed."""


NOW = bindparam("now", callable_=clock.now, type_=UtcDateTime())
TODAY = bindparam("today", callable_=clock.today, type_=Date())
"""The instant, and the day in Prague, at which a statement is sent: so one that every page asks is built only once."""


class Base(DeclarativeBase):
    """The base of every record."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, date: Date, UUID: Uuid, str: Text, tuple[str, ...]: Words}


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()


class Submission(Base):
    """A filled form that has been done; the same form sent again has no second effect."""

    __tablename__ = "submission"
    nonce_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]


class AlreadyDone(Exception):
    """The same filled form has been done before."""


_submission: ContextVar[str | None] = ContextVar("submission", default=None)


def done_once(nonce: str | None) -> None:
    """Tie the next `transaction()` of this request to a form's nonce; None unties it."""
    _submission.set(nonce)


@contextmanager
def transaction() -> Iterator[Session]:
    """The only way to write: one short transaction, committed whole or not at all.

    What was read before is read again inside, under the lock, so a right lost meanwhile is noticed.
    Raises AlreadyDone when the form behind this deed has been done before, RuntimeError for a deed within a deed:
    the inner one would undo what the outer one has done so far.
    """
    session = db.session()
    if session.info.get("writes"):
        raise RuntimeError("a deed within a deed")
    session.rollback()
    session.info["writes"] = True
    turn = current_app.extensions["turn_to_write"]
    if turn is not None and not turn.acquire(timeout=WAITS / 1000):
        session.info["writes"] = False
        raise OperationalError("BEGIN IMMEDIATE", {}, TimeoutError("those who write before take too long"))
    try:
        session.connection(execution_options={"writes": True})
        _note_submission(session)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writes"] = False
        if turn is not None:
            turn.release()


def out_of_reach(error: OperationalError) -> bool:
    """Whether the database only cannot be reached for now: locked, full, restarted; not a fault of ours.

    A server says OperationalError of nothing else. The same deed may be done again: either nothing of it was written,
    or its form has been done and is known.
    """
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _OUT_OF_REACH


def _note_submission(session: Session) -> None:
    nonce = _submission.get()
    if nonce is None:
        return
    _submission.set(None)
    session.add(Submission(nonce_hash=hashlib.sha256(nonce.encode()).hexdigest(), at=clock.now()))
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyDone from error


def install(app: Flask, url: str) -> None:
    """Connect the application to its database; refuses an SQLite with the WAL-reset bug."""
    options: dict[str, Any] = {}
    if url.startswith("sqlite"):
        if pysqlite3.dbapi2.sqlite_version_info < SOUND_SQLITE:
            raise RuntimeError(f"SQLite {pysqlite3.dbapi2.sqlite_version} can corrupt the database; 3.51.3 is needed")
        options["module"] = pysqlite3.dbapi2
        _make_room(Path(url.removeprefix("sqlite:///")))
    elif url.startswith("postgresql"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        options["pool_pre_ping"] = True  # a server that was restarted is met with a fresh connection
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    # SQLite lets its writers sleep and try again, so of very many some never get their turn; here they queue.
    app.extensions["turn_to_write"] = threading.Lock() if url.startswith("sqlite") else None
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True, compare_type=True)


def _make_room(file: Path) -> None:
    """The folder and the file of an embedded database are readable to their owner alone."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, (sqlite3.Connection, pysqlite3.dbapi2.Connection)):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={WAITS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # A deferred BEGIN that turns into a write later fails at once under load; a writer says so from the start.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


class ChangedMeanwhile(Exception):
    """Somebody else saved the same record since this form was opened; nothing was written."""


@contextmanager
def together() -> Iterator[Session]:
    """A transaction on something that several people write; raises ChangedMeanwhile for whoever comes second."""
    try:
        with transaction() as session:
            yield session
    except StaleDataError as error:
        raise ChangedMeanwhile from error
