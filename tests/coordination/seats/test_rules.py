"""Grounds over all times and families: what holds, what several open together, how far the tie of a seat reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from coordination.seats.rules import Ending, KnownGround, Role, SeatState, joined, narrows_at, opened, state, within_tie

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
FAMILY = [UUID(int=number) for number in range(1, 7)]

instants = some.integers(0, 1000).map(lambda hours: BEGINNING + timedelta(hours=hours))
people = some.frozensets(some.sampled_from(FAMILY))
members = some.none() | some.frozensets(some.sampled_from(FAMILY), min_size=1)
areas = some.none() | some.frozensets(some.sampled_from(["school", "health", "work"]), min_size=1)
grounds = some.builds(
    KnownGround, since=instants, until=some.none() | instants, ended_at=some.none() | instants, members=members,
    areas=areas,
)  # fmt: skip


@given(grounds, instants)
def test_a_ground_holds_from_its_beginning_to_just_before_its_end(ground: KnownGround, now: datetime) -> None:
    ends = [end for end in (ground.until, ground.ended_at) if end is not None]
    assert ground.holds(now) == (ground.since <= now and all(now < end for end in ends))


hours = some.integers(0, 1000).map(lambda count: timedelta(hours=count))


@given(grounds, hours, hours)
def test_what_was_over_never_holds_again(ground: KnownGround, first: timedelta, then: timedelta) -> None:
    earlier = ground.since + first
    assert ground.holds(earlier) or not ground.holds(earlier + then)


@given(grounds, instants)
def test_withdrawal_counts_from_its_very_moment(ground: KnownGround, withdrawn: datetime) -> None:
    assert not replace(ground, ended_at=withdrawn).holds(withdrawn)


@given(some.lists(grounds), instants)
def test_several_grounds_open_what_each_of_them_opens_and_no_more(known: list[KnownGround], now: datetime) -> None:
    together = joined(known, now)
    holding = [ground for ground in known if ground.holds(now)]
    assert (together is None) == (not holding)
    if together is None:
        return
    for person in FAMILY:
        opened = together.members is None or person in together.members
        assert opened == any(ground.members is None or person in ground.members for ground in holding)


@given(some.lists(grounds), instants)
def test_grounds_together_hold_now_and_never_longer_than_the_longest(known: list[KnownGround], now: datetime) -> None:
    together = joined(known, now)
    if together is None:
        return
    holding = [ground for ground in known if ground.holds(now)]
    assert together.holds(now)
    assert together.until is None or any(ground.until == together.until for ground in holding)
    assert together.until is not None or any(ground.until is None for ground in holding)


@given(some.lists(grounds), instants, some.randoms())
def test_the_order_of_grounds_means_nothing(known: list[KnownGround], now: datetime, chance: object) -> None:
    shuffled = sorted(known, key=lambda _ground: chance.random())  # type: ignore[attr-defined]
    assert joined(known, now) == joined(shuffled, now)


@given(some.lists(grounds), grounds, instants)
def test_a_ground_that_does_not_hold_opens_nothing(known: list[KnownGround], over: KnownGround, now: datetime) -> None:
    assume(not over.holds(now))
    assert joined([*known, over], now) == joined(known, now)


@given(members, people)
def test_a_tie_only_narrows(opened: frozenset[UUID] | None, tie: frozenset[UUID]) -> None:
    left = within_tie(opened, tie)
    if not tie:
        assert left == opened
        return
    assert left is not None
    assert left <= tie
    assert opened is None or left <= opened
    assert left == (tie if opened is None else tie & opened)


def test_a_tie_to_others_leaves_nobody_rather_than_everybody() -> None:
    """None means all members, so the empty set must stay an empty set."""
    assert within_tie(frozenset({FAMILY[0]}), frozenset({FAMILY[1]})) == frozenset()


def test_words_from_the_database_count_like_the_words_of_the_house() -> None:
    """A role comes back as plain text; it must lead to the same answer."""
    plain: Any = "agency_worker"
    assert state(plain, signed=True, grounded=False, ended_at=None, ended_how=None, now=BEGINNING) == "ground_missing"
    plain = "coordinator"
    assert state(plain, signed=False, grounded=False, ended_at=None, ended_how=None, now=BEGINNING) == "open"


@pytest.mark.parametrize(
    ("role", "signed", "grounded", "ended", "expected"),
    [
        (Role.AGENCY_WORKER, False, False, None, SeatState.PLEDGE_MISSING),
        (Role.AGENCY_WORKER, False, True, None, SeatState.PLEDGE_MISSING),
        (Role.AGENCY_WORKER, True, False, None, SeatState.GROUND_MISSING),
        (Role.AGENCY_WORKER, True, True, None, SeatState.OPEN),
        (Role.MINUTE_TAKER, True, False, None, SeatState.OPEN),
        (Role.COORDINATOR, False, False, None, SeatState.OPEN),
        (Role.AGENCY_WORKER, True, True, Ending.STEPPED_ASIDE, SeatState.STEPPED_ASIDE),
        (Role.AGENCY_WORKER, True, True, Ending.REMOVED, SeatState.CLOSED),
    ],
)
def test_what_a_seat_lacks(
    role: Role, signed: bool, grounded: bool, ended: Ending | None, expected: SeatState
) -> None:  # fmt: skip
    now = BEGINNING
    found = state(role, signed=signed, grounded=grounded, ended_at=ended and now, ended_how=ended, now=now)
    assert found is expected


@given(some.lists(grounds), instants)
def test_several_grounds_open_the_areas_that_each_of_them_names(known: list[KnownGround], now: datetime) -> None:
    together = joined(known, now)
    holding = [ground for ground in known if ground.holds(now)]
    for area in ("school", "health", "work"):
        if together is not None:
            opens = together.areas is None or area in together.areas
            assert opens == any(ground.areas is None or area in ground.areas for ground in holding)


def readable(known: list[KnownGround], tie: frozenset[UUID], now: datetime) -> frozenset[UUID]:
    members = opened(known, tie, now)
    return frozenset(FAMILY) if members is None else members


@given(some.lists(grounds, max_size=4), people, instants, some.integers(1, 600))
def test_it_narrows_at_the_first_end_that_takes_a_member_away(
    known: list[KnownGround], tie: frozenset[UUID], now: datetime, hours: int
) -> None:
    within = timedelta(hours=hours)
    at = narrows_at(known, tie, now, within)
    before = readable(known, tie, now)
    ends = sorted({one.until for one in known if one.until and now < one.until <= now + within})
    if at is None:
        # Nothing that ends takes away anybody of the six, or it opened everybody and still names all six.
        assert all(before <= readable(known, tie, end) for end in ends)
        return
    assert now < at <= now + within
    assert at in ends
    assert all(before <= readable(known, tie, end) for end in ends if end < at)


def test_a_second_ground_that_goes_on_keeps_it_open() -> None:
    jana = frozenset(FAMILY[:1])
    first = KnownGround(BEGINNING, BEGINNING + timedelta(days=5), None, jana)
    longer = KnownGround(BEGINNING, BEGINNING + timedelta(days=50), None, jana)
    now, fortnight = BEGINNING + timedelta(days=1), timedelta(days=14)
    assert narrows_at([first], frozenset(), now, fortnight) == first.until
    assert narrows_at([first, longer], frozenset(), now, fortnight) is None
    assert narrows_at([first], frozenset(), now, timedelta(days=3)) is None
    assert narrows_at([first], frozenset(FAMILY[1:2]), now, fortnight) is None, "it opened nothing within the tie"
