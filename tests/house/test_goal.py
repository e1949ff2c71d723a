"""The goal of a case stands on each of its pages for those who may read it, and on none before the pledge (S2-09)."""

from __future__ import annotations

import pytest

from tests.conftest import House
from tests.house.test_access import ORACLE, Cell, Clients, address, expected, rules, world
from tests.world import Case

__all__ = ["world"]

IN_THE_ROOM = {"minutes.opening", "minutes.live", "minutes.wall"}
"""Pages before the meeting has begun: somebody who has not pledged may still sit there and read along (S2-29)."""
NO_BREAK = "\N{NO-BREAK SPACE}"
GOAL = "Kanárek-cíl: dokončit 8. třídu"


def _pages(house: House, case: Case, actor: str) -> dict[str, str]:
    """Every page of the open case that the table lets this actor read, by its endpoint."""
    clients, found = Clients(house, [case]), {}
    for rule in rules(house.app):
        cell = Cell(rule.endpoint, rule.rule, "GET", actor, "open")
        route = ORACLE["routes"][rule.endpoint]
        of_another = route.get("link") and actor != "seat"  # whoever holds the seat's link has come by the link alone
        about_case = route.get("case", True) and rule.arguments and not of_another
        if not about_case or "GET" not in (rule.methods or ()) or not expected(cell):
            continue
        response = clients.of(actor).get(address(house, case, cell, rule))
        if response.status_code == 200 and response.mimetype == "text/html":
            found[rule.endpoint] = response.get_data(as_text=True).replace(NO_BREAK, " ")
        response.close()
    return found


@pytest.mark.rule("S2-09")
@pytest.mark.parametrize("actor", ["coordinator", "minute_taker", "seat"])
def test_the_goal_stands_on_every_page_of_the_case_for_those_who_may_read_it(
    house: House, world: dict[str, Case], actor: str
) -> None:
    found = _pages(house, world["open"], actor)
    assert len(found) > 9
    silent = [endpoint for endpoint, page in found.items() if GOAL not in page and endpoint not in IN_THE_ROOM]
    assert not silent, silent


@pytest.mark.rule("S2-09")
@pytest.mark.parametrize("actor", ["seat_unpledged", "seat_no_ground", "administrator", "head"])
def test_the_goal_stands_on_no_page_before_the_pledge_and_without_a_ground(
    house: House, world: dict[str, Case], actor: str
) -> None:
    found = _pages(house, world["open"], actor)
    assert [endpoint for endpoint, page in found.items() if "Kanárek" in page] == []
