"""The family reads its pages and papers in Czech, easy Czech, Ukrainian or English; what a person wrote stays Czech."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup, NavigableString
from pypdf import PdfReader

from coordination.cases.models import Person
from coordination.family.tongues import TONGUES, of_words
from coordination.seats.models import Seat
from foundation.database import db, transaction
from foundation.settings import ROOT
from tests.browsing import Browser, squeezed
from tests.coordination.family.writing import GABINA, JANA, NUMBER, SOFT_OWN, SOFT_SCHOOLS, AtHome

SOFTENED = {"sentence_1": SOFT_OWN, "beside_1": "s paní Dvořáčkovou", "sentence_2": SOFT_SCHOOLS}
HEADINGS = {"cs": "Náš plán", "easy": "Náš plán", "uk": "Наш план", "en": "Our plan"}
LEADS = {
    "cs": "Toto jsme spolu domluvili.", "easy": "To je plán. Plán říká, kdo co udělá.",
    "uk": "Про це ми домовилися разом.", "en": "This is what we agreed together.",
}  # fmt: skip
DATES = {"cs": "do úterý 31. března", "easy": "do úterý 31. března", "uk": "до вівторка, 31 березня",
         "en": "by Tuesday 31 March"}  # fmt: skip
OPEN = {"cs": "Otevřít", "easy": "Otevřít", "uk": "Відкрити", "en": "Open"}


def speaks(home: AtHome, tongue: str) -> None:
    """The office notes into which language Jana needs interpreting."""
    with home.house.app.app_context(), transaction() as session:
        seat = session.get_one(Seat, home.seat_id(JANA))
        session.get_one(Person, seat.person_id).tongue = tongue


def reads_in(home: AtHome, key: str, address: str) -> Browser:
    """Somebody chooses a language at the door, by its own name, and opens the page."""
    phone = home.house.stranger()
    phone.open(address)
    phone.press(TONGUES[key].name)
    phone.press(OPEN[key], number=NUMBER)
    return phone


def foreign(page: str, own: str) -> list[str]:
    """Words in the letters of another language that no `lang` announces: read aloud they would be nonsense."""
    soup = BeautifulSoup(page, "html.parser")
    wrong = []
    for text in soup.find_all(string=True):
        around = next((one for one in text.parents if one.get("lang")), None)
        if type(text) is NavigableString and around is not None and around["lang"] == own:
            wrong += re.findall(r"[A-Za-zÀ-ž]{2,}", str(text))
    for tag in soup.find_all(["button", "form", "img", "input", "textarea", "section", "fieldset"]):
        wrong += re.findall(r"[A-Za-zÀ-ž]{2,}", str(tag.get("aria-label", "")))
    return wrong


@pytest.mark.rule("C-07")
@pytest.mark.parametrize("key", list(TONGUES))
def test_a_mother_reads_what_we_agreed_in_her_language(home: AtHome, key: str) -> None:
    jana = reads_in(home, key, home.ready(**SOFTENED))
    page = jana.page
    assert page.soup.html["lang"] == TONGUES[key].lang
    assert page.heading == HEADINGS[key]
    for told in (LEADS[key], DATES[key], SOFT_OWN, SOFT_SCHOOLS):
        assert told in page.text, told
    marked = page.soup.select_one('[aria-current="true"][name="tongue"]')
    assert marked is not None
    assert (marked["value"], marked.text) == (key, TONGUES[key].name)
    stylesheet = len((ROOT / "static" / "rodina.css").read_bytes())
    assert len(page.content) + stylesheet <= 60_000


@pytest.mark.rule("C-07")
def test_no_fixed_sentence_of_any_page_stays_untranslated(home: AtHome) -> None:
    """Walk everything that the page leads to; foreign letters stand only where `lang` says so."""
    address = home.ready(**SOFTENED)
    jana = reads_in(home, "uk", address)
    waiting, seen = ["/appointment"], set()
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        page = jana.open(here)
        assert page.soup.html["lang"] == "uk"
        assert foreign(page.whole, "uk") == [], here
        links = [str(one["href"]) for one in page.soup.select("main a[href]")]
        waiting += [link for link in links if link.startswith("/appointment") and not link.endswith(".ics")]
    assert len(seen) >= 10, seen
    jana.open("/appointment")
    jana.press("Я розумію")
    assert jana.page.heading == "Дякуємо"
    assert foreign(jana.page.whole, "uk") == []
    jana.open("/appointment/disagree")
    jana.press("Надіслати", words="Це не так")
    assert jana.page.heading == "Дякуємо"
    assert "Ми подзвонимо вам до" in jana.page.text
    assert foreign(jana.page.whole, "uk") == []
    stranger = home.house.stranger()
    stranger.open("/r/2222-2222-2222")
    stranger.press("Українська")
    assert stranger.page.heading == "Це посилання вже не діє"
    assert foreign(stranger.page.whole, "uk") == []


def test_what_was_typed_wrong_is_said_in_ukrainian(home: AtHome) -> None:
    address = home.ready()
    phone = home.house.stranger()
    phone.open(address)
    phone.press("Українська")
    phone.press("Відкрити", number="580372")
    assert phone.page.mistakes == ["Число не підходить. Спробуйте ще раз. Залишилося: 4."]


@pytest.mark.rule("C-07")
def test_tasks_are_not_translated_and_an_interpreter_is_one_tap_away(home: AtHome) -> None:
    jana = reads_in(home, "uk", home.ready(**SOFTENED))
    task = next(one for one in jana.page.soup.select(".what") if SOFT_OWN in one.text)
    assert task["lang"] == "cs"
    assert "Завдання написала людина чеською. Вони не перекладені." in jana.page.text
    jana.follow("Попросити перекладача")
    assert jana.page.heading == "Безплатний перекладач"
    jana.press("Надіслати")
    assert "asks for an interpreter" in home.lenka.open(home.office_page).text
    assert "Úkoly psal člověk" not in reads_in(home, "easy", home.address_on_paper(JANA)).page.text


def test_the_page_begins_in_the_language_that_the_office_knows_of(home: AtHome) -> None:
    """Before the number nothing tells it: whoever finds the paper learns nothing about its reader."""
    speaks(home, "ukrajinština")
    address = home.ready()
    phone = home.house.stranger()
    assert phone.open(address).soup.html["lang"] == "cs"
    phone.press("Otevřít", number=NUMBER)
    assert phone.page.heading == "Наш план"
    phone.press("English")
    assert phone.page.heading == "Our plan"
    phone.press("Close quickly")
    assert phone.open(address).soup.html["lang"] == "cs"
    assert not [one for one in phone.client._cookies.values() if one.key == "tongue" and one.value]


def test_the_choice_ends_with_the_browser_and_reaches_no_page_of_the_office(home: AtHome) -> None:
    phone = home.house.stranger()
    phone.open(home.ready())
    phone.press("Українська")
    kept = next(one for one in phone.client._cookies.values() if one.key == "tongue")
    assert (kept.value, kept.expires, kept.max_age, kept.http_only) == ("uk", None, None, True)
    assert phone.open("/sign-in").soup.html["lang"] == "cs"
    before = phone.open("/r/2222-2222-2222").soup.html["lang"]
    assert before == "uk"
    token = phone.page.soup.select_one('input[name="csrf_token"]')["value"]
    phone.post("/appointment/language", {"tongue": "xx", "back": "//elsewhere.example/", "csrf_token": token})
    assert "elsewhere" not in phone.page.address
    assert phone.open("/r/2222-2222-2222").soup.html["lang"] == "uk"


@pytest.mark.rule("C-07")
@pytest.mark.parametrize("key", list(TONGUES))
def test_the_paper_speaks_the_language_that_was_chosen(home: AtHome, key: str) -> None:
    home.ready(**SOFTENED)
    home.lenka.open(home.office_page)
    button = f"Print the paper {JANA}" if key == "cs" else f"{TONGUES[key].name} {JANA}"
    paper = PdfReader(BytesIO(home.lenka.press(button).content))
    said = squeezed(" ".join(page.extract_text() for page in paper.pages))
    for told in (HEADINGS[key], DATES[key], SOFT_OWN):
        assert told in said, told
    assert paper.trailer["/Root"]["/Lang"] == TONGUES[key].paper
    assert "▯" not in said
    fonts = [font.get_object() for page in paper.pages for font in page["/Resources"]["/Font"].values()]
    assert all("Roboto" in font["/BaseFont"] for font in fonts)
    assert len(paper.pages) <= 2


def test_the_paper_is_printed_first_in_the_language_of_its_reader(home: AtHome) -> None:
    speaks(home, "jen ukrajinsky")
    home.writes(JANA, **SOFTENED)
    home.lenka.open(home.office_page)
    paper = home.lenka.press(f"Print the paper {JANA}, Українська")
    said = squeezed(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages))
    assert "Що зробите ви" in said
    assert "Завдання написала людина чеською. Вони не перекладені." in said
    assert "Co uděláte vy" not in said
    assert home.lenka.open(home.office_page).soup.html["lang"] == "en"


def test_words_of_the_office_are_understood_as_one_of_our_languages() -> None:
    for said, key in (
        ("ukrajinština", "uk"), ("Ukrajinsky a trochu česky", "uk"), ("українська", "uk"), ("English", "en"),
        ("angličtina", "en"), ("vietnamština", "cs"), ("", "cs"), (None, "cs"),
    ):  # fmt: skip
        assert of_words(said) == key, said


def test_a_childs_page_speaks_ukrainian_too(home: AtHome) -> None:
    address = home.ready(GABINA, greeting="Gábino", words="Kreslím.")
    page = reads_in(home, "uk", address).page
    assert page.heading.replace(" ,", ",") == "Gábino, ось про що ми домовилися"
    assert foreign(page.whole, "uk") == []


def test_the_database_knows_no_language_that_was_chosen(home: AtHome) -> None:
    reads_in(home, "uk", home.ready())
    with home.house.app.app_context():
        seat = db.session.get_one(Seat, home.seat_id(JANA))
        assert db.session.get_one(Person, seat.person_id).tongue is None
