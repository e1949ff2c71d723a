"""A counselling service by itself: every route by every actor against its oracle, every page in a real browser."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from flask import url_for
from playwright.sync_api import Browser as Chromium
from sqlalchemy import event
from werkzeug.routing import Rule

from agencies.circles import standing
from agencies.circles.rules import State
from foundation.database import db
from tests.browsing import Browser
from tests.chromium import chromium, program, served, window
from tests.conftest import House, do_without
from tests.service import SERVICE, Things, kratochvilovi, laid

ORACLE: dict[str, Any] = yaml.safe_load(Path("tests/access_of_service.yaml").read_text(encoding="utf-8"))
STATES = ("early", "assessed", "ended")
NOT_PAGES = {
    "cooperation.paper",
    "circles.hand_over_paper", "clients.paper", "individual_plans.paper", "intake.calendar",
    "intervisions.paper", "visits.calendar",
}  # fmt: skip
"""Routes that answer GET with a file."""


def routes(house: House) -> Iterator[Rule]:
    for rule in sorted(house.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint.partition(".")[0] in SERVICE and rule.endpoint not in ORACLE["apart"]:
            yield rule


def allowed(endpoint: str, method: str, actor: str, state: str) -> bool:
    """What the table says."""
    row = ORACLE["routes"][endpoint]
    if state not in row.get("when", STATES):
        return False
    resource, _blank, letter = row[method].partition(" ")
    cells = ORACLE["resources"][resource]
    return letter in cells.get(state, cells.get("anytime", {})).get(actor, "")


def address(house: House, rule: Rule, things: dict[str, UUID]) -> str:
    with house.app.test_request_context():
        return url_for(rule.endpoint, **{name: things[name] for name in rule.arguments})


@pytest.fixture
def files(house: House) -> dict[str, Things]:
    """One file in each state, with a place, an exclusion, an intake and whatever else the routes ask for."""
    return laid(house)


def browsers(house: House) -> dict[str, Browser]:
    return {
        actor: house.signed_in(who["who"]) if who["who"] else house.stranger()
        for actor, who in ORACLE["actors"].items()
    }


def test_the_table_names_every_route_of_a_service(house: House) -> None:
    assert {rule.endpoint for rule in routes(house)} == set(ORACLE["routes"])
    assert set(ORACLE["apart"]) <= set(house.app.view_functions)


@pytest.mark.rule("S1-53", "S1-25")
def test_every_route_by_every_actor(house: House, files: dict[str, Things]) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = False  # the door stands before the form
    people, tried, wrong = browsers(house), 0, []
    nothing = people["stranger"].client.get(f"/service/files/{uuid.uuid4()}").data
    for state in STATES:
        for rule in routes(house):
            if not rule.arguments and state != STATES[0]:
                continue
            path = address(house, rule, files[state].by_argument)
            for method in ("GET", "POST"):
                if method not in (rule.methods or ()):
                    continue
                # whoever may not goes first: a deed that is done changes what the others find
                order = sorted(people, key=lambda actor: allowed(rule.endpoint, method, actor, state))
                for actor in order:
                    expected = allowed(rule.endpoint, method, actor, state)
                    if expected and method == "POST":
                        continue  # an allowed deed has stories of its own
                    answer = people[actor].client.open(path, method=method)
                    tried += 1
                    if expected != (answer.status_code != 404):
                        wrong.append(f"{state} {method} {rule.endpoint} {actor}: {answer.status_code}")
                    elif not expected and answer.data != nothing:
                        wrong.append(f"{state} {method} {rule.endpoint} {actor}: another 404")
    assert not wrong, "\n".join(wrong)
    assert tried > 500


def test_an_exclusion_that_is_not_read_turns_the_table_red(
    house: House, files: dict[str, Things], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The neighbour is in the team of each file; without the exclusion she would read it."""
    monkeypatch.setattr(standing.models, "excluded", lambda _circle_id: frozenset())
    zora = house.signed_in("ticha").client
    opened = [zora.get(f"/service/files/{things.circle_id}").status_code for things in files.values()]
    assert 200 in opened


@pytest.fixture
def browser() -> Iterator[Chromium]:
    found = program()
    if found is None:
        do_without("Chromium", "BROWSER")
    assert found is not None
    with chromium(found) as running:
        yield running


@pytest.mark.browser
def test_every_page_of_a_service_is_open_to_everybody(
    house: House, files: dict[str, Things], browser: Chromium
) -> None:
    """No barrier, no sideways scroll, in Czech and English, at 1280 and 320 px, with every form sent empty."""
    wrong: list[str] = []
    looked = 0
    with served(house.app) as base:
        for actor, state in (("first_contact", "early"), ("key_worker", "assessed"), ("manager", "assessed")):
            cookie = _cookie(house.signed_in(ORACLE["actors"][actor]["who"]))
            for width, tongue in ((1280, "cs"), (320, "en")):
                with window(browser, width) as context:
                    context.add_cookies(
                        [{"name": name, "value": value, "url": base} for name, value in cookie.items()]
                        + [{"name": "lang", "value": tongue, "url": base}]
                    )
                    page = context.new_page()
                    for rule in routes(house):
                        if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_PAGES:
                            continue
                        if not allowed(rule.endpoint, "GET", actor, state):
                            continue
                        page.goto(base + address(house, rule, files[state].by_argument))
                        looked += 1
                        wrong += _barriers(page, f"{rule.endpoint} {actor} {width} {tongue}")
    assert not wrong, "\n".join(wrong)
    assert looked > 40


def _cookie(browser: Browser) -> dict[str, str]:
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return {"session": cookie.value}


def _barriers(page: Any, where: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{where}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found] + (
        [f"{where}: scrolls sideways"] if wide else []
    )


def test_the_board_asks_as_often_for_forty_files_as_for_one(house: House, files: dict[str, Things]) -> None:
    nikola, counted = house.signed_in("nikola"), []

    def count(*_arguments: object) -> None:
        counted.append(1)

    with house.app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)
    try:
        nikola.open("/service")
        counted.clear()
        nikola.open("/service")
        few = len(counted)
        for _number in range(20):
            kratochvilovi(house, State.NEW_CONTACT)
        counted.clear()
        nikola.open("/service")
        assert len(counted) == few
    finally:
        with house.app.app_context():
            event.remove(db.engine, "before_cursor_execute", count)
