"""The post room: letters filed with the deed that caused them, until the postman has handed them to the mail system."""

from foundation.outbox.envelope import UnusableAddress, house_address, house_host, reply_mailbox
from foundation.outbox.filing import file, kind
from foundation.outbox.models import (
    CalendarPart,
    Letter,
    State,
    Why,
    anything_left,
    letters_about,
    stands_outside,
    take_back,
)
from foundation.outbox.postman import bar, barred, deliver_due, every_minute, on_undelivered, run
from foundation.outbox.rendering import Neutral, NeutralItem, UnwrittenLetter, link_name
from foundation.outbox.senders import MailboxSender, Sender, SmtpSender, sender_for

__all__ = [
    "CalendarPart",
    "Letter",
    "MailboxSender",
    "Neutral",
    "NeutralItem",
    "Sender",
    "SmtpSender",
    "State",
    "UnusableAddress",
    "UnwrittenLetter",
    "Why",
    "anything_left",
    "bar",
    "barred",
    "deliver_due",
    "every_minute",
    "file",
    "house_address",
    "house_host",
    "kind",
    "letters_about",
    "link_name",
    "on_undelivered",
    "reply_mailbox",
    "run",
    "sender_for",
    "stands_outside",
    "take_back",
]
