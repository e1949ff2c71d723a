"""The house in which every story plays: a fresh database with the cast, a clock that stands, a real mail server."""

from __future__ import annotations

import email
import email.policy
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller
from flask import Flask, request_started
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import select
from werkzeug.routing import Rule

from agencies.accounts.models import LoginSession
from agencies.accounts.proofs import digest, new_secret
from agencies.accounts.rules import SessionDoor
from app import create_app
from coordination.exports.actions import make_feed
from coordination.exports.models import Subscriber
from foundation import clock, outbox
from foundation.database import Base, db, transaction
from foundation.settings import Settings
from foundation.web import limiter
from tests.browsing import Browser
from tests.cast import BY_KEY, MORNING, Ids, settle
from tests.postgres import programs, server

KEY = b"a key of thirty-two bytes, tests"


class CompiledTemplates(BytecodeCache):
    """Each test builds a house of its own; its templates need to be compiled only once in a run."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


class KnownRule(Rule):
    """Its hundreds of addresses as well: what writes an address from its values is the same in every house."""

    _known: ClassVar[dict[Any, Any]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Any:
        known = (tuple(self._trace), tuple((self.defaults or {}).items()), append_unknown)
        if known not in self._known:
            self._known[known] = super()._compile_builder(append_unknown)
        return self._known[known]


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledTemplates()}
Flask.url_rule_class = KnownRule


class Hand:
    """The hand of the clock, moved by the story."""

    def __init__(self) -> None:
        self._held = ExitStack()

    def at(self, instant: datetime) -> None:
        """Stop the clock at an instant."""
        self._held.close()
        self._held.enter_context(clock.standing_at(instant))

    def on(self, day: int, month: int, hour: int = 9, minute: int = 0, *, year: int = 2026) -> None:
        """Stop the clock at a wall time in Prague."""
        self.at(datetime(year, month, day, hour, minute, tzinfo=clock.PRAGUE).astimezone(UTC))

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.at(clock.now() + by)

    def release(self) -> None:
        self._held.close()


@pytest.fixture(autouse=True)
def hand() -> Iterator[Hand]:
    """The clock stands at the first morning of the cast until a story moves it."""
    hand = Hand()
    hand.at(MORNING)
    yield hand
    hand.release()


@pytest.fixture
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """More is asked in this test than a person would ask in a minute; nobody is slowed down for it."""
    monkeypatch.setattr(limiter, "enabled", False)


@pytest.fixture(autouse=True)
def requests_sent(record_property: Callable[[str, object], None]) -> Iterator[list[str]]:
    """Counts the requests of a test: one that carries a rule and never asked the product for anything shows nothing."""
    sent: list[str] = []

    def note(_app: Flask, **_: Any) -> None:
        sent.append("request")

    record_property("requests", sent)  # before the test: what is recorded after it is not in its report
    with request_started.connected_to(note):
        yield sent


class Sink:
    """A real mail server on this machine that keeps what it is given."""

    def __init__(self) -> None:
        self.address = ""
        self.received: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    sink.address = f"smtp://127.0.0.1:{port}"
    yield sink
    controller.stop()


def settings_for(url: str, smtp: str | None = None, **changes: Any) -> Settings:
    """Settings of a town on this machine."""
    return Settings(
        database_url=url,
        secret_key="secret key of the tests, long enough",
        encryption_keys=(KEY,),
        public_url="http://localhost",
        smtp_url=smtp,
        mail_from="spolecne@podlesi.example",
        **changes,
    )


# How long a machine takes says nothing about the house: no timing fails a test.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@dataclass(eq=False)
class House:
    """One town hall with everything running in it."""

    app: Flask
    ids: Ids
    hand: Hand
    sink: Sink
    known: dict[str, Any] = field(default_factory=dict)

    def worker(self, key: str) -> UUID:
        return self.ids.workers[key]

    def stranger(self) -> Browser:
        """A browser that nobody has signed in with."""
        return Browser(self.app.test_client())

    def signed_in(self, key: str, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
        """A browser in which a person of the cast has come through a door."""
        secret, now = new_secret(), clock.now()
        with self.app.app_context(), transaction() as session:
            session.add(
                LoginSession(
                    secret_hash=digest(secret),
                    worker_id=self.worker(key),
                    door=door,
                    device="Firefox, Linux",
                    created_at=now,
                    last_seen_at=now,
                    expires_at=now + timedelta(days=365),
                )
            )
        browser = self.stranger()
        with browser.client.session_transaction() as cookie:
            cookie["_user_id"] = secret
            cookie["_fresh"] = True
        return browser

    def feed_of(self, key: str) -> str:
        """The secret of a calendar feed that a person of the cast has made."""
        who = Subscriber(self.worker(key))
        with self.app.test_request_context():
            return make_feed(who.worker_id, by=who)

    def handed_over(self, key: str, seat_id: UUID) -> Browser:
        """The browser of a person of the cast in the hands of the holder of a seat, whose pledge it shows."""
        browser = self.signed_in(key)
        with browser.client.session_transaction() as cookie:
            secret = cookie["_user_id"]
        with self.app.app_context(), transaction() as session:
            login = session.scalars(select(LoginSession).where(LoginSession.secret_hash == digest(secret))).one()
            login.handed_over_at, login.handed_over_for = clock.now(), seat_id
        return browser

    def deliver(self) -> list[tuple[str, EmailMessage]]:
        """Let the postman carry everything that is due; answers what arrived now."""
        before = len(self.sink.received)
        sender = outbox.SmtpSender(self.sink.address, "spolecne@podlesi.example")
        outbox.run(self.app, once=True, sender=sender)
        return self.sink.received[before:]

    def letters_to(self, key: str) -> list[EmailMessage]:
        """What has arrived for a person of the cast, the oldest first."""
        return [message for recipient, message in self.sink.received if recipient == BY_KEY[key].email]


def text_of(message: EmailMessage) -> str:
    """The plain words of a letter."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def calendar_of(message: EmailMessage) -> str:
    """The calendar part of a letter; AssertionError when it has none."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return payload.decode()
    raise AssertionError("this letter carries no calendar part")


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A database with all tables and the cast, made once and copied for each test."""
    path = tmp_path_factory.mktemp("furnished") / "house.db"
    app = create_app(settings_for(f"sqlite:///{path}"))
    with clock.standing_at(MORNING):
        with app.app_context():
            Base.metadata.create_all(db.engine)
        ids = settle(app)
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with app.app_context():
        db.engine.dispose()
    return path, ids


