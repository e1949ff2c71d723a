"""How long a closed case is kept, in whole years from the January after its closing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.evaluation.rules_of_retention import LONGEST, kept_until, over_if_closed_before, years_of

DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))
YEARS = st.integers(1, LONGEST)


def test_years_are_counted_from_the_january_after_the_closing() -> None:
    assert kept_until(date(2026, 1, 1), 5) == date(2031, 12, 31)
    assert kept_until(date(2026, 12, 31), 5) == date(2031, 12, 31)
    assert over_if_closed_before(date(2032, 1, 1), 5) == date(2027, 1, 1)


@given(DAYS, DAYS, YEARS)
def test_a_case_is_over_on_exactly_the_days_after_its_last(closed_on: date, today: date, years: int) -> None:
    assert (closed_on < over_if_closed_before(today, years)) == (today > kept_until(closed_on, years))


@given(DAYS, YEARS)
def test_a_later_closing_never_ends_earlier(closed_on: date, years: int) -> None:
    assert kept_until(closed_on + timedelta(days=1), years) >= kept_until(closed_on, years)


@pytest.mark.parametrize(("written", "years"), [("15", 15), (" 5 ", 5), ("1", 1), ("150", 150)])
def test_a_number_of_years_is_read(written: str, years: int) -> None:
    assert years_of(written) == years


@pytest.mark.parametrize("written", ["", " ", "0", "-5", "151", "1000", "deset", "5 let", "5.5", "٥", "²"])
def test_anything_else_is_no_number_of_years(written: str) -> None:
    assert years_of(written) is None
