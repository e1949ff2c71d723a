"""A refusal at the family's addresses has their look and says whom to call; whether a page exists nobody learns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browsing import Page
from tests.coordination.family.writing import AtHome
from tests.house.test_queries import counted


def in_their_look(page: Page) -> bool:
    return "rodina.css" in page.whole and "spolecne.css" not in page.whole and "Společně" not in page.whole


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/appointment/nothing", 404), ("GET", "/appointment", 404), ("GET", "/appointment/understand", 405),
     ("GET", "/r/x/y", 404)],
)  # fmt: skip
def test_refusals_are_calm_and_say_whom_to_call(home: AtHome, method: str, path: str, status: int) -> None:
    answer = home.phone().client.open(path, method=method)
    page = Page("http://localhost" + path, answer.status_code, answer.headers, answer.data)
    assert page.status == status
    assert in_their_look(page)
    assert page.soup.title.string == "Appointment"
    assert "The number to call stands on your paper." in page.text, "two towns: none of them is named"


def test_what_exists_for_others_looks_like_what_never_did(home: AtHome) -> None:
    home.ready()
    phone = home.phone()
    never = phone.open("/appointment/nothing").content
    assert phone.open("/appointment/requests").content == never
    assert phone.open(f"/appointment/tasks/{home.seat_id('Jana Vlčková')}").content == never


def test_the_office_keeps_its_own_look(home: AtHome) -> None:
    assert "spolecne.css" in home.phone().open("/nothing").whole


# --- how heavy a page is on prepaid data ------------------------------------------------------------------------------

STYLESHEET = Path("static/rodina.css")


def test_a_page_with_its_style_is_light(home: AtHome) -> None:
    """A page in at most 60 kB uncompressed, the family's stylesheet in at most 10 kB of it, nothing else loaded."""
    jana = home.opens(home.ready())
    assert STYLESHEET.stat().st_size <= 10_000
    for path in ("/appointment", "/appointment/requests", "/appointment/seen", "/appointment/reading"):
        page = jana.open(path)
        assert len(page.content) + STYLESHEET.stat().st_size <= 60_000, path
        loaded = [one.get("href") or one.get("src") for one in page.soup.select("link[href], script, img, iframe")]
        assert [one for one in loaded if one and not str(one).startswith("data:")] == ["/static/rodina.css"]


def test_no_page_asks_the_database_for_more_than_it_needs(home: AtHome) -> None:
    jana = home.opens(home.ready())
    task = jana.page.link("Do you agree to this?")
    for path, most in (("/appointment", 48), (task, 38), (f"{task}/help", 38), ("/appointment/help", 26)):
        jana.open(path)
        with counted() as asked:
            jana.open(path)
        assert len(asked) <= most, f"{path}: {len(asked)}"
