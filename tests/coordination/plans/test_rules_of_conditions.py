"""When a condition holds, tried alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.plans.rules_of_conditions import (
    ConditionText,
    Kind,
    Standing,
    Verdict,
    by_number,
    by_task,
    by_word,
    missing_in,
    of_commitment,
    wrong_record,
)
from coordination.tasks.rules import CheckOutcome, Fulfilment, Outcome, State, fulfilment, within_allowed

UNTIL = date(2026, 6, 30)
TODAY = date(2026, 3, 3)
days = st.dates(date(2026, 1, 1), date(2027, 1, 1))
checks = st.lists(st.sampled_from(list(CheckOutcome)), max_size=12)


def test_no_unexcused_hour_is_broken_by_one() -> None:
    assert by_number(0, 0, UNTIL, TODAY) == Standing.HOLDS_SO_FAR
    assert by_number(1, 0, UNTIL, TODAY) == Standing.BREACHED


def test_a_number_that_nobody_counted_is_not_judged_and_kept_only_once_its_last_day_is_counted() -> None:
    assert by_number(None, 0, UNTIL, None) == Standing.NOT_JUDGED
    assert by_number(0, 0, UNTIL, UNTIL - timedelta(days=1)) == Standing.HOLDS_SO_FAR
    assert by_number(0, 0, UNTIL, UNTIL) == Standing.HOLDS


@given(st.integers(0, 99), st.integers(0, 99), days)
def test_a_number_is_broken_exactly_when_it_is_over_its_limit(counted: int, most: int, on: date) -> None:
    assert (by_number(counted, most, UNTIL, on) == Standing.BREACHED) == (counted > most)


def test_a_sign_stands_as_it_was_judged() -> None:
    assert by_word(None) == Standing.NOT_JUDGED
    assert by_word(Verdict.HOLDS) == Standing.HOLDS
    assert by_word(Verdict.BREACHED) == Standing.BREACHED


@given(st.lists(st.sampled_from(list(Standing)), min_size=1))
def test_a_commitment_stands_as_its_worst_condition(conditions: list[Standing]) -> None:
    found = of_commitment(conditions)
    assert (found == Standing.BREACHED) == (Standing.BREACHED in conditions)
    assert (found == Standing.HOLDS) == (set(conditions) == {Standing.HOLDS})
    assert found in conditions


def test_a_commitment_without_a_condition_never_holds() -> None:
    assert of_commitment([]) == Standing.NOT_JUDGED


def test_a_task_tells_whether_its_condition_holds() -> None:
    assert [by_task(one) for one in Fulfilment] == [
        Standing.HOLDS, Standing.HOLDS_SO_FAR, Standing.BREACHED, Standing.NOT_JUDGED,
    ]  # fmt: skip


@given(checks, st.none() | st.integers(0, 12))
def test_a_repeated_task_is_kept_with_no_more_excuses_than_allowed_and_nothing_missed(
    outcomes: list[CheckOutcome], most: int | None
) -> None:
    kept = within_allowed(outcomes, most)
    assert not kept or CheckOutcome.NOT_DONE not in outcomes
    assert (
        kept or CheckOutcome.NOT_DONE in outcomes or (most is not None and outcomes.count(CheckOutcome.EXCUSED) > most)
    )
    assert fulfilment(State.ACCEPTED, None, False, outcomes, most) == (
        Fulfilment.BROKEN if not kept else Fulfilment.SO_FAR if outcomes else Fulfilment.UNKNOWN
    )


@pytest.mark.parametrize("state", [State.DRAFT, State.OFFERED, State.OTHER_DATE, State.DECLINED, State.CANCELLED])
def test_a_task_that_nobody_has_on_their_hands_tells_nothing(state: State) -> None:
    assert fulfilment(state, None, True, []) == Fulfilment.UNKNOWN


@pytest.mark.parametrize("state", [State.OFFERED, State.OTHER_DATE, State.DECLINED])
def test_what_was_checked_counts_while_the_task_is_asked_about_anew(state: State) -> None:
    assert fulfilment(state, None, False, [CheckOutcome.DONE]) == Fulfilment.SO_FAR
    assert fulfilment(state, None, False, [CheckOutcome.NOT_DONE]) == Fulfilment.BROKEN


@pytest.mark.parametrize("state", [State.DRAFT, State.CANCELLED])
def test_a_task_that_is_gone_tells_nothing_whatever_was_checked(state: State) -> None:
    assert fulfilment(state, None, True, [CheckOutcome.NOT_DONE]) == Fulfilment.UNKNOWN


@pytest.mark.parametrize(
    ("state", "outcome", "late", "expected"),
    [
        (State.REPORTED, Outcome.DONE, False, Fulfilment.DONE),
        (State.CONFIRMED, None, False, Fulfilment.DONE),
        (State.REPORTED, Outcome.PARTLY, False, Fulfilment.UNKNOWN),
        (State.REPORTED, Outcome.NOT_DONE, False, Fulfilment.BROKEN),
        (State.ACCEPTED, None, True, Fulfilment.BROKEN),
        (State.ACCEPTED, None, False, Fulfilment.UNKNOWN),
    ],
)
def test_a_task_that_is_due_once_is_kept_by_its_report(
    state: State, outcome: Outcome | None, late: bool, expected: Fulfilment
) -> None:
    assert fulfilment(state, outcome, late, []) == expected


NUMBER = ConditionText("žádná neomluvená hodina", Kind.NUMBER, most=0, until_on=UNTIL, has_judge=True)
SIGN = ConditionText("chování se zlepší", Kind.JUDGED, until_on=UNTIL, criterion="spory řeší", has_judge=True)
TASK = ConditionText("dochází do programu", Kind.TASK, has_task=True)


@pytest.mark.parametrize("condition", [NUMBER, SIGN, TASK])
def test_a_whole_condition_lacks_nothing(condition: ConditionText) -> None:
    assert missing_in(condition, TODAY) == ()


@pytest.mark.parametrize(
    ("condition", "fields"),
    [
        (ConditionText("", Kind.NUMBER), ["text", "most", "judge"]),
        (ConditionText("x", Kind.NUMBER, most=0, has_judge=True), ["until_on"]),
        (ConditionText("x", Kind.TASK), ["task"]),
        (ConditionText("x", Kind.JUDGED, criterion="znak", until_on=UNTIL), ["judge"]),
        (ConditionText("x", Kind.JUDGED), ["criterion", "until_on"]),
        (ConditionText("x", Kind.NUMBER, most=0, has_judge=True, until_on=date(2026, 1, 1)), ["until_on"]),
    ],
)
def test_everything_that_a_condition_lacks_is_named_at_once(condition: ConditionText, fields: list[str]) -> None:
    assert [reason.field for reason in missing_in(condition, TODAY)] == fields


def test_a_record_says_what_was_seen_and_not_before_it_was() -> None:
    ahead = wrong_record(Kind.JUDGED, None, None, UNTIL, TODAY, until=UNTIL)
    assert wrong_record(Kind.NUMBER, 0, None, TODAY, TODAY, until=UNTIL) == []
    empty = wrong_record(Kind.NUMBER, None, None, None, TODAY, until=UNTIL)
    assert [one.field for one in empty] == ["counted", "on_day"]
    assert [one.field for one in ahead] == ["verdict", "on_day"]
    assert len(wrong_record(Kind.TASK, 0, None, TODAY, TODAY, until=UNTIL)) == 1
