"""Working days of the Czech Republic: what is a weekend, what is a public holiday, which day people work next."""

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("CZ", years=year))


def is_weekend(day: date) -> bool:
    """Whether `day` is a Saturday or a Sunday."""
    return day.weekday() >= 5


def is_holiday(day: date) -> bool:
    """Whether `day` is a public holiday."""
    return day in _holidays(day.year)


def is_working(day: date) -> bool:
    """Whether people are at work on `day`."""
    return not is_weekend(day) and not is_holiday(day)


def next_working(day: date) -> date:
    """The first working day after `day`."""
    found = day + timedelta(days=1)
    while not is_working(found):
        found += timedelta(days=1)
    return found


def last_working_before(day: date) -> date:
    """The last working day before `day`."""
    found = day - timedelta(days=1)
    while not is_working(found):
        found -= timedelta(days=1)
    return found
