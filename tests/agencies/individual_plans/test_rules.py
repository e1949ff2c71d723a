"""A need before a plan, a goal towards independence in every plan, a verdict on each goal before the end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.circles.rules import State
from agencies.individual_plans.rules import (
    Aim,
    Goal,
    PlanText,
    Result,
    Step,
    Verdict,
    against_ending,
    against_lifting,
    against_need,
    against_plan,
    against_review,
)
from foundation.reasons import Reason

TODAY = date(2026, 4, 9)
STEP = Step("Sejít se nad kalendářem.", "Zuzana Kratochvílová", date(2026, 4, 23))
ALONE = Goal("Domluvíme se sami.", Aim.INDEPENDENCE, "Předání bez hádky.", (STEP,))
EASIER = Goal("Chci klidněji spát.", Aim.RELIEF, "Tři noci v týdnu v klidu.", (STEP,))


def wrong_with(
    *goals: Goal, situation: str = "Hádky před dětmi.", review_on: date | None = date(2026, 6, 1), needed: bool = True,
    state: State = State.CLIENT, first: bool = True, because: str = "",
) -> list[Reason]:  # fmt: skip
    text = PlanText(situation, goals, "", "", review_on)
    return against_plan(text, state=state, needed=needed, because=because, first=first, today=TODAY)


@given(st.sampled_from(State), st.text(), st.booleans())
def test_only_a_client_has_one_need_with_its_reason(state: State, why: str, already: bool) -> None:
    may = state is State.CLIENT and bool(why.strip()) and not already
    assert (not against_need(state, why, already=already)) == may


@given(st.lists(st.sampled_from([ALONE, EASIER]), max_size=3))
def test_a_plan_has_a_goal_towards_independence(goals: list[Goal]) -> None:
    assert (not wrong_with(*goals)) == (ALONE in goals)


@pytest.mark.parametrize(
    ("goal", "field"),
    [
        (Goal("", Aim.INDEPENDENCE, "Předání.", (STEP,)), "wish_2"),
        (Goal("Domluvíme se.", None, "Předání.", (STEP,)), "aim_2"),
        (Goal("Domluvíme se.", Aim.RELIEF, " ", (STEP,)), "sign_2"),
        (Goal("Domluvíme se.", Aim.RELIEF, "Předání.", ()), "what_2_1"),
        (Goal("Domluvíme se.", Aim.RELIEF, "Předání.", (STEP, Step("", "Pavel", TODAY))), "what_2_2"),
        (Goal("Domluvíme se.", Aim.RELIEF, "Předání.", (Step("Sejít se.", "", TODAY),)), "who_2_1"),
        (Goal("Domluvíme se.", Aim.RELIEF, "Předání.", (Step("Sejít se.", "Pavel", None),)), "until_2_1"),
    ],
)
def test_whatever_a_goal_lacks_is_said_at_its_field(goal: Goal, field: str) -> None:
    assert [one.field for one in wrong_with(ALONE, goal)] == [field]


def test_all_that_a_plan_lacks_is_said_at_once() -> None:
    wrong = wrong_with(situation=" ", review_on=None, needed=False, first=False)
    assert [one.field for one in wrong] == [None, "situation", "wish_1", "review_on", "because"]


def test_an_empty_row_says_nothing_and_moves_no_sentence() -> None:
    nothing = Goal("", None, "", (Step("", "", None),))
    assert not wrong_with(nothing, ALONE)
    assert [one.field for one in wrong_with(nothing, EASIER)] == ["aim_2"]
    assert [one.field for one in wrong_with(nothing)] == ["wish_1"]


@given(st.integers(-400, 400))
def test_the_review_is_still_to_come(days: int) -> None:
    assert (not wrong_with(ALONE, review_on=TODAY + timedelta(days=days))) == (days > 0)


@given(st.sampled_from(list(Verdict)), st.text(), st.booleans())
def test_a_review_says_how_each_goal_stands(verdict: Verdict, note: str, ends: bool) -> None:
    wrong = against_review(
        [(verdict, note)], TODAY, None if ends else TODAY + timedelta(days=60), running=True, ends=ends, since=TODAY,
        today=TODAY,
    )  # fmt: skip
    assert (not wrong) == (verdict is Verdict.MET or bool(note.strip()))


@pytest.mark.parametrize(
    ("on", "next_on", "ends", "field"),
    [
        (None, TODAY + timedelta(days=9), False, "on"),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=9), False, "on"),
        (TODAY - timedelta(days=1), TODAY + timedelta(days=9), False, "on"),
        (TODAY, None, False, "next_on"),
        (TODAY, TODAY, False, "next_on"),
        (TODAY, None, None, "then"),
    ],
)
def test_a_review_has_its_day_and_what_comes_next(
    on: date | None, next_on: date | None, ends: bool | None, field: str
) -> None:
    wrong = against_review([(Verdict.MET, "")], on, next_on, running=True, ends=ends, since=TODAY, today=TODAY)
    assert [one.field for one in wrong] == [field]


@given(st.sampled_from([None, *Result]), st.text(), st.booleans(), st.booleans())
def test_a_plan_ends_once_and_with_its_result(result: Result | None, note: str, running: bool, reviewed: bool) -> None:
    may = running and result is not None and bool(note.strip()) and (reviewed or result is Result.BROKEN_OFF)
    assert (not against_ending(result, note, running=running, reviewed=reviewed)) == may


@given(st.text(), st.booleans(), st.booleans())
def test_a_need_that_a_plan_answers_is_not_taken_back(because: str, stands: bool, planned: bool) -> None:
    may = stands and not planned and bool(because.strip())
    assert (not against_lifting(because, stands=stands, planned=planned)) == may
