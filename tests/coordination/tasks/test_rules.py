"""The life of a task and what it must say, as plain decisions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.tasks.rules import (
    FOLLOWS,
    Outcome,
    Schedule,
    State,
    Step,
    TaskText,
    answer_by,
    late_since,
    may_follow,
    missing_in,
    not_now,
    periods,
    shown_as,
    state_after,
)

TODAY = date(2026, 3, 3)
WHOLE = TaskText("Sepíše požadavky.", "list předán", True, Schedule.ONCE, due_on=date(2026, 3, 12))


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_every_step_either_follows_or_is_refused_with_a_sentence(state: State, step: Step) -> None:
    assert may_follow(state, step) == (not not_now(state, step))


@given(st.lists(st.sampled_from(list(Step)), max_size=12))
def test_no_life_of_a_task_goes_on_after_its_end(steps: list[Step]) -> None:
    state = State.DRAFT
    for step in steps:
        if may_follow(state, step):
            assert state not in (State.CONFIRMED, State.CANCELLED)
            state = state_after(step)
    assert state in FOLLOWS


def test_a_whole_task_lacks_nothing_and_each_missing_part_has_its_own_sentence() -> None:
    assert missing_in(WHOLE, TODAY) == ()
    empty = TaskText("", " ", False, Schedule.ONCE)
    assert [reason.field for reason in missing_in(empty, TODAY)] == ["text", "responsible", "criterion", "due_on"]


def test_a_repeated_task_needs_its_first_and_last_day_in_order() -> None:
    weekly = TaskText("Pošle zprávu.", "zpráva došla", True, Schedule.WEEK)
    assert [reason.field for reason in missing_in(weekly, TODAY)] == ["until_on", "from_on"]
    backwards = TaskText(
        "Pošle zprávu.", "zpráva došla", True, Schedule.WEEK, from_on=date(2026, 4, 3), until_on=date(2026, 3, 27)
    )
    assert [reason.field for reason in missing_in(backwards, TODAY)] == ["until_on"]


def test_a_task_repeats_five_hundred_times_at_most() -> None:
    def until(last: date) -> TaskText:
        first = date(2026, 4, 3)
        return TaskText("Pošle zprávu.", "zpráva došla", True, Schedule.WEEK, from_on=first, until_on=last)

    five_hundredth = date(2026, 4, 3) + timedelta(weeks=499)
    assert missing_in(until(five_hundredth), TODAY) == ()
    assert [reason.field for reason in missing_in(until(five_hundredth + timedelta(weeks=1)), TODAY)] == ["until_on"]


def test_periods_follow_the_rhythm_and_keep_the_end_of_short_months() -> None:
    assert list(periods(Schedule.WEEK, date(2026, 3, 6), date(2026, 3, 20))) == [
        date(2026, 3, 6), date(2026, 3, 13), date(2026, 3, 20),
    ]  # fmt: skip
    assert list(periods(Schedule.FORTNIGHT, date(2026, 3, 6), date(2026, 3, 20)))[-1] == date(2026, 3, 20)
    assert list(periods(Schedule.MONTH, date(2026, 1, 31), date(2026, 3, 31))) == [
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31),
    ]  # fmt: skip
    assert list(periods(Schedule.ONCE, None, None)) == []


def test_a_period_that_is_over_and_was_not_checked_is_late() -> None:
    weeks = [date(2026, 3, 6), date(2026, 3, 13), date(2026, 3, 20)]
    last = date(2026, 3, 20)
    assert late_since(State.ACCEPTED, last, weeks, [], date(2026, 3, 12)) is None
    assert late_since(State.ACCEPTED, last, weeks, [], date(2026, 3, 13)) == date(2026, 3, 6)
    assert late_since(State.ACCEPTED, last, weeks, [date(2026, 3, 6)], date(2026, 3, 13)) is None
    assert late_since(State.REPORTED, last, weeks, [], date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("state", "outcome", "late", "checked", "word"),
    [
        (State.OFFERED, None, True, False, "overdue"),
        (State.ACCEPTED, None, False, True, "under_way"),
        (State.ACCEPTED, None, False, False, "accepted"),
        (State.REPORTED, Outcome.PARTLY, False, False, "partly"),
        (State.CONFIRMED, None, False, True, "confirmed"),
    ],
)
def test_the_word_for_a_task(state: State, outcome: Outcome | None, late: bool, checked: bool, word: str) -> None:
    assert shown_as(state, outcome, late, checked) == word


def test_an_answer_is_asked_for_within_a_week_and_before_the_date() -> None:
    assert answer_by(TODAY, date(2026, 3, 31)) == date(2026, 3, 10)
    assert answer_by(TODAY, date(2026, 3, 5)) == date(2026, 3, 5)
    assert answer_by(TODAY, date(2026, 3, 1)) == TODAY
