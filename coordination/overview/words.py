"""The words that the pages of the whole house share: when something is, who somebody is, where they go from here."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from coordination.conferences.models import Conference
from coordination.conferences.words import OWN_ANSWERS as OWN_ANSWERS
from coordination.conferences.words import ROLES
from coordination.overview.models import SeatNow, Sitting
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from coordination.tasks.models import TaskLine
from foundation import clock, language
from foundation.access import Facts


def day_of(meeting: Conference) -> date:
    """The day of a convened meeting, in Prague."""
    return clock.in_prague(starts_of(meeting)).date()


def starts_of(meeting: Conference) -> datetime:
    """When a convened meeting begins."""
    assert meeting.starts_at is not None
    return meeting.starts_at


def with_about(name: str, *about: str) -> str:
    """Somebody, or a time, and what belongs beside it."""
    return ", ".join(part for part in (name, *about) if part)


def quoted(words: str | None) -> str:
    """What somebody said, in quotation marks; nothing stays nothing."""
    return _("“%(words)s”", words=words) if words else ""


def when_and_where(meeting: Conference, *, open_content: bool) -> str:
    """When and where people meet; a sensitive place only for those to whom the content opens."""
    starts = starts_of(meeting)
    when = language.long_day(clock.in_prague(starts).date())
    times = language.span(starts, meeting.ends_at) if meeting.ends_at else language.wall_time(starts)
    hidden = meeting.place_is_sensitive and not open_content
    return with_about(when, times, _("the place opens with your pledge") if hidden else meeting.place)


def days_until(meeting: Conference) -> int:
    """How many days remain; 0 today."""
    return max(0, (day_of(meeting) - clock.today()) // timedelta(days=1))


def surname(name: str) -> str:
    """A name without titles and first names, for short lists."""
    return (name.partition(",")[0].split() or [""])[-1]


def names(people: Iterable[str], most: int = 4) -> str:
    """A few names, and how many more there are."""
    known: Sequence[str] = [name for name in people if name]
    more = len(known) - most
    if more <= 0:
        return ", ".join(known)
    return str(_("%(names)s and %(count)s more", names=", ".join(known[:most]), count=more))


def short_moment(starts: datetime | None, ends: datetime | None = None) -> str:
    """`út 3. 3. 2026, 13:00–14:45`."""
    if starts is None:
        return ""
    times = language.span(starts, ends) if ends else language.wall_time(starts)
    return f"{language.short_day(clock.in_prague(starts).date())}, {times}"


def about(seat: Seat) -> str:
    """What somebody does and where."""
    return with_about(seat.function, seat.agency_name)


_SEATING = ("coordinator", "family", "refused", "waiting", "paper", "signed")


def in_seating_order(seats: Iterable[SeatNow]) -> list[SeatNow]:
    """Family and open pledges before settled ones."""
    return sorted(seats, key=lambda one: (_SEATING.index(one.picture), one.seat.agency_name, one.seat.name))


_READS_ANY = frozenset({Role.COORDINATOR, Role.MINUTE_TAKER, "head"})


def may_open(task: TaskLine, facts: Facts) -> bool:
    """Whether the page of a task is there: for its own person, those who write down what was said, and the head."""
    return facts.role in _READS_ANY or (task.seat is not None and task.seat.id == facts.seat_id)


def way_in(one: Sitting) -> str:
    """Where the holder of a seat can go: to the case, else to the pledge, else to whom it concerns."""
    if one.opens:
        return url_for("overview.case", case_id=one.seat.case_id)
    if not one.facts.signed and one.may("own_pledge", "W"):
        return url_for("pledges.sign", case_id=one.seat.case_id)
    return url_for("conferences.introduction", case_id=one.seat.case_id)


def as_whom(seat: Seat) -> str:
    """For whom somebody sits there, and as what besides taking part."""
    role = "" if seat.role == Role.AGENCY_WORKER else str(ROLES[seat.role])
    return with_about(seat.agency_name or seat.function, role)
