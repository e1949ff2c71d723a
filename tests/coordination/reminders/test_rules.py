"""When people are reminded: working mornings, by the clock of Prague, never late, never twice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coordination.reminders import rules
from coordination.reminders.models import times_before
from coordination.reminders.rules import Kind, Moment, Standing, kind_due, kind_owed, still_says_the_truth
from foundation import clock, working_days

PRAGUE = clock.PRAGUE
MEETINGS = st.datetimes(datetime(2026, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
STANDINGS = st.builds(Standing, *[st.booleans()] * 7).filter(lambda one: not (one.unanswered and one.comes))


def at(day: date, hour: int = 13) -> datetime:
    return datetime.combine(day, time(hour), PRAGUE).astimezone(UTC)


@pytest.mark.parametrize(
    ("meets", "week", "eve"),
    [
        (date(2026, 3, 17), date(2026, 3, 10), date(2026, 3, 16)),
        (date(2026, 3, 16), date(2026, 3, 9), date(2026, 3, 13)),  # a Monday: on Friday
        (date(2026, 4, 7), date(2026, 3, 31), date(2026, 4, 2)),  # after Easter, which begins on Friday
        (date(2026, 4, 13), date(2026, 4, 2), date(2026, 4, 10)),  # a week before is Easter Monday
        (date(2026, 10, 29), date(2026, 10, 22), date(2026, 10, 27)),  # after the holiday of 28 October
        (date(2026, 3, 30), date(2026, 3, 23), date(2026, 3, 27)),  # after the night in which the clock goes forward
        (date(2026, 3, 31), date(2026, 3, 24), date(2026, 3, 30)),
        (date(2026, 10, 26), date(2026, 10, 19), date(2026, 10, 23)),  # after the night in which it goes back
        (date(2026, 10, 27), date(2026, 10, 20), date(2026, 10, 26)),
    ],
)
def test_people_are_reminded_at_eight_on_a_working_morning(meets: date, week: date, eve: date) -> None:
    times = times_before(at(meets))
    for instant, day in ((times.week, week), (times.eve, eve)):
        assert instant.astimezone(PRAGUE).date() == day
        assert instant.astimezone(PRAGUE).time() == time(8)


def test_the_two_nights_of_the_clock_move_no_morning() -> None:
    before, after = times_before(at(date(2026, 3, 30))).eve, times_before(at(date(2026, 3, 31))).eve
    assert (before.hour, after.hour) == (7, 6)
    before, after = times_before(at(date(2026, 10, 26))).eve, times_before(at(date(2026, 10, 27))).eve
    assert (before.hour, after.hour) == (6, 7)


@given(MEETINGS)
def test_the_times_of_any_meeting_are_in_order_and_at_work(begins_at: datetime) -> None:
    times = times_before(begins_at)
    assert times.week < times.eve < times.day_begins <= begins_at
    assert times.eve_begins <= times.eve
    for instant in (times.week, times.eve):
        assert working_days.is_working(instant.astimezone(PRAGUE).date())
        assert instant.astimezone(PRAGUE).time() == time(8)
    assert times.moment(times.eve) is Moment.EVE
    assert times.moment(times.day_begins) is None
    assert times.moment(times.week - timedelta(seconds=1)) is None


@given(MEETINGS, st.timedeltas(timedelta(), timedelta(days=20)), st.timedeltas(timedelta(), timedelta(days=20)))
def test_nobody_is_reminded_of_a_time_that_had_passed_when_they_were_told(
    begins_at: datetime, ahead: timedelta, later: timedelta
) -> None:
    told_at = begins_at - ahead
    times, now = times_before(begins_at), told_at + later
    moment = times.moment(now)
    if moment is None or times.too_soon_after(told_at, moment):
        return
    due = times.eve if moment is Moment.EVE else times.week
    assert told_at < due <= now < begins_at
    assert told_at.astimezone(PRAGUE).date() < due.astimezone(PRAGUE).date()


@given(MEETINGS)
@example(datetime(2031, 12, 29, 9, tzinfo=UTC))  # after a Christmas of five days off the eve comes a week before
def test_the_week_is_told_unless_the_eve_comes_right_after_it(begins_at: datetime) -> None:
    times = times_before(begins_at)
    last = times.eve - timedelta(days=1)
    if last <= times.week:
        assert times.moment(times.week) is None
        return
    assert times.moment(times.week) is Moment.WEEK
    assert times.moment(last - timedelta(seconds=1)) is Moment.WEEK
    assert times.moment(last) is None


@pytest.mark.parametrize(
    ("one", "week", "eve"),
    [
        (Standing(unanswered=True, comes=False), Kind.ANSWER, Kind.ANSWER),
        (Standing(unanswered=True, comes=False, signed=False), Kind.ANSWER, Kind.ANSWER),
        (Standing(unanswered=False, comes=True), None, Kind.MEETING),
        (Standing(unanswered=False, comes=True, signed=False), None, Kind.MEETING_AND_PLEDGE),
        (Standing(unanswered=False, comes=False, signed=False), None, None),
        (Standing(unanswered=False, comes=True, convenes=True), None, None),
        (Standing(unanswered=True, comes=False, private=True, signed=False), None, Kind.MEETING),
        (Standing(unanswered=False, comes=True, private=True, signed=False), None, Kind.MEETING),
        (Standing(unanswered=False, comes=False, private=True), None, None),
        (Standing(unanswered=True, comes=False, private=True, child=True), None, None),
        (Standing(unanswered=True, comes=False, names_nobody_yet=True), Kind.ANSWER, Kind.ANSWER),
    ],
)
def test_everybody_is_reminded_of_what_they_owe(one: Standing, week: Kind | None, eve: Kind | None) -> None:
    assert kind_due(one, Moment.WEEK) is week
    assert kind_due(one, Moment.EVE) is eve


@given(STANDINGS, st.sampled_from([Moment.WEEK, Moment.EVE]))
def test_what_is_due_is_true(one: Standing, moment: Moment) -> None:
    """A letter that was just filed is never closed for the very reason for which it was filed."""
    for kind in (kind_due(one, moment), kind_owed(one)):
        assert kind is None or still_says_the_truth(kind, one)


def test_by_hand_nobody_is_reminded_who_owes_nothing() -> None:
    assert kind_owed(Standing(unanswered=False, comes=True)) is None
    assert kind_owed(Standing(unanswered=False, comes=True, signed=False)) is Kind.PLEDGE
    assert kind_owed(Standing(unanswered=False, comes=False, signed=False)) is None
    assert kind_owed(Standing(unanswered=False, comes=True, signed=False, private=True)) is None
    assert kind_owed(Standing(unanswered=True, comes=False, private=True, child=True)) is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, None),
        ({"convened": False}, "Only a meeting that is convened and has not begun can be reminded of."),
        ({"begun": True}, "Only a meeting that is convened and has not begun can be reminded of."),
        ({"owing": 0}, "Nobody owes an answer or a pledge."),
        ({"left": 0}, "Everybody who owes something has a letter from today or is to be called. Remind them tomorrow."),
    ],
)
def test_why_nobody_can_be_reminded(changes: dict[str, int], sentence: str | None) -> None:
    found = rules.against_reminding(**{"owing": 3, "left": 2, "convened": True, "begun": False} | changes)  # type: ignore[arg-type]
    assert [why.sentence for why in found] == [sentence] * (sentence is not None)
