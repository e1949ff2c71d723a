"""The envelope: a mail message built only from checked parts, a text and perhaps a calendar entry, nothing else."""

from datetime import datetime
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask import current_app

from foundation.ics import one_line
from foundation.outbox.rendering import subject_and_body
from foundation.settings import Settings


class UnusableAddress(ValueError):
    """A mail address that no letter can be written to."""


def house_host() -> str:
    """The host under which people reach the house; message and calendar ids end in it."""
    return urlsplit(_settings().public_url).hostname or "localhost"


def house_address() -> str:
    """The address that letters and calendar entries come from."""
    return _settings().mail_from or f"posta@{'demo.example' if _settings().demonstration else house_host()}"


def reply_mailbox() -> str | None:
    """Where answers from calendars arrive; None: nowhere, and nobody is asked for them."""
    return _settings().reply_mailbox


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def checked_address(address: str) -> Address:
    """The address in its parts, its domain in ASCII; raises UnusableAddress."""
    try:
        found = Address(addr_spec=address)
        domain = found.domain.encode("idna").decode()
    except (ValueError, MessageError, HeaderParseError, IndexError) as error:
        raise UnusableAddress from error
    if not found.username or not domain or address != one_line(address):
        raise UnusableAddress
    return Address(username=found.username, domain=domain)


def message(
    text: str,
    *,
    to: str,
    sender_name: str,
    message_id: str,
    at: datetime,
    calendar: bytes | None = None,
    method: str | None = None,
) -> EmailMessage:
    """The whole message; header injection is impossible, as every header is one clean line or a checked address.

    Mail programs look for an invitation in the first part; the second copy is for those that open files.
    """
    subject, body = subject_and_body(text)
    house = checked_address(reply_mailbox() or house_address())  # calendars trust an organiser who is the sender too
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    mail["From"] = Address(one_line(sender_name, 100), house.username, house.domain)
    mail["To"] = checked_address(to)
    if answers := reply_mailbox():
        mail["Reply-To"] = checked_address(answers)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body, cte="quoted-printable")
    if calendar is not None and method is not None:
        mail.add_alternative(calendar.decode(), subtype="calendar", params={"method": method}, cte="base64")
        mail.add_attachment(
            calendar, maintype="application", subtype="ics", filename="invite.ics", params={"name": "invite.ics"}
        )
    return mail
