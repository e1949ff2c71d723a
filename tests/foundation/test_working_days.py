"""Weekends and public holidays of the Czech Republic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import working_days


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 3, 3), True),
        (date(2026, 3, 7), False),
        (date(2026, 3, 8), False),
        (date(2026, 4, 3), False),
        (date(2026, 4, 6), False),
        (date(2026, 7, 6), False),
        (date(2026, 12, 24), False),
        (date(2026, 12, 31), True),
    ],
)
def test_days_on_which_people_work(day: date, working: bool) -> None:
    assert working_days.is_working(day) is working


def test_easter_monday_is_a_holiday_and_no_weekend() -> None:
    assert working_days.is_holiday(date(2026, 4, 6))
    assert not working_days.is_weekend(date(2026, 4, 6))


@given(st.dates(date(2020, 1, 1), date(2050, 12, 31)))
def test_the_neighbouring_working_days_are_the_nearest(day: date) -> None:
    after, before = working_days.next_working(day), working_days.last_working_before(day)
    assert before < day < after
    assert working_days.is_working(before)
    assert working_days.is_working(after)
    between = [before + timedelta(days=each) for each in range(1, (after - before).days)]
    assert not [each for each in between if each != day and working_days.is_working(each)]
