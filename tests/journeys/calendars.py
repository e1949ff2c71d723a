"""A calendar as people have it: it obeys METHOD, UID, SEQUENCE and DTSTAMP, answers, and knows nothing of the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage

from icalendar import Calendar, Component

Version = tuple[int, datetime]
"""SEQUENCE and DTSTAMP: of two versions with the same number the later one holds (RFC 5546, 2.1.5)."""


@dataclass
class Shelf:
    """The calendars of everybody, filled by the letters that come."""

    of: dict[str, dict[str, Component]] = field(default_factory=dict)
    newest: dict[tuple[str, str], Version] = field(default_factory=dict)
    cancelled: set[tuple[str, str]] = field(default_factory=set)

    def take(self, letters: Iterable[tuple[str, EmailMessage]]) -> Shelf:
        """Apply letters in the order in which they came; AssertionError for what would puzzle a person."""
        for recipient, message in letters:
            for part in message.walk():
                if part.get_content_type() == "text/calendar":
                    content = part.get_payload(decode=True)
                    assert isinstance(content, bytes)
                    self._apply(recipient, Calendar.from_ical(content))
        return self

    def _apply(self, recipient: str, calendar: Component) -> None:
        (event,) = calendar.walk("VEVENT")
        uid, version = str(event["UID"]), (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
        mine, known = self.of.setdefault(recipient, {}), self.newest.get((recipient, uid))
        assert str(event["ATTENDEE"]) == f"mailto:{recipient}", f"{recipient} is shown somebody else's entry"
        if known is not None and version == known:
            return  # the same letter again
        assert known is None or version > known, f"{recipient} gets {version} after {known}"
        assert known is None or version[1] > known[1], f"{recipient} gets an earlier instant: {version} after {known}"
        self.newest[recipient, uid] = version
        if calendar["METHOD"] == "CANCEL":
            assert uid in mine, f"{recipient} is told to cancel what is not there"
            self.cancelled.add((recipient, uid))
            del mine[uid]
        else:
            mine[uid] = event

    def events(self, recipient: str) -> list[Component]:
        """What stands there now."""
        return list(self.of.get(recipient, {}).values())

    def partstats(self, recipient: str) -> list[str]:
        """What the person's own entries say that they have answered."""
        return [str(event["ATTENDEE"].params["PARTSTAT"]) for event in self.events(recipient)]


def reply(event: Component, partstat: str, at: datetime, *, organizer: bool = True) -> bytes:
    """What a calendar sends back when its owner answers there (RFC 5546, 3.2.3); Exchange leaves the organizer out."""
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Calendar of a stranger//EN", "METHOD:REPLY", "BEGIN:VEVENT",
        f"UID:{event['UID']}", f"SEQUENCE:{event['SEQUENCE']}", f"DTSTAMP:{stamp}",
        f"DTSTART:{event['DTSTART'].dt.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTEND:{event['DTEND'].dt.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"ATTENDEE;CN=Ivana;PARTSTAT={partstat}:{event['ATTENDEE']}",
    ]  # fmt: skip
    if organizer:
        lines.append(f'ORGANIZER;CN="{event["ORGANIZER"].params["CN"]}":{event["ORGANIZER"]}')
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()
