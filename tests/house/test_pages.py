"""Every page of the house in a real browser: no barrier, no sideways scroll, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext

from tests.chromium import chromium, program, served, window
from tests.conftest import House, do_without
from tests.house.test_access import KNOWN, ORACLE, STATES, Cell, address, expected, rules
from tests.world import Case, build

WIDTHS = (1280, 320)
NOT_PAGES = {
    "web.typeface": "a file of the typeface",
    "links.enter": "leads on to the errand of the link",
}
"""Routes that answer GET with something else than a page, each with its reason."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = program()
    if found is None:
        do_without("Chromium", "BROWSER")
    assert found is not None
    with chromium(found) as browser:
        yield browser


def readers(house: House) -> Iterator[tuple[str, str]]:
    """Every page with everybody who may open it in an open case: (endpoint, actor)."""
    for rule in rules(house.app):
        if rule.endpoint in NOT_PAGES or "GET" not in (rule.methods or ()):
            continue
        for actor in (
            "coordinator",
            "seat",
            "seat_unpledged",
            "seat_no_ground",
            "seat_link_alone",
            "head",
            "administrator",
            "stranger",
        ):
            if expected(Cell(rule.endpoint, rule.rule, "GET", actor, "open")):
                yield rule.endpoint, actor


@pytest.mark.browser
def test_every_page_is_without_barriers(house: House, browser: Browser) -> None:
    case = build(house, "open", "PS-7F3K")
    wrong = []
    with served(house.app) as base:
        windows = {
            (actor, width): signed_window(house, browser, base, actor, width) for actor in KNOWN for width in WIDTHS
        }
        for endpoint, actor in first_reader_of_each(house):
            rule = next(
                rule for rule in rules(house.app) if rule.endpoint == endpoint and "GET" in (rule.methods or ())
            )
            path = address(house, case, Cell(endpoint, rule.rule, "GET", actor, "open"), rule)
            for width in WIDTHS:
                wrong += barriers(windows[actor, width], base, path, f"{path} for {actor} at {width} px")
    assert not wrong, "\n".join(wrong)


def first_reader_of_each(house: House) -> Iterator[tuple[str, str]]:
    """Each page once by the coordinator or whoever else may, and again by an agency's worker where it differs."""
    seen: set[tuple[str, bool]] = set()
    for endpoint, actor in readers(house):
        kind = (endpoint, actor in ("seat", "seat_unpledged", "seat_no_ground"))
        if kind not in seen:
            seen.add(kind)
            yield endpoint, actor


def barriers(context: BrowserContext, base: str, path: str, place: str) -> list[str]:
    page = context.new_page()
    elsewhere: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith((base, "data:")) else elsewhere.append(request.url)
    )
    try:
        response = page.goto(base + path)
        if response is None or response.status != 200:
            return [f"{place}: {response and response.status}"]
        found = Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        wrong = [f"{place}: {item['id']}: {item['nodes'][0]['html'][:200]}" for item in found.response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{place}: scrolls sideways")
        return wrong + [f"{place}: asks {address}" for address in elsewhere]
    finally:
        page.close()


def signed_window(house: House, browser: Browser, base: str, actor: str, width: int) -> BrowserContext:
    """A window in which the actor has come through the door."""
    context = window(browser, width)
    key, door = KNOWN[actor]
    if key and door:
        client = house.signed_in(key, door).client
        cookie = next(cookie for cookie in client._cookies.values() if cookie.key == "session")
        context.add_cookies([{"name": "session", "value": cookie.value, "url": base}])
    return context


def test_every_route_has_a_reader() -> None:
    """A page that no actor of the oracle may open would never be looked at."""
    for endpoint, route in ORACLE["routes"].items():
        assert "GET" in route or "POST" in route, endpoint
    assert STATES


def test_case_is_whole(house: House) -> None:
    assert isinstance(build(house, "open", "PS-7F3K"), Case)
