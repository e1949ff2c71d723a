"""Each condition of the one decision is taken out in turn, and the access table must see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from foundation import access
from tests.conftest import House
from tests.house.test_access import run_table, world
from tests.world import Case

__all__ = ["world"]

SEEN_BY = {
    "town": "towns.settings",
    "door": "cases.exclude",
    "exclusion": "pledges.who",
    "membership": "pledges.refuse",
    "pledge": "pledges.who",
    "ground": "pledges.who",
    "reason": "cases.people",
    "audience": "plans.show",
    "time": "plans.begin",
}
"""For each condition a page with cells on which it alone decides."""
ALONE = {
    "town": ("other_town_head", "head of the other town: by office, door and all the rest she would be let in"),
    "door": ("coordinator_by_code", "the coordinator herself, come by a weaker door than her office needs"),
    "exclusion": ("excluded", "pledged, seated, and her agency has a consent: only the exclusion stands against her"),
    "membership": ("seat_ended", "signed, not excluded; what he may still read he may no longer change"),
    "pledge": ("seat_unpledged", "her agency has the parent's consent; she has not signed"),
    "ground": ("seat_no_ground", "she has signed; nothing lets her agency learn of the family"),
    "reason": ("head", "heads the department of the town; nothing but the written reason is missing"),
    "audience": ("seat", "may open the page, and her ground reaches two of the children only"),
    "time": ("coordinator", "nothing but the state of the case keeps her from changing it"),
}
"""On whom the condition alone decides there, and why."""


def test_every_condition_has_its_cell() -> None:
    assert set(SEEN_BY) == set(ALONE) == set(access.CONDITIONS)


def test_with_all_conditions_these_pages_are_green(house: House, world: dict[str, Case], tmp_path: Path) -> None:
    wrong, ran, _total = run_table(house, world, tmp_path, only=set(SEEN_BY.values()))
    assert not wrong
    assert ran


@pytest.mark.parametrize("condition", access.CONDITIONS)
def test_without_it_the_table_is_red(
    house: House, world: dict[str, Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, condition: str
) -> None:
    """And it is the cell on which the condition alone decides that turns red, not some other by chance."""
    monkeypatch.delitem(access.CONDITIONS, condition)
    wrong, _ran, _total = run_table(house, world, tmp_path, only={SEEN_BY[condition]})
    actor, why = ALONE[condition]
    assert [cell for cell in wrong if f" by {actor}, " in cell], why
