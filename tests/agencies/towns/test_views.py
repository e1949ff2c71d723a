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


def test_the_settings_name_what_the_first_meeting_still_needs(house: House) -> None:
    hana = english(house, "hana")
    page = hana.open("/towns")
    assert "Still to fill in before the first meeting" not in page.text
    page = hana.press_with("Save", {"Pledge: the law on liability": "", "Helpline for children": ""})
    needed = page.text.partition("Still to fill in before the first meeting")[2]
    assert needed.strip().startswith("Pledge: the law on liability · Helpline for children")
    assert "Acknowledgement on printed papers (optional)" in page.text


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
    assert page.text.count("VZOR, not confirmed") == 5
    hana.follow("Pledge of confidentiality: worker of an organisation")
    assert "Slibuji, že o nich budu mlčet." in hana.page.text
    assert "po dobu deset let" in hana.page.text
    page = hana.press("The town confirms this wording")
    assert page.text.count("VZOR, not confirmed") == 4
    with house.app.app_context():
        assert wordings.confirmed(wordings.current("pledges.professional", podlesi(house)), podlesi(house))
        assert not wordings.confirmed(wordings.current("pledges.professional", None), house.ids.agencies["zalesi"])


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


# --- a new version ---------------------------------------------------------------------------------------------------

FAMILY_PLEDGE = "Pledge of confidentiality: family"


def writing(house: House, key: str = "karel") -> Browser:
    """The administrator is about to write the family's pledge anew."""
    browser = english(house, key)
    browser.open(f"/towns/{podlesi(house)}/wordings")
    browser.follow(FAMILY_PLEDGE)
    browser.follow("Write a new version")
    return browser


def test_old_and_new_lie_side_by_side_before_anything_is_saved(house: House) -> None:
    karel = writing(house)
    text = karel.page.soup.find("textarea")
    assert text is not None
    anew = text.get_text().strip().replace("Nebudu nikoho nahrávat ani fotit.", "Nebudu nikoho nahrávat.")
    page = karel.press("Continue", text=anew + "\nPapíry nechám doma.", change="Only words", confirmed=True)
    assert [struck.get_text() for struck in page.soup.select("del")] == ["nahrávat ani fotit."]
    assert [added.get_text() for added in page.soup.select("ins")] == ["nahrávat.", "Papíry nechám doma."]
    with house.app.app_context():
        assert wordings.current("pledges.family", podlesi(house)).version == 1
    page = karel.press("Save the new version")
    row = next(row for row in page.soup.select("tbody tr") if FAMILY_PLEDGE in row.get_text())
    assert [cell.get_text(" ", strip=True) for cell in row.select("td")][1:] == [
        "2", "since 23 Feb 2026", "Confirmed by the town",
    ]  # fmt: skip
    page = karel.follow(FAMILY_PLEDGE)
    assert "the town's own, Ing. Karel Svoboda · only words changed" in page.text
    page = karel.follow("version 1")
    assert "This version holds no longer. It is kept because people have signed it." in page.text
    assert not page.has_link("Write a new version")
    with house.app.app_context():
        assert wordings.current("pledges.family", podlesi(house)).text.endswith("Papíry nechám doma.")
        assert wordings.current("pledges.family", house.ids.agencies["zalesi"]).version == 1
        assert audit.verify() == []


def test_what_is_wrong_is_said_at_once_and_the_text_stays(house: House) -> None:
    karel = writing(house)
    said = {"text": "Slibuji podle {citace: odpovědnost} a {kouzla}.", "valid_from": "1. 2. 2026"}
    page = karel.press("Continue", change="What people promise or learn", **said)
    assert page.mistakes == [
        "Nobody fills in these words in braces: {kouzla}. Write the words themselves, or use a name from the settings "
        "of the town.",
        "This day has passed. Enter today or a later day.",
    ]
    assert "{kouzla}" in page.whole
    assert not page.has_button("Save the new version")


def test_what_changed_after_it_was_read_is_shown_once_more(house: House) -> None:
    karel = writing(house)
    karel.press("Continue", text="Budu mlčet.", change="Only words")
    page = karel.press("Save the new version", text="Budu mlčet vždy.")
    assert "Budu mlčet vždy." in page.text
    with house.app.app_context():
        assert wordings.current("pledges.family", podlesi(house)).version == 1
    karel.press("Save the new version")
    with house.app.app_context():
        assert wordings.current("pledges.family", podlesi(house)).text == "Budu mlčet vždy."


def test_of_two_who_write_at_once_the_second_keeps_the_typed_text(house: House) -> None:
    hana, karel = writing(house, "hana"), writing(house)
    for browser, words in ((hana, "Budu mlčet."), (karel, "Nebudu mluvit.")):
        browser.press("Continue", text=words, change="Only words")
    hana.press("Save the new version")
    page = karel.press("Save the new version")
    assert page.mistakes == [
        "Somebody else has written a new version meanwhile. Read it first; your text is kept here."
    ]
    assert "Nebudu mluvit." in page.whole


def test_nobody_else_finds_the_page_to_write_on(house: House) -> None:
    address = writing(house).page.address
    absent = english(house, "hana").open(f"/towns/{podlesi(house)}/wordings/{house.worker('hana')}/new")
    for key in ("jitka", "milada", "ivana"):
        refused = english(house, key).open(address)
        assert (refused.status, refused.content) == (404, absent.content)
    jitka = english(house, "jitka")
    jitka.open(f"/towns/{podlesi(house)}/wordings")
    assert not jitka.follow(FAMILY_PLEDGE).has_link("Write a new version")
