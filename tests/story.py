"""`make story OUT=dir`: the main path over HTTP and real mail, following only links and forms found on the way.

It builds no address and imports no table: the first link is printed by `flask init-town`, every other one stands on a page
or in a letter before it. It leaves `mail/*.eml`, `calendar/*.ics`, `pdf/*.pdf` and `index.json`.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import flask_migrate
import pyotp
from aiosmtpd.controller import Controller
from flask import Flask
from werkzeug.datastructures import Headers

from app import create_app
from foundation import clock, outbox
from foundation.settings import ROOT, Settings
from tests.browsing import Browser, Page
from tests.chromium import served

BEGINS = datetime(2026, 2, 20, 8, 0, tzinfo=UTC)
FORBIDDEN = ("Vlčk", "Vlček", "Gábin", "Gabriel", "Matěj", "Elišk", "výživn", "neomluven")


@dataclass
class Answer:
    """What the wire brought back, in the shape that the browser of the tests reads."""

    status_code: int
    headers: Headers
    data: bytes

    @property
    def mimetype(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]


class Wire:
    """One person's connection to the server: HTTP with cookies and nothing else."""

    def __init__(self, base: str) -> None:
        self._host = urlsplit(base).netloc
        self._cookies: dict[str, str] = {}

    def get(self, path: str, query_string: dict[str, list[str]] | None = None) -> Answer:
        return self._ask("GET", path + (f"?{urlencode(query_string, doseq=True)}" if query_string else ""))

    def post(self, path: str, data: dict[str, list[str]]) -> Answer:
        return self._ask("POST", path, urlencode(data, doseq=True).encode())

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        connection = http.client.HTTPConnection(self._host, timeout=60)
        headers = {"Host": self._host, "Accept-Language": "cs"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self._cookies.pop(name, None)
                else:
                    self._cookies[name] = morsel.value
        return Answer(response.status, Headers(response.headers.items()), content)


class Postbox:
    """A mail server of this machine that keeps everything, by recipient."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, bytes]] = []
        self.came = threading.Condition()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        with self.came:
            self.letters += [(recipient, envelope.content) for recipient in envelope.rcpt_tos]
            self.came.notify_all()
        return "250 OK"


@dataclass
class Story:
    """The story as it is being told: the people's browsers, the letters that came, the files it leaves."""

    app: Flask
    base: str
    postbox: Postbox
    out: Path
    files: list[dict[str, str]] = field(default_factory=list)
    tasks: list[dict[str, str]] = field(default_factory=list)
    browsers: dict[str, Browser] = field(default_factory=dict)
    read: int = 0
    step: str = ""

    def person(self, who: str) -> Browser:
        """Somebody's own browser."""
        if who not in self.browsers:
            self.browsers[who] = Browser(Wire(self.base), self.base)  # type: ignore[arg-type]
        return self.browsers[who]

    def letter(self, to: str, subject: str) -> EmailMessage:
        """The newest letter to somebody whose subject begins so; waits for the postman."""
        with self.postbox.came:
            found = self.postbox.came.wait_for(lambda: self._newest(to, subject), timeout=30)
            newest = found or self._newest(to, subject)
        assert newest is not None, f"no letter “{subject}” for {to}: {self._subjects()}"
        return newest

    def _newest(self, to: str, subject: str) -> EmailMessage | None:
        for recipient, content in reversed(self.postbox.letters):
            message = message_from_bytes(content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            if recipient == to and str(message["Subject"]).startswith(subject):
                return message
        return None

    def _subjects(self) -> list[str]:
        return [f"{to}: {message_from_bytes(content, policy=policy.default)['Subject']}" for to, content in self.postbox.letters]

    def keep_letters(self) -> None:
        """Write what came since the last time to the folders."""
        with self.postbox.came:
            new, self.read = self.postbox.letters[self.read :], len(self.postbox.letters)
        for number, (recipient, content) in enumerate(new, self.read - len(new) + 1):
            self._keep("mail", f"{number:03}-{recipient.partition('@')[0]}.eml", content, recipient)
            for part in message_from_bytes(content, policy=policy.default).walk():
                if part.get_content_type() == "text/calendar":
                    payload = part.get_payload(decode=True)
                    assert isinstance(payload, bytes)
                    self._keep("calendar", f"{number:03}-{recipient.partition('@')[0]}.ics", payload, recipient)

    def keep_paper(self, name: str, page: Page, recipient: str) -> None:
        """Write a paper that somebody opened."""
        assert page.content.startswith(b"%PDF"), page.text[:500]
        self._keep("pdf", name, page.content, recipient)

    def _keep(self, kind: str, name: str, content: bytes, recipient: str) -> None:
        path = self.out / kind / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.files.append({"path": f"{kind}/{name}", "kind": kind, "step": self.step, "recipient": recipient})

    def at(self, instant: datetime) -> Any:
        return clock.standing_at(instant)


def words_of(message: EmailMessage) -> str:
    """The plain words of a letter."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\xa0", " ")


def link_in(message: EmailMessage) -> str:
    """The one link of a letter."""
    found = re.search(r"https?://\S+", words_of(message))
    assert found, words_of(message)
    return found[0].rstrip(".,")


def code_in(message: EmailMessage) -> str:
    """The six digits of a letter."""
    found = re.search(r"\b\d{6}\b", words_of(message))
    assert found, words_of(message)
    return found[0]


@contextmanager
def stage(out: Path) -> Iterator[Story]:
    """A fresh house on a free port, a real mail server, and the postman running beside."""
    postbox = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        mail_port = free.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=mail_port, ready_timeout=30)
    controller.start()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                database_url=f"sqlite:///{folder}/story.db",
                secret_key="the story's secret key, long enough",
                encryption_keys=(b"the story's key of 32 bytes long",),
                public_url=f"http://127.0.0.1:{port}",
                smtp_url=f"smtp://127.0.0.1:{mail_port}",
                mail_from="spolecne@podlesi.example",
            )
        )
        with app.app_context():
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        stop = threading.Event()
        postman = threading.Thread(target=outbox.run, args=(app,), kwargs={"stop": stop, "pause": 0.05}, daemon=True)
        postman.start()
        try:
            with served(app, port) as base:
                yield Story(app, base, postbox, out)
        finally:
            stop.set()
            postman.join(timeout=30)
            controller.stop()


def totp(secret: str) -> str:
    """What the authenticator on a phone shows now."""
    return pyotp.TOTP(secret).at(clock.now())
