"""The ladder by the calendar: which rung hears on which day, and what is no news any more."""

from datetime import date

import pytest

from coordination.reminders.rules_of_digest import Days, Rung, against_absence, is_news, step

DAYS = Days(before=date(2026, 3, 12), after=date(2026, 3, 16))


@pytest.mark.parametrize(
    ("rung", "today", "since"),
    [
        (Rung.WORKER, 11, None),
        (Rung.WORKER, 12, 12),
        (Rung.WORKER, 15, 12),
        (Rung.WORKER, 16, 16),
        (Rung.WORKER, 23, 23),
        (Rung.WORKER, 29, 23),
        (Rung.CONTACT, 18, None),
        (Rung.CONTACT, 19, 19),
        (Rung.COORDINATOR, 22, None),
        (Rung.COORDINATOR, 23, 23),
        (Rung.COORDINATOR, 30, 30),
    ],
)
def test_each_rung_has_its_days(rung: Rung, today: int, since: int | None) -> None:
    assert step(rung, DAYS, date(2026, 3, today)) == (date(2026, 3, since) if since else None)


def test_in_place_of_somebody_away_the_contact_hears_at_once() -> None:
    assert step(Rung.WORKER, DAYS, date(2026, 3, 16), away=True) is None
    assert step(Rung.CONTACT, DAYS, date(2026, 3, 12), away=True) == date(2026, 3, 12)
    assert step(Rung.COORDINATOR, DAYS, date(2026, 3, 16), away=True) is None


def test_what_was_told_on_its_day_is_no_news() -> None:
    day = date(2026, 3, 12)
    assert is_news(day, None)
    assert is_news(day, date(2026, 3, 10))
    assert not is_news(day, day)


def test_nobody_is_away_until_yesterday() -> None:
    assert not against_absence(None, date(2026, 3, 12))
    assert not against_absence(date(2026, 3, 12), date(2026, 3, 12))
    assert against_absence(date(2026, 3, 11), date(2026, 3, 12))
