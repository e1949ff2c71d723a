"""What counts as another meeting, who is asked again, and how a part lies in a meeting that moved."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.conferences.rules import ConferenceState
from coordination.conferences.rules_of_moving import (
    Change,
    Meeting,
    difference,
    missing_parts,
    moved_part,
    nothing_new,
    obstacles_to_changing,
    obstacles_to_taking_off,
    within,
)

STARTS = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
TUESDAY = Meeting(STARTS, STARTS + timedelta(minutes=105), date(2026, 3, 3), "zasedačka 204", False)
MINUTES = st.integers(1, 600).map(lambda minutes: timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("changes", "change", "asks_again"),
    [
        ({}, Change.NOTHING, False),
        ({"place": " zasedačka  204 "}, Change.NOTHING, False),
        ({"place_is_sensitive": True}, Change.HIDDEN, False),
        ({"place": "zasedačka 205"}, Change.PLACE, True),
        ({"place": "zasedačka 205", "place_is_sensitive": True}, Change.PLACE, True),
        ({"ends_at": STARTS + timedelta(hours=2)}, Change.HOURS, True),
        ({"starts_at": STARTS - timedelta(hours=1), "place": "jinde"}, Change.HOURS, True),
        ({"day": date(2026, 3, 4), "starts_at": STARTS + timedelta(days=1)}, Change.DAY, True),
    ],
)
def test_the_greatest_difference_counts(changes: dict[str, object], change: Change, asks_again: bool) -> None:
    found = difference(TUESDAY, replace(TUESDAY, **changes))  # type: ignore[arg-type]
    assert (found, found.asks_again) == (change, asks_again)


def test_a_place_that_was_hidden_is_shown() -> None:
    assert difference(replace(TUESDAY, place_is_sensitive=True), TUESDAY) is Change.SHOWN


def test_a_part_keeps_its_distance_and_never_outlasts_the_meeting() -> None:
    part = (STARTS + timedelta(minutes=30), STARTS + timedelta(minutes=60))
    later = replace(TUESDAY, starts_at=STARTS + timedelta(days=7), ends_at=STARTS + timedelta(days=7, minutes=45))
    assert moved_part(part, TUESDAY, later) == (
        STARTS + timedelta(days=7, minutes=30), STARTS + timedelta(days=7, minutes=45),
    )  # fmt: skip
    short = replace(later, ends_at=later.starts_at + timedelta(minutes=30))
    assert moved_part(part, TUESDAY, short) is None, "too short for it: asked to the whole"
    assert moved_part(None, TUESDAY, later) is None
    assert within(TUESDAY, None) == TUESDAY
    assert (within(TUESDAY, part).starts_at, within(TUESDAY, part).ends_at) == part


@given(begins=MINUTES, lasts=MINUTES, moved=st.integers(-10_000, 10_000), length=MINUTES)
def test_a_moved_part_lies_in_its_meeting(begins: timedelta, lasts: timedelta, moved: int, length: timedelta) -> None:
    starts = STARTS + timedelta(minutes=moved)
    new = replace(TUESDAY, starts_at=starts, ends_at=starts + length)
    part = moved_part((STARTS + begins, STARTS + begins + lasts), TUESDAY, new)
    assert part is None or new.starts_at <= part[0] < part[1] <= new.ends_at


@pytest.mark.parametrize(
    ("state", "begun", "how_many"),
    [
        (ConferenceState.CONVENED, False, 0),
        (ConferenceState.CONVENED, True, 1),
        (ConferenceState.HELD, True, 2),
        (ConferenceState.CANCELLED, False, 1),
        (ConferenceState.CANCELLED, True, 2),
        (ConferenceState.DRAFT, False, 1),
    ],
)
def test_every_reason_is_said_at_once(state: ConferenceState, begun: bool, how_many: int) -> None:
    now = STARTS if begun else STARTS - timedelta(minutes=1)
    assert len(obstacles_to_changing(state, starts_at=STARTS, now=now)) == how_many


def test_a_convened_meeting_lacks_nothing() -> None:
    lacking = missing_parts(day=None, starts=None, ends=None, place=" ")
    assert [each.field for each in lacking] == ["meets_on", "wall_from", "wall_to", "place"]
    assert missing_parts(day=TUESDAY.day, starts=1, ends=1, place="zde") == ()


def test_another_day_for_answers_alone_is_a_change() -> None:
    assert nothing_new(Change.NOTHING, another_answer_day=True) == ()
    assert len(nothing_new(Change.NOTHING, another_answer_day=False)) == 1


def test_who_is_not_taken_off_a_meeting() -> None:
    fine = {"convenes": False, "stands": True, "sits": True, "named_by_others": False, "replaced": False}
    assert obstacles_to_taking_off(name="Ivana", **fine) == ()
    for wrong in fine:
        assert len(obstacles_to_taking_off(name="Ivana", **{**fine, wrong: not fine[wrong]})) == 1, wrong
