"""A town sets what it decides for itself, and makes the wordings its own; others read or find nothing."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from foundation import audit, town_settings, wordings
from foundation.database import db
from foundation.wordings import WordingConfirmed
from tests.browsing import Browser
from tests.cast import PHONE
from tests.conftest import House


def english(house: House, key: str, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
    browser = house.signed_in(key, door)
    browser.client.set_cookie("lang", "en")
    return browser


def podlesi(house: House) -> UUID:
    return house.ids.agencies["podlesi"]


@pytest.mark.parametrize("key", ["hana", "karel"])
def test_head_and_administrator_set_what_the_town_decides(house: House, key: str) -> None:
    browser = english(house, key)
    page = browser.open("/towns")
    assert page.address.endswith(f"/towns/{podlesi(house)}/settings"), "one town: straight there"
    page = browser.press_with("Save", {"Phone where somebody helps": "469 000 999"})
    assert page.notice == "Saved."
    with house.app.app_context():
        assert town_settings.get(podlesi(house), "phone") == "469 000 999"
        assert town_settings.get(house.ids.agencies["zalesi"], "phone") == PHONE
        assert audit.verify() == []


def test_a_coordinator_reads_and_changes_nothing(house: House) -> None:
    jitka = english(house, "jitka")
    page = jitka.open(f"/towns/{podlesi(house)}/settings")
    assert "§ 10 zákona č. 359/1999 Sb." in page.text
    assert not page.has_button("Save")
    token = page.soup.find(attrs={"name": "csrf_token"})
    assert token is not None
    assert jitka.post(page.address, {"csrf_token": str(token["value"]), "setting_0": "1"}).status == 404


@pytest.mark.parametrize("key", ["marek", "ivana", "jiri", "tereza"])
def test_who_holds_no_office_in_the_town_finds_nothing(house: House, key: str) -> None:
    browser = english(house, key)
    for address in ("settings", "wordings"):
        refused = browser.open(f"/towns/{podlesi(house)}/{address}")
        absent = browser.open(f"/towns/{house.ids.agencies['skola']}/{address}")
        assert (refused.status, refused.content) == (404, absent.content)


def test_the_code_door_is_too_weak_for_the_settings(house: House) -> None:
    assert english(house, "hana", SessionDoor.CODE).open(f"/towns/{podlesi(house)}/settings").status == 404


def test_a_wording_is_a_specimen_until_the_town_confirms_it(house: House) -> None:
    hana = english(house, "hana")
    page = hana.open(f"/towns/{podlesi(house)}/wordings")
    assert page.text.count("VZOR, not confirmed") == 4
    hana.follow("Pledge of confidentiality: worker of an organisation")
    assert "Slibuji, že o nich budu mlčet." in hana.page.text
    assert "po dobu deset let" in hana.page.text
    page = hana.press("The town confirms this wording")
    assert page.text.count("VZOR, not confirmed") == 3
    with house.app.app_context():
        assert wordings.confirmed(wordings.current("pledges.professional"), podlesi(house))
        assert not wordings.confirmed(wordings.current("pledges.professional"), house.ids.agencies["zalesi"])


def test_a_wording_with_empty_blanks_says_which(house: House) -> None:
    with house.app.app_context():
        town_settings.change(podlesi(house), {"citace: odpovědnost": ""}, by="worker:x")
    hana = english(house, "hana")
    hana.open(f"/towns/{podlesi(house)}/wordings")
    page = hana.follow("Pledge of confidentiality: worker of an organisation")
    assert "Still to be filled in: citace: odpovědnost." in page.text


def test_a_coordinator_confirms_no_wording(house: House) -> None:
    jitka = english(house, "jitka")
    jitka.open(f"/towns/{podlesi(house)}/wordings")
    page = jitka.follow("Pledge of confidentiality: family")
    assert not page.has_button("The town confirms this wording")
    token = page.soup.find(attrs={"name": "csrf_token"})
    assert token is not None
    assert jitka.post(page.address, {"csrf_token": str(token["value"]), "once": "x"}).status == 404
    with house.app.app_context():
        assert db.session.scalars(select(WordingConfirmed)).all() == []
