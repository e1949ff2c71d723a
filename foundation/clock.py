"""The wall clock: the only room that asks the machine for the time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PRAGUE = ZoneInfo("Europe/Prague")


def _machine_time() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _machine_time


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def today() -> date:
    """The present day as people in Prague count it."""
    return in_prague(now()).date()


def in_prague(instant: datetime) -> datetime:
    """The same instant on a clock in Prague."""
    return instant.astimezone(PRAGUE)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Stop the clock at an aware `instant`; used by tests and by the seeding of the demonstration."""
    global _source
    former = _source
    _source = lambda: instant  # noqa: E731  (a stopped clock is one expression)
    try:
        yield
    finally:
        _source = former


class NoSuchTime(ValueError):
    """The wall clock skips this time: the night when summer time begins."""


class TimeComesTwice(ValueError):
    """The wall clock shows this time twice: the night when summer time ends."""


def instant(day: date, wall: time, *, second: bool | None = None) -> datetime:
    """The instant, in UTC, at which a clock in Prague shows `wall` on `day`.

    On the night when the hour repeats, `second` says which one is meant (False the first, in summer time).
    Raises NoSuchTime for a skipped time and TimeComesTwice when `second` is needed and not given.
    """
    first_reading = datetime.combine(day, wall, PRAGUE).replace(fold=0)
    second_reading = first_reading.replace(fold=1)
    if first_reading.utcoffset() != second_reading.utcoffset():
        if _shown(first_reading) != (day, wall):
            raise NoSuchTime(f"{day} {wall}")
        if second is None:
            raise TimeComesTwice(f"{day} {wall}")
        return (second_reading if second else first_reading).astimezone(UTC)
    return first_reading.astimezone(UTC)


def _shown(reading: datetime) -> tuple[date, time]:
    back = reading.astimezone(UTC).astimezone(PRAGUE)
    return back.date(), back.time()


def midnight(day: date) -> datetime:
    """The instant, in UTC, at which `day` begins in Prague."""
    return datetime.combine(day, time(), PRAGUE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The instant, in UTC, at which `day` is over in Prague."""
    return midnight(day + timedelta(days=1))
