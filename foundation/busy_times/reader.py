"""The reader: a program of its own that opens a calendar file of a stranger, with little memory, little time, no house.

It is started by `asking` and reads one order (a line of JSON) and one file from its input. Whatever breaks, loops or
swells in here ends with this process; the house only learns which spans are taken. It imports nothing of the house.
"""

import json
import resource
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar

MEMORY = 1024**3
SECONDS = 6
MOST_LINES = 400_000
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
"""Nobody meets like that; expanding it would only take time."""
PRAGUE = ZoneInfo("Europe/Prague")
"""Where days begin and where times without a zone are meant."""

Span = tuple[datetime, datetime]
Entry = Any
"""A component as the library reads it: each of its properties may be of any type, whatever the standard says."""


class NotACalendar(Exception):
    """The file is refused; its word says why."""


@dataclass
class Found:
    """Which of the asked spans are taken, by their position, and how much of the file was understood."""

    taken: set[int]
    entries: int = 0
    unread: int = 0


def read(content: bytes, spans: Sequence[Span], *, own_uids: Iterable[str] = (), owner: str = "") -> Found:
    """Look the aware `spans` up in a calendar file.

    Entries in `own_uids` are ours and take nobody's time; what `owner`, a mail address, has declined takes none either.
    Raises NotACalendar.
    """
    if content.startswith(b"PK"):
        raise NotACalendar("zip")
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise NotACalendar("unknown")
    if content.count(b"\n") > MOST_LINES:
        raise NotACalendar("long")
    found, whole = Found(set()), _Look(spans, frozenset(own_uids), owner.lower())
    for calendar in Calendar.from_ical(content, multiple=True):
        moved = _moved(calendar)
        for entry in calendar.walk():
            if entry.name not in ("VEVENT", "VFREEBUSY"):
                continue
            found.entries += 1
            try:
                found.taken |= whole.taken_by(entry, moved)
            except Exception:  # one entry that nobody understands does not spoil the others
                found.unread += 1
    if not found.entries:
        raise NotACalendar("empty")
    return found


def _moved(calendar: Entry) -> dict[str, list[date]]:
    """Which occurrences of a repeated entry have an entry of their own, by its name."""
    moved: dict[str, list[date]] = {}
    for entry in calendar.walk("VEVENT"):
        if "RECURRENCE-ID" in entry:
            try:
                moved.setdefault(str(entry.get("UID")), []).append(entry["RECURRENCE-ID"].dt)
            except Exception:  # noqa: S112  (the entry itself is counted as not understood)
                continue
    return moved


