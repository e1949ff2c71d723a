"""When minutes go out, are approved and commented, and in which form they go to whom, decided on plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.minutes import rules
from coordination.minutes.rules import CopyForm, MinutesState, SectionCode

TODAY = date(2026, 3, 5)


@given(st.text(max_size=1200))
def test_the_case_in_brief_is_capped(text: str) -> None:
    assert (rules.too_long(SectionCode.BRIEF, text) == ()) is (len(text) <= 600)


@given(st.booleans(), st.none() | st.integers(-20, 20), st.booleans())
def test_a_state_is_one_of_four(sent: bool, ahead: int | None, approved: bool) -> None:
    until = TODAY + timedelta(days=ahead) if ahead is not None else None
    found = rules.state(sent=sent, comments_until=until, approved=approved, today=TODAY)
    if approved:
        assert found is MinutesState.APPROVED
    elif not sent:
        assert found is MinutesState.DRAFT
    else:
        assert (found is MinutesState.OPEN) is (ahead is not None and ahead >= 0)


def test_nothing_goes_out_before_everything_is_there_and_all_of_it_is_said_at_once() -> None:
    whole = {
        "held": True, "approved": False, "due_on": TODAY, "comments_until": TODAY, "today": TODAY, "brief": "Víme.",
    }  # fmt: skip
    assert rules.obstacles_to_sending(**whole) == ()
    lacking = {**whole, "held": False, "due_on": None, "comments_until": None, "brief": " "}
    assert len(rules.obstacles_to_sending(**lacking)) == 4
    assert len(rules.obstacles_to_sending(**{**whole, "comments_until": TODAY - timedelta(days=1)})) == 1
    assert len(rules.obstacles_to_sending(**{**lacking, "approved": True})) == 1


def test_approval_waits_for_the_last_day_of_comments_and_for_every_answer() -> None:
    def found(state: MinutesState, *unsettled: str) -> int:
        return len(
            rules.obstacles_to_approval(state, comments_until=TODAY, unsettled=unsettled, written="5. 3. 2026")
        )  # fmt: skip

    assert found(MinutesState.COMMENTED) == 0
    assert found(MinutesState.COMMENTED, "Jan") == 1
    assert found(MinutesState.OPEN, "Jan") == 2
    assert found(MinutesState.DRAFT) == found(MinutesState.APPROVED) == 1


@pytest.mark.parametrize(
    ("role", "has_task", "may_read", "approved", "expected"),
    [
        ("coordinator", False, True, True, CopyForm.WHOLE),
        ("facilitator", False, True, False, CopyForm.WHOLE),
        ("facilitator", False, True, True, CopyForm.NOTHING),
        ("minute_taker", True, True, True, CopyForm.NOTHING),
        ("agency_worker", True, True, False, CopyForm.WHOLE),
        ("agency_worker", False, True, False, CopyForm.EXTRACT),
        ("agency_worker", True, False, False, CopyForm.NOTHING),
        ("parent", False, True, True, CopyForm.WHOLE),
        ("child", True, True, True, CopyForm.NOTHING),
        ("minor_representative", True, True, True, CopyForm.NOTHING),
        ("support_person", True, True, True, CopyForm.NOTHING),
        ("interpreter", True, True, True, CopyForm.NOTHING),
    ],
)
def test_who_gets_what(role: str, has_task: bool, may_read: bool, approved: bool, expected: CopyForm) -> None:
    assert rules.usual_form(role, has_task=has_task, may_read=may_read, approved=approved) is expected


def test_an_exception_needs_a_word_and_what_is_usual_does_not() -> None:
    assert rules.obstacles_to_exception(CopyForm.WHOLE, CopyForm.EXTRACT, " ")
    assert rules.obstacles_to_exception(CopyForm.WHOLE, CopyForm.EXTRACT, "Je to jejich úkol.") == ()
    assert rules.obstacles_to_exception(CopyForm.WHOLE, CopyForm.WHOLE, "") == ()


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_usual_days_never_contradict_each_other(met: date) -> None:
    due = rules.usual_due_day(met)
    assert rules.wrong_days(due, rules.usual_comments_day(due), met_on=met) == ()
    assert rules.wrong_days(met - timedelta(days=1), None, met_on=met)
    assert rules.wrong_days(due, due - timedelta(days=1), met_on=met)
