"""Calendar files read by four programs that share no code: icalendar, vobject, ical (pydantic) and ics (a grammar)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import ics
import vobject
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

Read = dict[str, Any]


def by_icalendar(content: bytes) -> Read:
    """The program that the house itself writes with."""
    calendar = Calendar.from_ical(content)
    (event,) = calendar.events
    attendees = event.get("attendee", [])
    (attendee,) = attendees if isinstance(attendees, list) else [attendees]
    organizer = event.get("ORGANIZER")
    return {
        "method": str(calendar["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "stamp": event["DTSTAMP"].dt,
        "starts": event["DTSTART"].dt,
        "ends": event["DTEND"].dt,
        "summary": str(event.get("SUMMARY", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "location": str(event.get("LOCATION", "")),
        "status": str(event.get("STATUS", "")),
        "class": str(event.get("CLASS", "")),
        "transp": str(event.get("TRANSP", "")),
        "organizer": (str(organizer), organizer.params["CN"]) if organizer else None,
        "attendee": str(attendee),
        "partstat": str(attendee.params["PARTSTAT"]),
        "role": str(attendee.params.get("ROLE", "")),
        "rsvp": str(attendee.params.get("RSVP", "FALSE")) == "TRUE",
    }


def by_vobject(content: bytes) -> Read:
    """The program under Radicale and many scripts of town halls."""
    calendar = vobject.readOne(content.decode())
    event = calendar.vevent
    (attendee,) = event.attendee_list
    organizer = getattr(event, "organizer", None)
    return {
        "method": calendar.method.value,
        "uid": event.uid.value,
        "sequence": int(event.sequence.value),
        "stamp": event.dtstamp.value,
        "starts": event.dtstart.value,
        "ends": event.dtend.value,
        "summary": _plain(event, "summary"),
        "description": _plain(event, "description"),
        "location": _plain(event, "location"),
        "status": _plain(event, "status"),
        "class": _plain(event, "class"),
        "transp": _plain(event, "transp"),
        "organizer": (organizer.value, organizer.params["CN"][0]) if organizer else None,
        "attendee": attendee.value,
        "partstat": attendee.params["PARTSTAT"][0],
        "role": attendee.params.get("ROLE", [""])[0],
        "rsvp": attendee.params.get("RSVP", ["FALSE"])[0] == "TRUE",
    }


def _plain(event: Any, name: str) -> str:
    return str(event.contents[name][0].value) if name in event.contents else ""


def by_ical(content: bytes) -> Read:
    """The program under Home Assistant; it checks every value by its type."""
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    (event,) = calendar.events
    (attendee,) = event.attendees
    organizer = event.organizer
    return {
        "method": calendar.method,
        "uid": event.uid,
        "sequence": event.sequence,
        "stamp": event.dtstamp,
        "starts": event.dtstart,
        "ends": event.dtend,
        "summary": event.summary or "",
        "description": event.description or "",
        "location": event.location or "",
        "status": event.status.value if event.status else "",
        "class": event.classification.value if event.classification else "",
        "transp": event.transparency or "",
        "organizer": (organizer.uri, organizer.common_name) if organizer else None,
        "attendee": attendee.uri,
        "partstat": attendee.status,
        "role": attendee.role or "",
        "rsvp": bool(attendee.rsvp),
    }


def by_ics(content: bytes) -> Read:
    """A reader made from a grammar, with clocks of its own that end in 2037.

    It takes the mere presence of RSVP for a yes, so that one word is not asked of it.
    """
    calendar = ics.Calendar(content.decode())
    (event,) = calendar.events
    (attendee,) = event.attendees
    besides = {line.name: line.value for line in event.extra}
    starts, ends = (
        (one.date() if event.all_day else one.datetime) for one in (event.begin, event.end)
    )  # whole days come as midnights
    return {
        "method": calendar.method,
        "uid": event.uid,
        "sequence": int(besides["SEQUENCE"]),
        "stamp": event.created.datetime,
        "starts": starts,
        "ends": ends,
        "summary": event.name or "",
        "description": event.description or "",
        "location": event.location or "",
        "status": event.status or "",
        "class": event.classification or "",
        "transp": {True: "TRANSPARENT", False: "OPAQUE", None: ""}[event.transparent],
        "organizer": (f"mailto:{event.organizer.email}", event.organizer.common_name) if event.organizer else None,
        "attendee": f"mailto:{attendee.email}",
        "partstat": attendee.partstat,
        "role": attendee.role or "",
    }


READERS: tuple[Callable[[bytes], Read], ...] = (by_icalendar, by_vobject, by_ical, by_ics)


def read_alike(content: bytes) -> Read:
    """What all readers understand; AssertionError where one understands something else."""
    first = by_icalendar(content)
    for read in READERS[1:]:
        other = read(content)
        unlike = {name: (value, first[name]) for name, value in other.items() if not _same(value, first[name])}
        assert not unlike, f"{read.__name__} and icalendar differ: {unlike}"
    return first


def _same(one: object, other: object) -> bool:
    """Equal, and for instants equal to the eye too: the same hour on the same clock."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one == other and one.utcoffset() == other.utcoffset()
    return one == other


def last_day(read: Read) -> date:
    """The last whole day of an entry, as people count it."""
    ends: date = read["ends"]
    return ends - timedelta(days=1)
