"""Stories of intervisions: the workers of a file talk it over, nobody else takes part, and the months are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from agencies.circles.models import Circle
from agencies.circles.rules import State
from agencies.intervisions.models import intervisions_of
from foundation import clock
from foundation.database import db, transaction
from foundation.language import day
from tests.browsing import Browser, Page, squeezed
from tests.conftest import House
from tests.hearing import faults_of
from tests.service import Family, kratochvilovi, open_service

HANA, ONDREJ, JAN, ZORA = "Mgr. Hana Blažková", "Mgr. Ondřej Ševčík", "Jan Burda", "Mgr. Zora Tichá"
DISCUSSED = "Jak vést společnou konzultaci, když se rodiče hádají."
CONCLUSION = "Ondřej povede rozhovor, Hana bude pozorovat."


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


def written(house: House, family: Family) -> tuple[Browser, Page]:
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    hana.follow("Write down an intervision")
    return hana, hana.press("Save the record", participants=[HANA, ONDREJ], discussed=DISCUSSED)


def one_of(house: House, family: Family) -> str:
    with house.app.app_context():
        return f"/service/intervisions/{intervisions_of(family.circle_id)[0].id}"


def posted(house: House, hana: Browser, family: Family, *who: str) -> Page:
    """The form as it is sent when somebody left the team, or was never in it, while it lay open."""
    hana.open(f"{file_of(family)}/intervisions")
    address, values = hana.filled("Save the record", {"discussed": DISCUSSED, "participants": [HANA]})
    sent = {**dict(values), "participants": [str(house.worker(each)) for each in ("blazkova", *who)]}
    return hana.post(address, sent)


@pytest.mark.rule("S1-51")
def test_an_intervision_is_written_down_and_finished_with_its_conclusions(house: House, family: Family) -> None:
    hana, page = written(house, family)
    assert DISCUSSED in page.text
    assert "Not finished" in page.text
    hana.follow("Finish the record")
    page = hana.press("Finish the record", conclusions=CONCLUSION)
    assert CONCLUSION in page.text
    assert not page.has_link("Mend the record")
    page = english(house, "sevcik").open(file_of(family))
    assert f"{HANA}, {ONDREJ}" in page.text
    assert "1 this month" in page.text


@pytest.mark.rule("S1-51")
def test_a_record_without_day_or_conclusions_is_refused_and_nothing_is_lost(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/intervisions")
    page = hana.press("Save the record", held_on="", conclusions=CONCLUSION)
    assert "Write what was discussed." in page.mistakes
    assert CONCLUSION in page.whole
    tomorrow = day(clock.today() + timedelta(days=1), "cs")
    page = hana.press("Save the record", held_on=tomorrow, participants=[HANA], discussed=DISCUSSED)
    assert page.mistakes == [
        "This day is still to come.",
        "An intervision takes at least two workers of the file. Tick who was there.",
    ]
    hana, _page = written(house, family)
    hana.follow("Finish the record")
    page = hana.press("Finish the record", conclusions=" ")
    assert page.mistakes
    assert "Not finished" in hana.open(one_of(house, family)).text


@pytest.mark.rule("S1-52")
def test_the_form_offers_those_who_work_with_the_file(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    page = hana.open(f"{file_of(family)}/intervisions")
    offered = [label.get_text(strip=True) for label in page.soup.select(".form-check-label")]
    assert offered == [HANA, ONDREJ]
    hana.follow("Somebody is missing? Add them to the team first")
    hana.press("Add to the team", worker=f"{JAN}, recepční", part="counsellor")
    hana.open(f"{file_of(family)}/intervisions")
    page = hana.press("Save the record", participants=[HANA, JAN], discussed=DISCUSSED)
    assert f"{JAN}, {HANA}" in page.text


@pytest.mark.rule("S1-52")
def test_whoever_does_not_work_with_the_file_is_refused_by_name(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    page = posted(house, hana, family, "burda", "dolezalova")
    assert page.mistakes == [
        f"{name} did not work with the file on that day. Only its workers take part in an intervision."
        for name in (JAN, "PhDr. Iveta Doležalová")
    ]
    assert DISCUSSED in page.whole
    with house.app.app_context():
        assert not intervisions_of(family.circle_id)


@pytest.mark.rule("S1-53", "S1-52")
def test_whoever_is_kept_out_neither_takes_part_nor_finds_it(house: House, family: Family) -> None:
    hana, _page = written(house, family)
    hana.open(f"{file_of(family)}/team")
    hana.press("Add to the team", worker=f"{ZORA}, rodinná terapeutka", part="therapist")
    here, zora = one_of(house, family), english(house, "ticha")
    assert zora.open(here).status == 200
    hana.open(f"{file_of(family)}/kept-out")
    hana.press("Keep out", worker=f"{ZORA}, rodinná terapeutka", kind="the client does not wish it")
    for way in ("", "/mend", "/finish", "/record.pdf"):
        assert zora.open(here + way).status == 404
    assert ZORA not in hana.open(f"{file_of(family)}/intervisions").whole
    page = posted(house, hana, family, "ticha")
    assert page.mistakes == [f"{ZORA} cannot work on this case. Choose somebody else."]


@pytest.mark.rule("S1-52")
def test_whoever_left_the_team_still_stands_in_what_was_before(house: House, family: Family) -> None:
    hana, _page = written(house, family)
    hana.open(file_of(family))
    hana.press("End the place")
    hana.open(f"{one_of(house, family)}/mend")
    page = hana.press("Save the record", conclusions=CONCLUSION)
    assert f"{HANA}, {ONDREJ}" in page.text


def test_of_two_who_mend_a_record_the_second_sees_both_texts(house: House, family: Family) -> None:
    hana, _page = written(house, family)
    ondrej = english(house, "sevcik")
    for browser in (hana, ondrej):
        browser.open(f"{one_of(house, family)}/mend")
    hana.press("Save the record", discussed="Jinak.")
    page = ondrej.press("Save the record", discussed="Ještě jinak.")
    assert page.status == 409
    assert "Jinak." in page.text
    assert "Ještě jinak." in page.whole
    assert "Ještě jinak." in ondrej.press("Save the record").text


def test_whoever_finishes_sees_what_was_mended_meanwhile(house: House, family: Family) -> None:
    hana, _page = written(house, family)
    ondrej = english(house, "sevcik")
    ondrej.open(f"{one_of(house, family)}/finish")
    hana.open(f"{one_of(house, family)}/mend")
    hana.press("Save the record", conclusions="Počkáme.")
    page = ondrej.press("Finish the record", conclusions=CONCLUSION)
    assert page.status == 409
    assert "Počkáme." in page.text
    assert "Finished" in ondrej.press("Finish the record").text


def test_a_finished_record_is_not_mended(house: House, family: Family) -> None:
    hana, _page = written(house, family)
    ondrej = english(house, "sevcik")
    ondrej.open(f"{one_of(house, family)}/mend")
    hana.open(f"{one_of(house, family)}/finish")
    hana.press("Finish the record", conclusions=CONCLUSION)
    page = ondrej.press("Save the record", discussed="Jinak.")
    assert page.mistakes == ["The record is finished. It does not change any more."]
    assert "Jinak." in page.whole


@pytest.mark.rule("S1-51")
def test_the_months_are_counted_for_everybody_at_the_service_and_name_nobody(house: House, family: Family) -> None:
    hana, _page = written(house, family)
    for _again in range(2):
        hana, _page = written(house, family)
    for reader in ("burda", "kral"):
        browser = english(house, reader)
        browser.open("/service")
        page = browser.follow("Intervisions by month")
        cells = [cell.get_text(" ", strip=True) for cell in page.soup.select("tbody tr:first-child td")]
        assert cells[1:] == ["3", "1", "Enough"]
        assert "Kratochvíl" not in page.whole
    assert house.signed_in("lenka").open(f"/counselling/{house.ids.agencies['poradna']}/intervisions").status == 404


@pytest.mark.rule("S1-51")
def test_too_few_a_month_hold_nothing_up(house: House, family: Family) -> None:
    with house.app.app_context(), transaction() as session:
        session.get_one(Circle, family.circle_id).opened_at = datetime(2025, 12, 1, 9, tzinfo=UTC)
    kral = english(house, "kral")
    agency = house.ids.agencies["poradna"]
    kral.open(f"/counselling/{agency}/settings")
    kral.press("Save", **{"6": "6"})  # each number is an answer of its own
    written(house, family)
    page = english(house, "burda").open(f"/counselling/{agency}/intervisions")
    assert "The service wants 6 intervisions in a month." in page.text
    assert "5 more until the end of the month" in page.text
    assert "6 fewer than wanted" in page.text


def test_the_record_lies_locked(house: House, family: Family) -> None:
    written(house, family)
    with house.app.app_context():
        assert DISCUSSED.encode() not in bytes(db.session.scalar(text("SELECT discussed FROM intervision")))


@pytest.mark.parametrize("tongue", ["cs", "en"])
def test_the_record_goes_on_paper(house: House, family: Family, tongue: str) -> None:
    hana, _page = written(house, family)
    hana.client.set_cookie("lang", tongue)
    answer = hana.client.get(f"{one_of(house, family)}/record.pdf")
    assert answer.mimetype == "application/pdf"
    assert "Kratochv" not in answer.headers["Content-Disposition"]
    assert not faults_of(answer.data, language=tongue)
    printed = squeezed(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages))
    assert squeezed(DISCUSSED) in printed
    assert ("Záznam intervize" if tongue == "cs" else "Record of an intervision") in printed