@dataclass(frozen=True)
class _Look:
    spans: Sequence[Span]
    own_uids: frozenset[str]
    owner: str

    def taken_by(self, entry: Entry, moved: dict[str, list[date]]) -> set[int]:
        """The positions of the spans in which this entry has an occurrence."""
        busy = _published(entry) if entry.name == "VFREEBUSY" else self._occurrences(entry, moved)
        return {
            place
            for begins, ends in busy
            for place, (asked_from, asked_to) in enumerate(self.spans)
            if begins < ends and begins < asked_to and asked_from < ends
        }

    def _occurrences(self, event: Entry, moved: dict[str, list[date]]) -> Iterator[Span]:
        if not self._blocks(event):
            return
        starts, lasts = event["DTSTART"].dt, _lasts(event)
        first, last = min(each[0] for each in self.spans), max(each[1] for each in self.spans)
        zone = (starts.tzinfo if isinstance(starts, datetime) else None) or PRAGUE
        if "RECURRENCE-ID" in event:
            if str(event["RECURRENCE-ID"].params.get("RANGE", "")):
                raise ValueError("an entry that moves all later ones")
            gone: list[date] = []
        else:
            gone = moved.get(str(event.get("UID")), [])
        days = timedelta(days=2)  # wall clocks of two zones are never further apart
        window = (_wall(first, zone) - lasts - days, _wall(last, zone) + days)
        for wall in _expanded(event, _wall(starts, zone), zone, gone, window):
            begins = wall.replace(tzinfo=zone)
            # A whole day ends at the next midnight, even when clocks change; an hour is an hour.
            whole_day = not isinstance(starts, datetime)
            ends = (wall + lasts).replace(tzinfo=zone) if whole_day else begins.astimezone(UTC) + lasts
            yield begins.astimezone(UTC), ends.astimezone(UTC)
        for begins, ends in _periods(event, "RDATE"):
            yield begins, ends

    def _blocks(self, event: Entry) -> bool:
        """Whether its owner is not to be had while it lasts."""
        said = {name: str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")}
        if said["STATUS"] == "CANCELLED" or said["TRANSP"] == "TRANSPARENT":
            return False
        if said["X-MICROSOFT-CDO-BUSYSTATUS"] == "FREE" or str(event.get("UID", "")) in self.own_uids:
            return False
        invited = event.get("ATTENDEE", [])
        for each in invited if isinstance(invited, list) else [invited]:
            if str(each).lower() == f"mailto:{self.owner}":
                return str(each.params.get("PARTSTAT", "")).upper() != "DECLINED"
        return True


def _lasts(event: Entry) -> timedelta:
    """How long it lasts; raises ValueError when it ends before it begins."""
    starts = event["DTSTART"].dt
    if "DTEND" in event:
        ends = event["DTEND"].dt
        if isinstance(starts, datetime) != isinstance(ends, datetime):
            raise ValueError("a day and a time")
        lasts = _instant(ends) - _instant(starts) if isinstance(starts, datetime) else ends - starts
    elif "DURATION" in event:
        lasts = event["DURATION"].dt
    else:
        lasts = timedelta() if isinstance(starts, datetime) else timedelta(days=1)
    if lasts < timedelta():
        raise ValueError("it ends before it begins")
    return timedelta(days=1) if not lasts and not isinstance(starts, datetime) else lasts


def _expanded(
    event: Entry, first: datetime, zone: Any, gone: Iterable[date], window: tuple[datetime, datetime]
) -> Iterator[datetime]:
    """The wall times within `window` at which a repeated entry begins, without those that are left out or moved."""
    found = rruleset()
    found.rdate(first)
    for rule in _listed(event.get("RRULE")):
        found.rrule(rrulestr(_rule(rule, zone, window[1]), dtstart=first))
    for each in _dates(event, "RDATE"):
        found.rdate(_wall(each, zone))
    for each in (*_dates(event, "EXDATE"), *gone):
        if isinstance(each, datetime) or not isinstance(event["DTSTART"].dt, datetime):
            found.exdate(_wall(each, zone))
        else:
            found.exdate(datetime.combine(each, first.time()))
    yield from found.between(*window, inc=True)


def _rule(rule: Any, zone: Any, last: datetime) -> str:
    """A rule as wall times, which ends with the window at the latest unless it counts."""
    if str(rule["FREQ"][0]).upper() in TOO_OFTEN:
        raise ValueError("too often")
    words = {name: ",".join(map(str, values)) for name, values in rule.items() if name.upper() != "UNTIL"}
    until = [_until(each, zone) for each in rule.get("UNTIL", [])]
    if "COUNT" not in words:
        words["UNTIL"] = f"{min([*until, last]):%Y%m%dT%H%M%S}"
    return ";".join(f"{name}={values}" for name, values in words.items())


def _until(value: date, zone: Any) -> datetime:
    return _wall(value, zone) if isinstance(value, datetime) else datetime.combine(value, time(23, 59, 59))


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _dates(event: Entry, name: str) -> Iterator[date]:
    for part in _listed(event.get(name)):
        for each in part.dts:
            if not isinstance(each.dt, tuple):
                yield each.dt


def _periods(event: Entry, name: str) -> Iterator[Span]:
    for part in _listed(event.get(name)):
        for each in part.dts:
            if isinstance(each.dt, tuple):
                yield _span(each.dt)


def _published(free_busy: Entry) -> Iterator[Span]:
    """What somebody's calendar tells of busy hours and of nothing else (RFC 5545, 3.6.4)."""
    for part in _listed(free_busy.get("FREEBUSY")):
        if str(part.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            for each in part.dts if hasattr(part, "dts") else [part]:
                yield _span(each.dt)


def _span(period: tuple[datetime, Any]) -> Span:
    begins, ends = period
    starts = _instant(begins)
    return starts, starts + ends if isinstance(ends, timedelta) else _instant(ends)


def _wall(value: date, zone: Any) -> datetime:
    """What a clock in `zone` shows then, without the zone; a day begins at midnight."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    return (value.astimezone(zone) if value.tzinfo else value).replace(tzinfo=None)


def _instant(value: datetime) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=PRAGUE)).astimezone(UTC)


def main() -> None:
    """Read an order and a file, answer on the output; whatever goes wrong is a file that cannot be read."""
    order = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(what, (most, most))
    warnings.simplefilter("ignore")
    spans = [(datetime.fromisoformat(begins), datetime.fromisoformat(ends)) for begins, ends in order["spans"]]
    try:
        found = read(content, spans, own_uids=order["own_uids"], owner=order["owner"])
        answer = {"taken": sorted(found.taken), "entries": found.entries, "unread": found.unread}
    except NotACalendar as no:
        answer = {"refused": str(no)}
    except Exception:
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
