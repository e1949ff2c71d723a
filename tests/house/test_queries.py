"""A page costs the same number of queries for one participant and for forty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.conftest import House
from tests.house.test_access import KNOWN, Cell, Clients, address, rules
from tests.house.test_pages import NOT_PAGES, first_reader_of_each
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


def test_forty_cost_no_more_than_one(house: House) -> None:
    small = build(house, "open", "PS-AAAA")
    large = build(house, "open", "PS-BBBB")
    crowd(house, large, 40)
    clients = Clients(house)
    wrong = []
    for endpoint, actor in first_reader_of_each(house):
        if endpoint in NOT_PAGES or KNOWN[actor][0] is None:
            continue
        rule = next(rule for rule in rules(house.app) if rule.endpoint == endpoint and "GET" in (rule.methods or ()))
        if "case_id" not in rule.arguments and not rule.arguments:
            continue  # pages of no single case are compared in their own features
        counts = []
        for case in (small, large):
            path = address(house, case, Cell(endpoint, rule.rule, "GET", actor, "open"), rule)
            clients.of(actor).get(path)  # the look is noted by the first visit
            with counted() as asked:
                response = clients.of(actor).get(path)
            assert response.status_code == 200, path
            counts.append(len(asked))
        if counts[0] != counts[1]:
            wrong.append(f"{endpoint} by {actor}: {counts[0]} queries for few, {counts[1]} for forty")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("how_many", [1, 40])
def test_the_crowd_is_there(house: House, how_many: int) -> None:
    case = build(house, "open", "PS-CCCC")
    before = len(case.seats)
    crowd(house, case, how_many)
    assert len(case.seats) == before + how_many
