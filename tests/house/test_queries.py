"""A page costs the same number of queries for one participant and for forty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.conftest import House
from tests.house.test_access import KNOWN, Clients
from tests.house.test_pages import Visit, visits
from tests.world import build, crowd


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def costs(clients: Clients, pages: list[Visit]) -> dict[Visit, list[str]]:
    """What each page asks of the database, the look at it noted before."""
    found = {}
    for page in pages:
        clients.of(page.actor).get(page.path)
        with counted() as asked:
            response = clients.of(page.actor).get(page.path)
        assert response.status_code == 200, page
        found[page] = asked
    return found


@pytest.mark.parametrize("state", ["open", "draft"])
def test_forty_cost_no_more_than_one(house: House, state: str) -> None:
    case = build(house, state, "PS-AAAA")
    clients = Clients(house)
    pages = [page for page in visits(house, {state: case}) if KNOWN[page.actor][0] is not None]
    few = costs(clients, pages)
    crowd(house, case, 40)
    many = costs(clients, pages)
    wrong = [
        f"{page.endpoint} by {page.actor}: {len(few[page])} for few, {len(many[page])} for forty, such as "
        + max(many[page], key=many[page].count)
        for page in pages
        if len(few[page]) != len(many[page])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("how_many", [1, 40])
def test_the_crowd_is_there(house: House, how_many: int) -> None:
    case = build(house, "open", "PS-CCCC")
    before = len(case.seats)
    crowd(house, case, how_many)
    assert len(case.seats) == before + how_many
