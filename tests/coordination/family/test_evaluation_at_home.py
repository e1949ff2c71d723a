"""The family says on its own page and on paper how it goes, in the words of its summary, for whom it chooses."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from coordination.evaluation.models_of_judging import Evaluation, EvaluationMark
from foundation.audit import AuditEntry
from foundation.database import db
from tests.browsing import Browser, squeezed
from tests.conftest import House
from tests.coordination.family.writing import GABINA, JANA, NUMBER, ROMAN, SOFT_OWN, SOFT_SCHOOLS, AtHome
from tests.coordination.standpoints.table import SAID

HELPED, OTHERWISE = "Že mě nikdo nesoudí.", "Míň papírů najednou."
SOFT = {"sentence_1": SOFT_OWN, "sentence_2": SOFT_SCHOOLS}
ASKED = "Say how it is going"


def says(browser: Browser, **typed: str | list[str]) -> Browser:
    """Somebody at home says how it goes."""
    browser.open("/appointment")
    browser.follow(ASKED if browser.page.has_link(ASKED) else "Change how you say it is going")
    browser.press_with("Send", typed)
    return browser


def reads(home: AtHome, who: str) -> str:
    page = home.table.sits(who).open(f"/conferences/{home.table.case.conference_id}/evaluation")
    assert page.status == 200
    return page.whole


def marks(house: House) -> list[int | None]:
    with house.app.app_context():
        return sorted(db.session.scalars(select(EvaluationMark.mark)), key=str)


def test_the_mother_says_it_in_the_words_of_her_summary_and_lenka_alone_reads_it(home: AtHome) -> None:
    jana = home.opens(home.ready(JANA, **SOFT))
    jana.follow(ASKED)
    assert SOFT_OWN in jana.page.text
    assert "Promluví s otcem" not in jana.page.whole, "what is the father's alone is not hers to judge"
    says(jana, whole="7", task_1="10", helped=HELPED, otherwise=OTHERWISE)
    assert "Thank you. Your word counts as much as ours." in jana.page.text
    for words in ("7: rather yes", HELPED, OTHERWISE):
        assert words.lower() in reads(home, "lenka").lower()
    home.house.hand.forward(timedelta(days=9))
    for other in ("tereza", "ivana", "petr"):
        assert HELPED not in reads(home, other), other


@pytest.mark.parametrize("open_to", ["alone", "table"])
def test_the_father_and_the_child_never_read_what_the_mother_says(home: AtHome, open_to: str) -> None:
    father = f"{ROMAN} Kanárek-jméno"
    home.seats("roman", father)
    says(home.opens(home.ready(JANA, **SOFT)), whole="3", helped=HELPED, otherwise=OTHERWISE, open_to=open_to)
    for name in (father, GABINA):
        reader = home.opens(home.ready(name))
        for path in ("/appointment", "/appointment/evaluation"):
            page = reader.open(path)
            assert page.status == 200
            for words in (HELPED, OTHERWISE, SOFT_OWN, JANA):
                assert words not in page.whole, (name, path, words)


def test_whoever_is_chosen_by_the_child_reads_it_and_nobody_else_does(home: AtHome) -> None:
    gabina = home.opens(home.ready(GABINA))
    gabina.follow(ASKED)
    assert [one["value"] for one in gabina.page.soup.select("input[name=whole]")] == ["10", "5", "0", "unsaid"]
    school = str(home.table.case.seats["ivana"])
    says(gabina, whole="5", helped="Kreslení.", open_to="named", readers=[school])
    assert "Kreslení." in reads(home, "ivana")
    assert "Kreslení." not in reads(home, "tereza")
    assert "Kreslení." in reads(home, "lenka")


def test_nothing_said_is_refused_and_what_was_typed_stays(home: AtHome) -> None:
    jana = home.opens(home.ready(JANA, **SOFT))
    says(jana)
    assert "Nothing is said yet. One answer is enough." in jana.page.text
    says(jana, helped=HELPED, open_to="named")
    assert "It is missing who may read it." in jana.page.text
    assert HELPED in jana.page.whole


def test_it_can_be_said_otherwise_and_a_second_tab_writes_nothing_over(home: AtHome, house: House) -> None:
    address = home.ready(JANA, **SOFT)
    jana, second = home.opens(address), home.opens(address)
    for tab in (jana, second):
        tab.follow(ASKED)
    jana.press_with("Send", {"whole": "7"})
    second.press_with("Send", {"whole": "1"})
    assert "This has changed since you opened it." in second.page.text
    assert marks(house) == [7]
    says(jana, whole="8")
    assert marks(house) == [8]
    with house.app.app_context():
        verbs = [one.verb for one in db.session.scalars(select(AuditEntry)) if one.verb == "evaluation given"]
        assert verbs == ["evaluation given", "evaluation given"]


def test_before_a_summary_nothing_is_asked(home: AtHome) -> None:
    home.gives_number(JANA)
    lenka = home.lenka
    lenka.open(home.office_page)
    assert not lenka.page.has_button(f"Print how it is going {JANA}")
    lenka.press(f"Print the way to the page {JANA}")
    assert not home.opens(address_of(lenka)).page.has_link(ASKED)


def address_of(browser: Browser) -> str:
    words = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(browser.page.content)).pages)
    found = re.search(r"(/r/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", words.replace("\n", ""))
    assert found
    return found[1]


def paper(home: AtHome, name: str, language: str) -> str:
    """The page with boxes as somebody gets it."""
    home.lenka.open(home.office_page)
    address, values = home.lenka.filled(f"Print how it is going {name}")
    made = home.lenka.post(address, {**dict(values), "language": language})
    assert made.headers["Content-Type"] == "application/pdf", made.text
    return squeezed(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(made.content)).pages))


def test_on_paper_she_ticks_the_same_and_lenka_writes_it_down_as_said(home: AtHome) -> None:
    home.ready(JANA, **SOFT)
    words = paper(home, JANA, "cs")
    for told in (
        "Jak to teď je?",
        SOFT_OWN,
        f"ZŠ Na Kopci: {SOFT_SCHOOLS}",
        "daří se",
        "vůbec",
        "Co pomohlo?",
        "Jen Lenka Horáková",
    ):
        assert told in words, told
    assert "Promluví s otcem" not in words
    assert ("family_evaluation", "handed", 1) in home.disclosures()
    lenka = home.lenka
    lenka.open(home.office_page)
    lenka.follow(f"Write down how it is going {JANA}")
    lenka.press_with("Write it down", {**SAID, "whole": "6", "helped": HELPED, "said_where": "on_paper"})
    assert "Written down as said: Jana Vlčková." in lenka.page.notice
    assert "as said on paper" in lenka.page.text
    assert HELPED not in reads(home, "ivana")


@pytest.mark.parametrize(
    ("language", "told"), [("uk", "Як є зараз?"), ("en", "How is it now?"), ("easy", "Daří se to?")]
)
def test_the_paper_speaks_the_language_of_its_reader(home: AtHome, language: str, told: str) -> None:
    home.ready(JANA, **SOFT)
    assert told in paper(home, JANA, language)


def test_the_page_is_light_and_has_no_script(home: AtHome) -> None:
    jana = home.opens(home.ready(JANA, **SOFT))
    page = jana.follow(ASKED)
    assert len(page.content) < 60 * 1024
    assert not page.soup.select("script")


def test_what_lenka_wrote_down_the_mother_reads_and_says_otherwise(home: AtHome, house: House) -> None:
    address = home.ready(JANA, **SOFT)
    lenka = home.lenka
    lenka.open(home.office_page)
    lenka.follow(f"Write down how it is going {JANA}")
    lenka.press_with("Write it down", {**SAID, "whole": "6", "goal_1": "4", "helped": HELPED})
    jana = home.opens(address, NUMBER)
    jana.follow("Change how you say it is going")
    assert "This is how we wrote down your words:" in jana.page.text
    assert HELPED in jana.page.whole
    jana.press_with("Send", {"whole": "9"})
    assert marks(house) == [4, 9], "what she was not asked here stays as she said it"
    with house.app.app_context():
        assert db.session.scalars(select(Evaluation.said_where)).all() == [None]
