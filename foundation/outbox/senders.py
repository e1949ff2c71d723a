"""The ways out of the house: a mail system, or the mailbox inside the demonstration."""

import smtplib
import ssl
from collections.abc import Callable
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from sqlalchemy import Column, LargeBinary, MetaData, Table, Text, Uuid, insert

from foundation import clock
from foundation.database import UtcDateTime, db, transaction
from foundation.outbox.models import Why
from foundation.settings import Settings

TIMEOUT = 20.0
"""Seconds that the mail system may take for one answer."""


class Trouble(Exception):
    """A letter could not be handed over for now; `code` says why and names nobody."""

    def __init__(self, code: str, *, perhaps_left: bool = False, system_down: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.perhaps_left = perhaps_left
        """The mail system may have taken the letter all the same."""
        self.system_down = system_down
        """No other letter would fare better."""


class Undeliverable(Exception):
    """The mail system has said that it will never take this letter."""

    def __init__(self, why: Why, code: str) -> None:
        super().__init__(code)
        self.why, self.code = why, code


class Sender(Protocol):
    """A way out of the house."""

    def send(self, content: bytes, recipient: str) -> None:
        """Hand one whole message over. Raises Trouble or Undeliverable."""

    def close(self) -> None:
        """End the conversation of this round."""


class SmtpSender:
    """Hands letters to the town's own mail system, all of one round in one conversation."""

    def __init__(self, url: str, mail_from: str, *, timeout: float = TIMEOUT) -> None:
        """`url` is `smtp://`, `smtp+starttls://` or `smtps://`, with name and password where they are wanted."""
        self._parts = urlsplit(url)
        if self._parts.scheme not in ("smtp", "smtp+starttls", "smtps") or not self._parts.hostname:
            raise ValueError("SMTP_URL must begin with smtp://, smtp+starttls:// or smtps:// and name a host")
        self._mail_from, self._timeout = mail_from, timeout
        self._connection: smtplib.SMTP | None = None

    def send(self, content: bytes, recipient: str) -> None:
        smtp = self._connection or self._connect()
        try:
            _expect(_told(lambda: smtp.mail(self._mail_from, _options(smtp, content))), of_recipient=False)
            _expect(_told(lambda: smtp.rcpt(recipient)), of_recipient=True)
            _expect(_told(lambda: smtp.data(content), perhaps_left=True), of_recipient=True)
        except (Undeliverable, Trouble) as answer:
            self._start_over(smtp, line_holds=answer.code.startswith("said"))
            raise

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _connect(self) -> smtplib.SMTP:
        host, scheme = self._parts.hostname or "", self._parts.scheme
        try:
            if scheme == "smtps":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    host, self._parts.port or 465, timeout=self._timeout, context=ssl.create_default_context()
                )
            else:
                port = self._parts.port or (587 if scheme == "smtp+starttls" else 25)
                smtp = smtplib.SMTP(host, port, timeout=self._timeout)
            if scheme == "smtp+starttls":
                smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
            if self._parts.username:
                smtp.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        except smtplib.SMTPResponseException as error:
            raise Trouble(f"said {error.smtp_code}", system_down=True) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Trouble(_line_trouble(error, "no connection"), system_down=True) from None
        self._connection = smtp
        return smtp

    def _start_over(self, smtp: smtplib.SMTP, *, line_holds: bool) -> None:
        """Be ready for the next letter, on the same line if it holds."""
        try:
            if line_holds:
                smtp.rset()
                return
        except (OSError, smtplib.SMTPException):
            pass
        self._connection = None
        smtp.close()


Reply = tuple[int, bytes]


def _told(ask: Callable[[], Reply], *, perhaps_left: bool = False) -> Reply:
    """The mail system's answer; a broken line is Trouble. `from None`: the reply may name the recipient."""
    try:
        return ask()
    except smtplib.SMTPDataError as error:  # the mail system did not even want to hear the letter
        reply = error.smtp_error
        return error.smtp_code, reply if isinstance(reply, bytes) else reply.encode()
    except (OSError, smtplib.SMTPException) as error:
        raise Trouble(_line_trouble(error, "line broken"), perhaps_left=perhaps_left) from None


def _expect(reply: Reply, *, of_recipient: bool) -> None:
    code, said = reply
    if 200 <= code < 300:
        return
    if code >= 500 and of_recipient:
        raise Undeliverable(_why(code, said), f"said {code}") from None
    # What the mail system holds against ourselves is the administrator's to mend: the letter waits.
    raise Trouble(f"said {code}", system_down=code == 421 or not of_recipient)


def _why(code: int, said: bytes) -> Why:
    """The category of a refusal: by its enhanced code (RFC 3463) where there is one, else by the plain one."""
    enhanced = said.split(maxsplit=1)[0].decode("ascii", "replace") if said.strip() else ""
    if enhanced.startswith(("5.1.", "5.4.4")):
        return Why.NO_SUCH_ADDRESS
    if enhanced.startswith("5.2.2") or (code == 552 and not enhanced.startswith("5.")):
        return Why.MAILBOX_FULL
    if code in (550, 551, 553) and not enhanced.startswith("5."):
        return Why.NO_SUCH_ADDRESS
    return Why.REFUSED


def _line_trouble(error: Exception, otherwise: str) -> str:
    return "timeout" if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError) else otherwise


def _options(smtp: smtplib.SMTP, content: bytes) -> list[str]:
    return [f"size={len(content)}"] if smtp.has_extn("size") else []


_demonstration = MetaData()
# The demonstration's own table, on its own metadata: a town's migrations never know of it.
demo_mail = Table(
    "demo_mail",
    _demonstration,
    Column("id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("message", LargeBinary, nullable=False),
)


class MailboxSender:
    """Puts letters into the mailbox inside the demonstration; no letter leaves the machine."""

    def __init__(self) -> None:
        """Inside an application context: makes the mailbox if it is not there."""
        with db.engine.connect().execution_options(writes=True) as connection:
            _demonstration.create_all(connection)
            connection.commit()

    def send(self, content: bytes, recipient: str) -> None:
        with transaction() as session:
            row = {"id": uuid4(), "at": clock.now(), "recipient": recipient, "message": content}
            session.execute(insert(demo_mail), row)

    def close(self) -> None:
        """Nothing is open."""


def sender_for(settings: Settings) -> Sender | None:
    """The way out that the settings name; None where there is none and letters wait."""
    if settings.demonstration:
        return MailboxSender()
    return SmtpSender(settings.smtp_url, settings.mail_from or "") if settings.smtp_url else None
