"""No small number is shown, and none that is kept back can be computed from what is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product

import pytest

from agencies.figures.rules import SMALLEST, HalfYear, Shown, cell_of_table, finished, shown, span_of


@pytest.mark.parametrize(("how_many", "largest"), [(2, 30), (3, 20), (4, 14)])
def test_what_is_kept_back_can_be_several_numbers(how_many: int, largest: int) -> None:
    """Everything that could stand behind one picture, as somebody finds it who knows the rule and tries them all."""
    behind: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for parts in product(range(largest + 1), repeat=how_many):
        if sum(parts) <= largest:
            behind[shown(parts)].append(parts)
    for picture, possible in behind.items():
        for place, number in enumerate(picture.parts):
            assert number is None or number == 0 or number >= SMALLEST
            if number is None:
                assert len({parts[place] for parts in possible}) > 1, picture


def test_large_numbers_and_noughts_are_shown() -> None:
    assert shown((12, 0, 7)) == Shown(19, (12, 0, 7))
    assert shown((0, 0)) == Shown(0, (0, 0))


def test_with_a_small_number_the_next_larger_is_kept_back() -> None:
    assert shown((12, 3, 7)) == Shown(22, (12, None, None))


def test_of_a_small_whole_nothing_is_shown() -> None:
    assert shown((4, 0)) == Shown(None, (None, None))


def test_only_half_years_that_are_over_are_counted() -> None:
    assert list(finished(date(2026, 3, 3), date(2026, 6, 30))) == []
    assert list(finished(date(2025, 9, 1), date(2026, 7, 1))) == [HalfYear(2026, 1), HalfYear(2025, 2)]
    assert list(finished(None, date(2026, 7, 1))) == []


def test_half_years_follow_without_gap_or_overlap() -> None:
    assert HalfYear(2026, 1).after == HalfYear(2026, 2).first
    assert HalfYear(2026, 2).after == HalfYear(2027, 1).first


def test_days_fall_into_spans() -> None:
    assert [span_of(days) for days in (0, 14, 15, 30, 31, 60, 61, 400)] == [0, 0, 1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", " =1"])
def test_a_spreadsheet_takes_no_text_for_a_formula(text: str) -> None:
    assert cell_of_table(text).startswith("'")
    assert cell_of_table("Podlesí") == "Podlesí"
