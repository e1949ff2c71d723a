"""The day of a child protection plan, decided on plain values."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coordination.protection_plans.rules import against_dates, concerns, due_on, is_near


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)))
def test_it_is_due_a_calendar_month_later(registered: date) -> None:
    due = due_on(registered)
    assert 28 <= (due - registered).days <= 31
    assert due.day == registered.day or due.day < registered.day


def test_the_end_of_a_month_stays_its_end() -> None:
    assert due_on(date(2026, 1, 31)) == date(2026, 2, 28)
    assert due_on(date(2028, 1, 31)) == date(2028, 2, 29)
    assert due_on(date(2026, 12, 31)) == date(2027, 1, 31)


def test_a_drawn_up_plan_is_near_no_more_and_days_stand_in_order() -> None:
    registered, today = date(2026, 2, 10), date(2026, 3, 3)
    assert not is_near(registered, None, date(2026, 3, 2))
    assert is_near(registered, None, today)
    assert not is_near(registered, today, today)
    assert [one.field for one in against_dates(None, None, today)] == ["registered_on"]
    assert [one.field for one in against_dates(date(2026, 3, 4), date(2026, 3, 4), today)] == [
        "registered_on", "drawn_up_on"
    ]  # fmt: skip
    assert [one.field for one in against_dates(registered, date(2026, 2, 9), today)] == ["drawn_up_on"]


def test_a_task_of_the_whole_family_concerns_every_child() -> None:
    assert concerns([], "eliska")
    assert concerns(["eliska", "jana"], "eliska")
    assert not concerns(["gabina"], "eliska")
