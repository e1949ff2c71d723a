"""Stories of co-operation: the clients agree, sign, take it back; a law obliges and the clients are told."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from agencies.circles.rules import State
from agencies.cooperation.models import CITATION, agreements_of, grounds_of_files, titles_of
from agencies.cooperation.rules import Permit, Purpose
from foundation import clock, town_settings
from foundation.language import day
from tests.browsing import Browser, Page, Typed
from tests.conftest import House
from tests.service import Family, kratochvilovi, open_service

SCOPE = "Že chodíme na mediaci a jak často. Ne to, co tam zaznělo."
OFFICE = "Městský úřad Podlesí"


@pytest.fixture
def family(house: House) -> Family:
    open_service(house)
    return kratochvilovi(house, State.CLIENT)


def english(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


def file_of(family: Family) -> str:
    return f"/service/files/{family.circle_id}"


def in_days(count: int) -> str:
    return day(clock.today() + timedelta(days=count), "cs")


def permit(house: House, family: Family, purpose: Purpose = Purpose.CONFERENCE) -> Permit:
    with house.app.app_context():
        ground = grounds_of_files([family.circle_id])[family.circle_id]
        return ground.permit(house.ids.agencies["podlesi"], purpose, clock.now())


def agreed(house: House, family: Family, *purposes: str) -> tuple[Browser, Page]:
    """Mrs. Blažková writes down what the clients let her say at the office; nobody has signed yet."""
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    hana.follow("An agreement to co-operate")
    said: dict[str, Typed] = {"body": OFFICE, "scope": SCOPE, "until": in_days(90)}
    return hana, hana.press("Save the agreement", purposes=list(purposes) or ["taking part in a conference"], **said)


def signed(house: House, family: Family, *purposes: str) -> tuple[Browser, Page]:
    hana, _page = agreed(house, family, *purposes)
    hana.follow("They have signed")
    who = ["Zuzana Kratochvílová", "Pavel Kratochvíl"]
    return hana, hana.press("File the signatures", people=who, signed_on="today", original="složka 7")


@pytest.mark.rule("S1-54")
def test_the_clients_agree_with_whom_for_what_and_until_when(house: House, family: Family) -> None:
    hana, page = agreed(house, family)
    assert "it holds once every client has signed it" in page.notice
    assert SCOPE in page.text
    unsigned = page.text.partition("Still to sign: ")[2]
    assert "Zuzana Kratochvílová" in unsigned
    assert "Pavel Kratochvíl" in unsigned
    assert permit(house, family).reasons
    hana.follow("They have signed")
    page = hana.press("File the signatures", people=["Zuzana Kratochvílová"], signed_on="today", original="složka 7")
    assert "Still to sign: Pavel Kratochvíl" in page.text
    assert permit(house, family).reasons, "one of two is not enough"
    hana.follow("They have signed")
    page = hana.press("File the signatures", people=["Pavel Kratochvíl"], signed_on="today", original="složka 7")
    assert "Still to sign: " not in page.text
    assert permit(house, family) == Permit(())
    assert permit(house, family, Purpose.LETTER).reasons


@pytest.mark.rule("S1-54")
def test_without_an_agreement_or_after_it_nothing_may_be_said(house: House, family: Family) -> None:
    assert permit(house, family).reasons
    hana, _page = signed(house, family)
    assert not permit(house, family).reasons
    hana.follow("They withdraw it")
    page = hana.press("Withdraw the agreement")
    assert "From this moment nothing may be said there" in page.notice
    assert [one.sentence for one in permit(house, family).reasons] == [
        "The clients have withdrawn their agreement with this body."
    ]
    signed(house, family)
    assert not permit(house, family).reasons
    with clock.standing_at(clock.midnight(clock.today() + timedelta(days=91))):
        assert permit(house, family).reasons, "the day after the last one"


def test_what_an_agreement_lacks_is_named_and_nothing_typed_is_lost(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/agreement")
    page = hana.press("Save the agreement", scope=SCOPE, until="yesterday")
    assert page.mistakes == ["Choose with whom, or write it.", "Choose for what.", "This day has passed."]
    assert SCOPE in page.whole
    hana, _page = agreed(house, family)
    hana.follow("They have signed")
    page = hana.press("File the signatures", signed_on="tomorrow")
    assert page.mistakes == ["Tick who has signed.", "This day is still to come.", "Write where the original lies."]


@pytest.mark.rule("S1-55")
def test_a_law_needs_no_agreement_and_the_clients_are_told_before(house: House, family: Family) -> None:
    with house.app.app_context():
        town_settings.change(house.ids.agencies["poradna"], {CITATION: "§ 10 odst. 3 zákona o dětech"}, by="worker:x")
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    page = hana.follow("A law obliges us")
    assert "§ 10 odst. 3 zákona o dětech" in page.text
    page = hana.press("Record the legal title", body=OFFICE, why="Konference 14. 4. v 9:00.")
    assert "You cannot decline there" in page.notice
    assert permit(house, family).compulsory
    assert permit(house, family).reasons, "the clients do not know yet"
    hana.follow("The clients were told")
    page = hana.press("Save", told_on="today", how="by phone")
    assert "The clients were told on" in page.text
    assert permit(house, family) == Permit((), compulsory=True)
    with house.app.app_context():
        town_settings.change(house.ids.agencies["poradna"], {CITATION: "§ 14 zákona o dětech"}, by="worker:x")
    page = hana.open(file_of(family))
    assert "§ 10 odst. 3 zákona o dětech" in page.text, "what was recorded keeps its words"
    page = hana.press("No longer holds")
    assert "Now the agreement of the clients counts." in page.notice
    assert permit(house, family).reasons


@pytest.mark.rule("S1-55")
def test_no_law_is_recorded_without_its_words_and_nobody_is_told_in_the_future(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/legal-title")
    page = hana.press("Record the legal title", body=OFFICE, told_on="tomorrow")
    assert page.mistakes == [
        "The service has not written which law obliges it. The manager does so in the settings.",
        "Write what you are asked for and when.",
        "This day is still to come.",
        "Choose how you told them.",
    ]
    with house.app.app_context():
        assert not titles_of(family.circle_id)
    manager = english(house, "kral")
    page = manager.open(f"/counselling/{house.ids.agencies['poradna']}/settings")
    assert "Co-operation: the law by which taking part is compulsory" in page.text


def test_the_sheet_carries_what_was_agreed_and_names_nobody_in_its_data(
    house: House, family: Family, tmp_path: Path
) -> None:
    hana, page = agreed(house, family)
    sheet = hana.open(page.link("Print the sheet"))
    file = tmp_path / "sheet.pdf"
    file.write_bytes(sheet.content)
    text = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    for word in ("Zuzana Kratochvílová", "Pavel Kratochvíl", OFFICE, "Že chodíme na mediaci"):
        assert word in text
    info = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Kratochv" not in info


def test_nobody_but_those_in_direct_care_writes_of_co_operation(house: House, family: Family) -> None:
    agreed(house, family)
    with house.app.app_context():
        (agreement,) = agreements_of(family.circle_id)
        agreement_id = agreement.id
    for somebody in ("kral", "burda", "nikola", "lenka"):
        browser = house.signed_in(somebody)
        assert browser.open(f"{file_of(family)}/agreement").status == 404
        assert browser.open(f"/service/cooperation-agreements/{agreement_id}/sheet.pdf").status == 404
        assert SCOPE not in browser.open(file_of(family)).whole
