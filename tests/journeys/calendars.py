"""A calendar as people have it: it obeys METHOD, UID and SEQUENCE and knows nothing else of the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage

from icalendar import Calendar, Component


@dataclass
class Shelf:
    """The calendars of everybody, filled by the letters that come."""

    of: dict[str, dict[str, Component]] = field(default_factory=dict)
    highest: dict[tuple[str, str], int] = field(default_factory=dict)
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
        uid, sequence, mine = str(event["UID"]), int(event["SEQUENCE"]), self.of.setdefault(recipient, {})
        if sequence < self.highest.get((recipient, uid), 0):
            return
        self.highest[recipient, uid] = sequence
        if calendar["METHOD"] == "CANCEL":
            assert uid in mine or (recipient, uid) in self.cancelled, (
                f"{recipient} is told to cancel what was never there"
            )
            self.cancelled.add((recipient, uid))
            mine.pop(uid, None)
        else:
            mine[uid] = event

    def events(self, recipient: str) -> list[Component]:
        """What stands there now."""
        return list(self.of.get(recipient, {}).values())
