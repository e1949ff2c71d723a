"""The post room by itself: a small application on a fresh database, and a mail system that answers as it is told."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as SmtpServer
from flask import Flask

from foundation import audit, clock, database, encryption, language, signatures, town_settings, wordings
from foundation.calendar_entries import CalendarEntry
from foundation.database import db
from foundation.links import Link, LinkToken
from foundation.outbox import Letter, SmtpSender
from foundation.settings import ROOT, Settings
from foundation.signatures import issuers, scans

TABLES = [
    model.metadata.tables[model.__tablename__]
    for model in (Letter, CalendarEntry, Link, LinkToken, database.Submission)
]
FLOOR = [
    model.metadata.tables[model.__tablename__]
    for model in (
        audit.AuditHead, audit.AuditEntry, audit.AuditContent, audit.Look, audit.LookSeal, database.Submission,
        signatures.Signature, issuers.TrustedIssuer, scans.Scan, town_settings.TownSetting, wordings.Wording,
        wordings.WordingConfirmed, wordings.WordingTakenBack,
    )
]  # fmt: skip
MORNING = datetime(2026, 2, 16, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def post_room_postgres(postgres: str) -> str:
    """A PostgreSQL database with all tables, emptied for each test."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE post_room")
    url = postgres.replace("/postgres", "/post_room")
    app = build_house(house_settings(url))
    with app.app_context():
        db.metadata.create_all(db.engine, tables=TABLES)
        db.engine.dispose()
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'post_room.db'}"
    url: str = request.getfixturevalue("post_room_postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {', '.join(table.name for table in TABLES)}")
        connection.execute("DROP TABLE IF EXISTS demo_mail")
    return url


def house_settings(database_url: str, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "database_url": database_url,
        "secret_key": "s" * 40,
        "encryption_keys": (b"k" * 32,),
        "public_url": "https://podlesi.example",
        "mail_from": "setkani@podlesi.example",
    }
    return Settings(**(values | changes))


def build_house(settings: Settings) -> Flask:
    """An application with a database, keys and languages, and nothing else of the house."""
    app = Flask("post_room", root_path=str(ROOT))
    app.extensions["settings"] = settings
    app.secret_key = settings.secret_key
    database.install(app, settings.database_url)
    encryption.install(app, settings.encryption_keys)
    language.install(app)
    return app


@pytest.fixture
def post_room(database_url: str) -> Iterator[Flask]:
    app = build_house(house_settings(database_url))
    with app.app_context():
        if database_url.startswith("sqlite"):
            db.metadata.create_all(db.engine, tables=TABLES)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Flask]:
    """The lowest rooms alone on a fresh SQLite file, the application at work."""
    app = build_house(house_settings(f"sqlite:///{tmp_path / 'floor.db'}"))
    with app.app_context():
        db.metadata.create_all(db.engine, tables=FLOOR)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def morning() -> Iterator[datetime]:
    """It is nine in Prague on Monday 16 February 2026, and stays so."""
    with clock.standing_at(MORNING):
        yield MORNING


@dataclass
class MailSystem:
    """A real SMTP server on this machine; its answers can be scripted."""

    host: str = "127.0.0.1"
    port: int = 0
    taken: list[bytes] = field(default_factory=list)
    to_mail: list[str] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_content: list[str] = field(default_factory=list)
    on_content: list[Callable[[], None]] = field(default_factory=list)
    hang_up_after_content: bool = False
    arrived: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def sender(self, timeout: float = 5.0) -> SmtpSender:
        return SmtpSender(self.url, "setkani@podlesi.example", timeout=timeout)

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for content in self.taken]  # type: ignore[misc]

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.to_mail:
            return self.to_mail.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SmtpServer, session: Any, envelope: Any) -> str | None:
        answer = self.to_content.pop(0) if self.to_content else "250 taken"
        if answer.startswith("250"):
            self.taken.append(envelope.original_content)
        for happening in self.on_content:
            happening()
        self.arrived.set()
        if self.hang_up_after_content:
            self.hang_up_after_content = False
            assert server.transport is not None
            server.transport.abort()
            return None
        return answer


@pytest.fixture
def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


@pytest.fixture
def mail_system(free_port: int) -> Iterator[MailSystem]:
    system = MailSystem(port=free_port)
    controller = Controller(system, hostname=system.host, port=system.port)
    controller.start()
    yield system
    controller.stop()
