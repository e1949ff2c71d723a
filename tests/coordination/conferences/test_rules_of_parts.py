"""Parents who are invited apart do not meet, as plain values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.conferences.rules_of_parts import Place, are_apart, obstacles_to_parts

BEGINS = datetime(2026, 3, 3, 12, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=2)


def place(name: str, begins: int, ends: int, *, is_parent: bool = True, apart: bool = True) -> Place:
    """Somebody who is there from one minute of the meeting to another."""
    return Place(name, is_parent, BEGINS + timedelta(minutes=begins), BEGINS + timedelta(minutes=ends), apart)


def said(*places: Place) -> str:
    return " ".join(
        each.sentence % each.values for each in obstacles_to_parts(places, starts_at=BEGINS, ends_at=ENDS)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ([place("Jana", 0, 60), place("Roman", 60, 120)], ""),
        ([place("Jana", 0, 61), place("Roman", 60, 120)], "Jana and Roman are invited apart, and their parts overlap."),
        ([place("Jana", 0, 120, apart=False), place("Roman", 60, 120)], ""),
        ([place("Jana", 0, 60), place("Gabina", 30, 90, is_parent=False)], ""),
        ([place("Jana", -10, 60)], "does not lie within the meeting"),
        ([place("Jana", 90, 130)], "does not lie within the meeting"),
        ([place("Jana", 60, 60)], "does not lie within the meeting"),
    ],
)
def test_parts_within_the_meeting_that_do_not_touch(places: list[Place], sentence: str) -> None:
    found = said(*places)
    assert sentence in found
    assert bool(sentence) == bool(found)


@given(st.lists(st.tuples(st.integers(0, 119), st.integers(1, 60)), min_size=2, max_size=4))
def test_what_is_allowed_never_lets_two_of_them_meet(spans: list[tuple[int, int]]) -> None:
    places = [place(str(number), begins, min(begins + long, 120)) for number, (begins, long) in enumerate(spans)]
    if said(*places):
        return
    minutes = [{*range(begins, min(begins + long, 120))} for begins, long in spans]
    assert sum(map(len, minutes)) == len(set().union(*minutes))


@pytest.mark.parametrize(
    ("places", "apart"),
    [
        ([place("Jana", 0, 60), place("Roman", 60, 120)], True),
        ([place("Jana", 0, 61), place("Roman", 60, 120)], False),
        ([place("Jana", 0, 120, apart=False), place("Roman", 60, 120)], False),
        ([place("Jana", 0, 60)], False),
        ([place("Jana", 0, 60), place("Roman", 60, 120), place("Gabina", 0, 120, is_parent=False, apart=False)], True),
    ],
)
def test_a_conflict_of_the_parents_is_answered_only_where_each_has_a_part(places: list[Place], apart: bool) -> None:
    assert are_apart(places) is apart
