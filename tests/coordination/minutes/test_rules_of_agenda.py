"""The order of an agenda and the beginning of a meeting, decided on plain values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.minutes.rules_of_agenda import (
    BEFORE_PLEDGE,
    ItemKind,
    Planned,
    minutes_over,
    obstacles_to_item,
    obstacles_to_opening,
    obstacles_to_order,
    obstacles_to_removal,
    opens_at,
    usual,
)

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
KINDS = st.lists(st.sampled_from(list(ItemKind)), max_size=12)
OF_FAMILY = {ItemKind.VOICE, ItemKind.TOPIC}
OF_TABLE = KINDS.map(lambda kinds: [kind for kind in kinds if kind not in OF_FAMILY])


@given(OF_TABLE)
def test_an_order_stands_exactly_when_nothing_of_the_family_comes_before_the_pledge(kinds: list[ItemKind]) -> None:
    before = kinds[: kinds.index(ItemKind.PLEDGE)] if ItemKind.PLEDGE in kinds else None
    stands = before is not None and all(kind in BEFORE_PLEDGE for kind in before)
    assert (obstacles_to_order([Planned(kind, 5) for kind in kinds]) == ()) is stands


@given(KINDS)
def test_whatever_the_order_the_family_and_then_the_child_come_before_the_table(kinds: list[ItemKind]) -> None:
    if obstacles_to_order([Planned(kind, 5) for kind in kinds]):
        return
    heard = [kind for kind in kinds if kind not in BEFORE_PLEDGE]
    first = heard[: len([kind for kind in heard if kind == ItemKind.TOPIC]) + (ItemKind.VOICE in heard)]
    assert ItemKind.VOICE not in heard or heard[0] == ItemKind.VOICE
    assert ItemKind.TOPIC not in heard or set(first) <= OF_FAMILY


@given(st.integers(min_value=15, max_value=480))
def test_the_usual_agenda_keeps_the_pledge_early_whatever_its_length(minutes: int) -> None:
    items = usual(minutes)
    assert obstacles_to_order([Planned(kind, length) for kind, length in items]) == ()
    assert all(length >= 5 for _, length in items)
    assert sum(length for _, length in items) <= max(minutes, 5 * len(items))


def test_two_hours_are_the_usual_ones() -> None:
    assert sum(length for _, length in usual(120)) == 120


def opening(**changes: object) -> tuple[object, ...]:
    facts: dict[str, object] = {
        "starts_at": NOW, "convened": True, "opened": False, "now": NOW, "unpledged": (), "despite": "",
    }  # fmt: skip
    return obstacles_to_opening(**{**facts, **changes})  # type: ignore[arg-type]  # each case changes one fact


@pytest.mark.parametrize(
    "changes",
    [
        {"convened": False},
        {"opened": True},
        {"starts_at": NOW + timedelta(minutes=31)},
        {"starts_at": None},
        {"unpledged": ["Bc. Martina Dvořáčková"]},
        {"unpledged": ["Bc. Martina Dvořáčková"], "despite": "  "},
    ],
)
def test_a_meeting_does_not_begin(changes: dict[str, object]) -> None:
    assert len(opening(**changes)) == 1


def test_a_meeting_begins_once_all_have_signed_or_a_word_says_what_was_agreed() -> None:
    assert opening() == ()
    assert opening(starts_at=NOW + timedelta(minutes=30)) == ()
    assert opening(unpledged=["Bc. Martina Dvořáčková"], despite="Odejde.") == ()


def test_whoever_is_missing_is_named() -> None:
    (found,) = opening(unpledged=["Jan", "Eva"])
    assert found.values["names"] == "Jan, Eva"  # type: ignore[attr-defined]  # a Reason


def test_an_item_needs_a_name_and_a_time_and_the_pledge_stays() -> None:
    assert obstacles_to_item("Společný obraz", 10) == ()
    assert [found.field for found in obstacles_to_item(" ", 0)] == ["title", "minutes"]
    assert obstacles_to_removal(ItemKind.PLEDGE, begun=False)
    assert obstacles_to_removal(ItemKind.PLAN, begun=True)
    assert obstacles_to_removal(ItemKind.PLAN, begun=False) == ()


def test_an_item_is_over_its_time_only_afterwards() -> None:
    assert minutes_over(NOW, 10, NOW + timedelta(minutes=10)) == 0
    assert minutes_over(NOW, 10, NOW + timedelta(minutes=14)) == 4


def test_a_meeting_can_be_begun_half_an_hour_before_its_time() -> None:
    starts = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert opens_at(starts, starts - timedelta(hours=2)) == starts - timedelta(minutes=30)
    assert opens_at(starts, starts - timedelta(minutes=30)) is None
    assert opens_at(None, starts) is None
