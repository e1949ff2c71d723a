"""The leaflet: anybody reads the principles and prints blank forms, with the town's own foot under them."""

from __future__ import annotations

import io
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from agencies.directory.models import Agency
from coordination.leaflet.models import FORMS
from foundation import clock, town_settings, wordings
from foundation.database import transaction
from tests.browsing import Browser, Page, squeezed
from tests.cast import PHONE
from tests.conftest import House
from tests.world import FAMILY_WORDS, build

THANKS = "Rozvoj spolupráce podpořil kraj."


def stranger(house: House) -> Browser:
    browser = house.stranger()
    browser.client.set_cookie("lang", "en")
    return browser


def words(page: Page) -> str:
    assert page.status == 200
    assert page.headers["Content-Type"] == "application/pdf"
    return squeezed(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.content)).pages))


def podlesi(house: House) -> UUID:
    return house.ids.agencies["podlesi"]


def printed(house: House, word: str, town: UUID | None = None) -> str:
    return words(stranger(house).open(f"/principles/{word}.pdf" + (f"?town={town}" if town else "")))


@pytest.mark.rule("S2-07")
def test_a_stranger_reads_the_principles_and_prints_every_form(house: House) -> None:
    build(house, "open", "PS-7F3K")
    browser = stranger(house)
    browser.open("/")
    page = browser.follow("Principles and forms")
    for principle in ("Why we meet", "When we meet", "Who comes", "What comes of it", "What we keep to"):
        assert principle in page.text
    assert "When we can name a real goal." in page.text
    page = browser.follow("Podlesí")
    forms = page.soup.select("ul.lines a[href]")
    assert len(forms) == len(FORMS) == 6
    said = [words(browser.open(str(form["href"]))) for form in forms]
    for text, expected in zip(
        said,
        (
            "Slibuji, že o nich budu mlčet. 2. Údaje použiji jen pro tento případ", "Přicházím jako opora pro …",
            "Nechcete podepsat? Nevadí.", "Tlumočím všechno, co zazní", "podle čeho se pozná", "8. Ukončení a stížnost",
        ),
        strict=True,
    ):  # fmt: skip
        assert expected in text
        assert "Město Podlesí" in text
        assert not [word for word in (*FAMILY_WORDS, "PS-7F3K") if word in text]


@pytest.mark.rule("S2-07")
def test_nothing_is_typed_there_and_nothing_else_is_found(house: House) -> None:
    browser = stranger(house)
    page = browser.open("/principles")
    assert [form for form in page.soup.find_all("form") if form.find_all(["textarea", "select"])] == []
    assert page.soup.find("main").find_all("input") == []
    absent = browser.open("/not-there")
    for address in (
        "/principles/minutes.pdf",
        f"/principles?town={uuid4()}",
        "/principles/plan.pdf?town=1",
        "/principles/plan",
    ):
        refused = browser.open(address)
        assert (refused.status, refused.content) == (404, absent.content)
    assert browser.post("/principles/plan.pdf", {}).status == 405


def test_without_a_town_the_form_is_a_specimen_with_gaps_for_the_law(house: House) -> None:
    text = printed(house, "pledge-worker")
    assert "VZOR" in text
    assert "Mlčenlivost mi ukládá také zákon: ………" in text
    assert "Podlesí" not in text
    assert "{" not in text


def test_a_confirmed_wording_of_the_town_is_printed_without_the_mark(house: House) -> None:
    with house.app.app_context():
        former = wordings.current("pledges.interpreter", podlesi(house))
        new = wordings.NewVersion(former.text + "\n5. Nic si neodnesu.", True, None, confirmed=True)
        wordings.write(former.id, podlesi(house), new, by="worker:1")
    text = printed(house, "pledge-interpreter", podlesi(house))
    assert "5. Nic si neodnesu." in text
    assert "znění č. 2" in text
    assert "VZOR" not in text
    assert "Nic si neodnesu" not in printed(house, "pledge-interpreter", house.ids.agencies["zalesi"])


def test_a_blank_of_law_that_the_town_leaves_empty_keeps_the_mark(house: House) -> None:
    with house.app.app_context():
        wordings.confirm(wordings.current("pledges.professional", podlesi(house)).id, podlesi(house), by="worker:1")
        assert "VZOR" not in printed(house, "pledge-worker", podlesi(house))
        town_settings.change(podlesi(house), {"doba uchování": ""}, by="worker:1")
    assert "VZOR" in printed(house, "pledge-worker", podlesi(house))


@pytest.mark.rule("S2-54")
def test_the_towns_acknowledgement_stands_at_the_foot_of_blank_forms(house: House) -> None:
    assert THANKS not in printed(house, "plan", podlesi(house))
    karel = house.signed_in("karel")
    karel.client.set_cookie("lang", "en")
    karel.open(f"/towns/{podlesi(house)}/settings")
    karel.press_with("Save", {"Acknowledgement on printed papers": THANKS})
    for word in ("pledge-worker", "pledge-support", "pledge-interpreter", "plan", "agreement"):
        assert THANKS in printed(house, word, podlesi(house)), word
        assert THANKS not in printed(house, word, house.ids.agencies["zalesi"])
        assert THANKS not in printed(house, word)


@pytest.mark.rule("S2-54")
def test_on_papers_for_families_it_stands_only_once_it_is_switched_on(house: House) -> None:
    karel = house.signed_in("karel")
    karel.client.set_cookie("lang", "en")
    karel.open(f"/towns/{podlesi(house)}/settings")
    karel.press_with("Save", {"Acknowledgement on printed papers": THANKS})
    assert THANKS not in printed(house, "pledge-family", podlesi(house))
    karel.open(f"/towns/{podlesi(house)}/settings")
    name = karel.page.soup.find("input", attrs={"type": "radio", "value": "yes"})
    assert name is not None
    karel.press_with("Save", {str(name["name"]): "print it there too"})
    assert THANKS in printed(house, "pledge-family", podlesi(house))


def test_the_page_is_linked_from_the_sign_in_and_from_every_foot(house: House) -> None:
    browser = stranger(house)
    browser.open("/sign-in")
    assert browser.follow("Principles and forms").heading == "How we work together"
    lenka = house.signed_in("lenka")
    lenka.client.set_cookie("lang", "en")
    lenka.open("/")
    assert lenka.follow("How we work together, and forms").heading == "How we work together"
    assert PHONE in lenka.page.whole


def test_where_one_town_lives_its_forms_come_without_a_choice(house: House) -> None:
    page = stranger(house).open("/principles")
    assert page.has_link("Without a town")
    with house.app.app_context(), transaction() as session:
        session.get_one(Agency, house.ids.agencies["zalesi"]).closed_at = clock.now()
    page = stranger(house).open("/principles")
    assert not page.has_link("Without a town")
    assert "Město Podlesí" in printed(house, "plan")