@pytest.fixture
def house(furnished: tuple[Path, Ids], tmp_path: Path, hand: Hand, sink: Sink) -> Iterator[House]:
    """A house of one's own with the cast in it."""
    template, ids = furnished
    path = tmp_path / "house.db"
    shutil.copy(template, path)
    app = create_app(settings_for(f"sqlite:///{path}", sink.address))
    yield House(app, ids, hand, sink)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this run; without its programs skipped, or failed where required."""
    bin_folder = programs()
    if bin_folder is None:
        do_without("PostgreSQL", "POSTGRES")
    assert bin_folder is not None
    with server(bin_folder) as url:
        yield url


def do_without(part: str, name: str) -> None:
    if os.environ.get(f"REQUIRE_{name}") == "1":
        pytest.fail(f"{part} is required here and is not installed")
    pytest.skip(f"{part} is not installed")


def _in_server(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def furnished_postgres(postgres: str) -> Ids:
    """A database with all tables and the cast in the server, the template of each test's own."""
    _in_server(postgres, "CREATE DATABASE furnished")
    app = create_app(settings_for(postgres.replace("/postgres", "/furnished")))
    with clock.standing_at(MORNING):
        with app.app_context():
            Base.metadata.create_all(db.engine)
        ids = settle(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return ids


@pytest.fixture
def postgres_house(postgres: str, furnished_postgres: Ids, hand: Hand, sink: Sink) -> Iterator[House]:
    """The same house on PostgreSQL."""
    name = f"house_{uuid4().hex}"
    _in_server(postgres, f"CREATE DATABASE {name} TEMPLATE furnished")
    app = create_app(settings_for(postgres.replace("/postgres", f"/{name}"), sink.address))
    yield House(app, furnished_postgres, hand, sink)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    _in_server(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["house", pytest.param("postgres_house", marks=pytest.mark.postgres)])
def any_house(request: pytest.FixtureRequest) -> House:
    """A house on each of the two databases in turn."""
    house = request.getfixturevalue(request.param)
    assert isinstance(house, House)
    return house


@pytest.fixture
def app(house: House) -> Flask:
    return house.app
