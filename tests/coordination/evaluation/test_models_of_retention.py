"""A closed case is kept for the years that its town has set: its office reads until when, its head what is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from coordination.conferences.models import Conference
from coordination.evaluation.models_of_retention import BY_LAW, YEARS
from coordination.seats.models import CaseFrame
from foundation import clock, language, town_settings
from foundation.database import transaction
from tests import world
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.world import FAMILY_WORDS, Case


@pytest.fixture
def case(house: House) -> Case:
    """The case of the world, its meeting called off; the town keeps closed cases for five years."""
    case = world.build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        session.execute(update(Conference).values(cancelled_at=clock.now(), cancelled_by="house"))
    sets(house, **{YEARS: "5"})
    return case


def sets(house: House, **values: str) -> None:
    with house.app.app_context():
        town_settings.change(house.ids.agencies["podlesi"], values, by="jitka")


def sits(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def closes(lenka: Browser, case: Case) -> Page:
    lenka.open(f"/cases/{case.case_id}/closing")
    names = {str(one["name"]) for one in lenka.page.soup.select("input[type=radio]")} - {"result"}
    typed = {"result": "met", "why": "Cíl je splněn."} | dict.fromkeys(names, "cancelled")
    return lenka.press_with("Close the case", typed)


def reads_of(page: Page) -> str:
    return page.text.replace("\xa0", " ")


def closed_before(house: House, case: Case, days: int) -> None:
    with house.app.app_context(), transaction() as session:
        frame = session.get_one(CaseFrame, case.case_id)
        frame.closed_at = clock.now() - timedelta(days=days)


def test_the_pages_of_closing_and_the_case_say_until_when_it_is_kept(house: House, case: Case) -> None:
    lenka = sits(house, "lenka")
    said = "Must be kept until 31 Dec 2031 (skartační plán úřadu podle zákona č. 499/2004 Sb.)."
    assert said in reads_of(lenka.open(f"/cases/{case.case_id}/closing"))
    assert "kept until" not in lenka.open(f"/cases/{case.case_id}").text
    assert "Must be kept until 31 Dec 2031" in reads_of(closes(lenka, case))
    assert said in reads_of(lenka.open(f"/cases/{case.case_id}/closing"))


def test_the_town_names_its_own_law_and_years(house: House, case: Case) -> None:
    sets(house, **{YEARS: "15", BY_LAW: "spisový a skartační řád, A.10"})
    page = sits(house, "lenka").open(f"/cases/{case.case_id}/closing")
    assert "Must be kept until 31 Dec 2041 (spisový a skartační řád, A.10)." in reads_of(page)


@pytest.mark.parametrize("written", ["", "deset let"])
def test_without_a_number_of_years_no_day_is_made_up(house: House, case: Case, written: str) -> None:
    sets(house, **{YEARS: written})
    lenka = sits(house, "lenka")
    assert "do not say how long" in lenka.open(f"/cases/{case.case_id}/closing").text
    assert "kept until" not in closes(lenka, case).text
    closed_before(house, case, 365 * 100)
    hana = sits(house, "hana")
    hana.open("/")
    assert "No case of this kind." in hana.press_with("Show", {"over": True}).text


def test_opened_and_closed_again_it_is_kept_anew(house: House, case: Case) -> None:
    lenka = sits(house, "lenka")
    closes(lenka, case)
    closed_before(house, case, 365 * 4)
    lenka.open(f"/cases/{case.case_id}/closing")
    assert "Must be kept until 31 Dec 2027" in reads_of(lenka.page)
    assert "kept until" not in lenka.press("Open the case again", because="Vrátilo se to.").text
    assert "Must be kept until 31 Dec 2031" in reads_of(closes(lenka, case))


def test_the_head_lists_the_cases_whose_time_is_over_by_their_codes(house: House, case: Case) -> None:
    closes(sits(house, "lenka"), case)
    hana = sits(house, "hana")
    hana.open("/")
    assert "No case of this kind." in hana.press_with("Show", {"over": True}).text
    closed_before(house, case, 365 * 7)
    world.build(house, "open", "PS-2222")
    hana.open("/")
    page = hana.press_with("Show", {"over": True})
    assert "PS-7F3K" in page.text
    assert "time of keeping is over" in page.text.lower()
    assert "PS-2222" not in page.text
    assert not any(word in page.whole for word in FAMILY_WORDS)


def test_the_head_of_another_town_and_its_years_reach_nothing_here(house: House, case: Case) -> None:
    closes(sits(house, "lenka"), case)
    closed_before(house, case, 365 * 7)
    assert "PS-7F3K" not in sits(house, "milada").open("/?over=1").whole
