"""What a calendar gets that asks for a worker's feed: neutral entries of meetings, deadlines and periods, no more."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select

from agencies.directory.models import Agency
from coordination.exports.models import Feed, Subscriber, meetings_of, seats_in_feed, tasks_in_feed
from coordination.tasks.models import TaskLine
from coordination.tasks.rules import Schedule
from foundation import clock, ics, links, outbox
from foundation.calendar_entries import CalendarEntry, EntryDetails, What
from foundation.database import db

KEPT_AFTER = timedelta(days=30)
"""How long something that is over stays in the feed."""


def events_of(feed: Feed) -> tuple[ics.Event, ...]:
    """Everything in a feed now; who else is asked and what they answered stay out. At most eight queries."""
    seats = {seat.case_id: seat for seat in seats_in_feed(Subscriber(feed.worker_id))}
    towns = _towns({seat.town_id for seat in seats.values()})
    oldest = clock.now() - KEPT_AFTER
    events = [_meeting(feed, entry) for entry in meetings_of(feed.worker_id, seats, oldest)]
    for line in tasks_in_feed(feed.worker_id, seats):
        town = towns[seats[line.task.case_id].town_id]
        events += [
            _day(feed, line, town, what, day) for what, day in _days(line) if day > clock.in_prague(oldest).date()
        ]
    return tuple(events)


def _towns(ids: Collection[UUID]) -> dict[UUID, Agency]:
    return {town.id: town for town in db.session.scalars(select(Agency).where(Agency.id.in_(ids)))}


def _meeting(feed: Feed, entry: CalendarEntry) -> ics.Event:
    assert entry.starts_at is not None
    assert entry.ends_at is not None
    return ics.Event(
        uid=_uid(feed, entry.uid), sequence=entry.sequence, stamp=entry.stamped_at, starts=entry.starts_at,
        ends=entry.ends_at, summary=entry.summary, description=entry.description, location=entry.place,
    )  # fmt: skip


def _days(line: TaskLine) -> Iterator[tuple[What, date]]:
    """The day by which a task is to be done; of a repeated one each period and the end."""
    assert line.due_on is not None
    if line.wording.schedule == Schedule.ONCE:
        yield What.DEADLINE, line.due_on
        return
    for starts in line.periods:
        yield What.PERIOD, starts
    yield What.REPEATED_END, line.due_on


def _day(feed: Feed, line: TaskLine, town: Agency, what: What, day: date) -> ics.Event:
    details = EntryDetails(
        what=what, town=town.signs_as, phone=town.phone or "", front_door=links.front_door(), case_code=line.case_code,
        language=feed.language, day=day, number=line.task.number,
    )  # fmt: skip
    assert line.last is not None  # only an accepted task stands in a feed
    of_many = f" {day}" if what is What.PERIOD else ""  # a deadline that moves stays the same entry
    return ics.Event(
        uid=_uid(feed, f"{line.task.id} {what}{of_many}"), sequence=line.last.number, stamp=line.last.at, starts=day,
        ends=day, summary=details.summary, description=details.description,
    )  # fmt: skip


def _uid(feed: Feed, name: str) -> str:
    """The same for life in this feed, another one than in the calendar itself: there it would be taken for a change."""
    return f"{uuid5(feed.id, name)}@{outbox.house_host()}"
