"""Draws a calendar entry that keeps its identity through change and cancellation; every calendar reads it alike."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache

from icalendar import Calendar, Component, Timezone, vCalAddress, vText
from icalendar import Event as VEvent

from foundation.clock import PRAGUE

PRODID = "-//Spolecne//Spolecne//CS"
LONGEST_LINE = 400
"""Characters of a summary, place or name that leave the house; the rest is cut off, never refused."""

# Outlook reads only the yearly rule of a time zone, and the library's own zone turns the clock an hour late and ends in
# 2037: so the rule of the European Union (directive 2000/84/EC) is written out here, once and for all events.
VTIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Prague
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")

# Signs that turn the direction of a line around: a place that uses them could show another address than it holds.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNFIT = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


class Partstat(StrEnum):
    """What the invited person has answered, as calendars say it."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"


@dataclass(frozen=True)
class Party:
    """An organiser or an invited person: a mail address, and a name if one may be shown."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Event:
    """One entry of one person's calendar, already neutral: nothing in it says whose family it is about."""

    uid: str
    """For life; random, never made of anything in the case."""
    sequence: int
    stamp: datetime
    """The instant of this version; a later version has a later one."""
    starts: datetime | date
    """An aware instant, or a day for an entry of whole days."""
    ends: datetime | date
    """The instant of the end, or the last day, itself included."""
    summary: str
    description: str = ""
    location: str = ""
    organizer: Party | None = None
    attendee: Party | None = None
    """Only ever the recipient: an entry must not show who else comes."""
    partstat: Partstat = Partstat.NEEDS_ACTION
    optional: bool = False
    tentative: bool = False
    """Not settled yet: the time is kept free until it is known whether it holds."""
    answers_reach_us: bool = False
    """Whether the recipient's calendar is asked to answer: only when somebody reads what it would send."""


def request(event: Event) -> bytes:
    """An invitation or its newer version (METHOD:REQUEST); needs an organiser and an attendee."""
    return _calendar("REQUEST", event)


def cancel(event: Event) -> bytes:
    """The end of an entry (METHOD:CANCEL); the caller has raised its sequence."""
    return _calendar("CANCEL", event)


def publish(event: Event) -> bytes:
    """An entry that somebody takes into the own calendar (METHOD:PUBLISH): nobody invites, nobody is asked."""
    return _calendar("PUBLISH", event)


def feed(name: str, events: Iterable[Event]) -> bytes:
    """A calendar that others subscribe to: every entry once, read-only, in the order given.

    Each entry is drawn once and remembered, since phones ask for hundreds of them several times a day.
    """
    calendar = _head()
    for field, value in (("name", name), ("x-wr-calname", name), ("x-published-ttl", "PT4H")):
        calendar.add(field, value)
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    calendar.add_component(_zone())
    opened, closing = calendar.to_ical(sorted=False).rsplit(b"END:VCALENDAR", 1)
    return b"".join([opened, *(_drawn(event) for event in events), b"END:VCALENDAR", closing])


@lru_cache(maxsize=20_000)
def _drawn(event: Event) -> bytes:
    return bytes(_vevent("PUBLISH", event).to_ical(sorted=False))


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """`text` fit for a header or a calendar line: one line, no control or direction signs, at most `longest` signs."""
    straight = (sign for sign in text[: 4 * longest] if sign not in _TURNING)
    fit = "".join(" " if unicodedata.category(sign) in _UNFIT else sign for sign in straight)
    line = " ".join(fit.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _head() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _calendar(method: str, event: Event) -> bytes:
    calendar = _head()
    calendar.add("method", method)
    if isinstance(event.starts, datetime) and not _comes_twice(event):
        calendar.add_component(_zone())
    calendar.add_component(_vevent(method, event))
    return bytes(calendar.to_ical(sorted=False))


@cache
def _zone() -> Component:
    return Timezone.from_ical(VTIMEZONE)


def _vevent(method: str, event: Event) -> VEvent:
    vevent = VEvent()
    stamp = event.stamp.astimezone(UTC).replace(microsecond=0)
    vevent.add("uid", event.uid)
    vevent.add("sequence", event.sequence)
    vevent.add("dtstamp", stamp)
    vevent.add("last-modified", stamp)
    _add_time(vevent, event)
    vevent.add("summary", one_line(event.summary))
    if event.location:
        vevent.add("location", one_line(event.location))
    if event.description:
        vevent.add("description", one_line(event.description))
    vevent.add("class", "PRIVATE")
    vevent.add("status", "CANCELLED" if method == "CANCEL" else "TENTATIVE" if event.tentative else "CONFIRMED")
    if event.organizer is not None:
        vevent.add("organizer", _address(event.organizer), encode=False)
    if event.attendee is not None:
        vevent.add("attendee", _invited(event), encode=False)
    return vevent


def _add_time(vevent: VEvent, event: Event) -> None:
    if isinstance(event.starts, datetime) and isinstance(event.ends, datetime):
        zone = UTC if _comes_twice(event) else PRAGUE
        vevent.add("dtstart", event.starts.astimezone(zone))
        vevent.add("dtend", event.ends.astimezone(zone))
        vevent.add("transp", "OPAQUE")
        if event.tentative:
            vevent.add("x-microsoft-cdo-busystatus", "TENTATIVE")
        return
    if isinstance(event.starts, datetime) or isinstance(event.ends, datetime):
        raise ValueError("an entry lasts from instant to instant or from day to day")
    vevent.add("dtstart", event.starts)
    vevent.add("dtend", event.ends + timedelta(days=1))  # exclusive: an equal end is shown wrong by Outlook
    vevent.add("transp", "TRANSPARENT")
    vevent.add("x-microsoft-cdo-busystatus", "FREE")
    vevent.add("x-microsoft-cdo-alldayevent", "TRUE")


def _comes_twice(event: Event) -> bool:
    """Whether a clock in Prague shows the start or the end twice that night; a calendar would guess which is meant."""
    shown = (one.astimezone(PRAGUE) for one in (event.starts, event.ends) if isinstance(one, datetime))
    return any(one.replace(fold=0).utcoffset() != one.replace(fold=1).utcoffset() for one in shown)


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{one_line(party.address)}")
    # A quotation mark cannot stand in a parameter, and not every calendar knows the escape of RFC 6868.
    name = one_line(party.name).replace('"', "'").replace("^", "").replace("\\", "/")
    if name:
        address.params["CN"] = vText(name)
    return address


def _invited(event: Event) -> vCalAddress:
    assert event.attendee is not None
    invited = _address(event.attendee)
    invited.params["CUTYPE"] = vText("INDIVIDUAL")
    invited.params["ROLE"] = vText("OPT-PARTICIPANT" if event.optional else "REQ-PARTICIPANT")
    invited.params["PARTSTAT"] = vText(event.partstat.value)
    invited.params["RSVP"] = vText("TRUE" if event.answers_reach_us else "FALSE")
    return invited
