"""The papers of the family: what stands on them, in both languages, on two pages at most, and nothing besides."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from coordination.conferences.papers import Comes
from coordination.family.copies import Copy, Helper, Meets, OwnTask, Promise
from coordination.family.documents import summary_paper
from coordination.family.rules import Picture, Reply
from foundation import clock
from tests.browsing import squeezed

ADDRESS = "https://podlesi.example/r/7HQ2-M4XF-2RTA"
MEETS = Meets(
    datetime(2026, 3, 12, 14, tzinfo=clock.PRAGUE), datetime(2026, 3, 12, 15, tzinfo=clock.PRAGUE),
    "ZŠ Na Kopci, sborovna v přízemí", (Comes("Tereza Malá", ""), Comes("Ivana Součková", "")),
)  # fmt: skip


def own(number: int, sentence: str, beside: str = "s paní Dvořáčkovou") -> OwnTask:
    when = "do úterý 24. března 2026"
    return OwnTask(uuid4(), number, sentence, beside, when, "not_yet", Picture.PAPER, (Reply.AGREE,), None, "")


def copy(**changes: object) -> Copy:
    made = Copy(
        number=1, approved_on=date(2026, 3, 9), for_child=False, first_name="Jana", greeting="paní Vlčková",
        agreed="Chceme, aby Gábina dokončila 8. třídu. Chceme, aby vám doma vycházely peníze. Jsme na to s vámi.",
        words="", own=[own(2, "Sepíšete příjmy a výdaje rodiny"), own(3, "Podáte žádost o náhradní výživné")],
        promises=[
            Promise("paní Součková ze školy", "Napíše, co škola čeká", "do čtvrtka", "not_yet", Picture.SCHOOL)
        ],
        meets=MEETS, evaluation_on=date(2026, 4, 21),
        helpers=[Helper("Lenka Horáková", "má plán na starosti", "469 000 204")], town="Podlesí",
        office="Městský úřad, Úřední 1", phone="469 000 204", coordinator="Lenka Horáková", helpline="",
    )  # fmt: skip
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def printed(app: Flask, made: Copy, *, address: str = ADDRESS, language: str = "cs") -> PdfReader:
    with app.test_request_context(), force_locale(language):
        return PdfReader(BytesIO(summary_paper(made, seat_name="Jana Vlčková", address=address, on=date(2026, 3, 9))))


def words(paper: PdfReader) -> str:
    return squeezed(" ".join(page.extract_text() for page in paper.pages))


def test_the_mothers_paper_says_who_does_what_by_when_and_whom_to_call(app: Flask) -> None:
    paper = printed(app, copy())
    said = words(paper)
    for told in (
        "Město Podlesí", "Náš plán", "Dobrý den, paní Vlčková,", "Co uděláte vy", "Sepíšete příjmy a výdaje rodiny",
        "do úterý 24. března 2026", "Příště se sejdeme", "čtvrtek 12. března 2026 ve 14:00", "Kdo vám pomůže",
        "469 000 204", "Co pro vás udělají ostatní", "Když se něco nepovede", "Nesouhlasíte?", "Plán na mobilu",
        "podlesi.example/r/7HQ2-M4XF-2RTA", "Vaše údaje", "Podpisem říkáte, že plánu rozumíte.", "Váš výtisk · verze 1",
        "Nikomu ho nemusíte ukazovat.",
    ):  # fmt: skip
        assert told in said, told
    assert len(paper.pages) == 2
    assert paper.metadata is not None
    assert dict(paper.metadata) == {"/Title": "Náš plán", "/Producer": paper.metadata.producer}


def test_the_childs_paper_begins_with_its_own_words_and_what_adults_promised(app: Flask) -> None:
    line = "Linka pro děti 800 000 111"
    paper = printed(app, copy(for_child=True, greeting="Gábino", words="Kreslím.", helpline=line))
    said = words(paper)
    order = ["Gábino, tohle platí", "„Kreslím.“", "Co vám slíbili dospělí", "Co zkusíte vy", "S kým můžete mluvit"]
    places = [said.index(one) for one in order]
    assert places == sorted(places)
    assert line in said
    assert len(paper.pages) <= 2


def test_in_english_every_fixed_sentence_is_english(app: Flask) -> None:
    said = words(printed(app, copy(), language="en"))
    for told in ("Our plan", "What you will do", "Who will help you", "Point the phone at the square.", "Your data"):
        assert told in said, told
    assert "Co uděláte vy" not in said


def test_without_an_address_there_is_no_square(app: Flask) -> None:
    assert "Plán na mobilu" not in words(printed(app, copy(), address=""))


@pytest.mark.parametrize("count", [0, 1, 5, 8])
def test_many_tasks_still_fit_on_two_pages(app: Flask, count: int) -> None:
    promises = [Promise(f"paní {n}", f"Udělá věc číslo {n}", "do pátku", "not_yet", Picture.TALK) for n in range(count)]
    paper = printed(app, copy(own=[own(n, f"Uděláte věc {n}") for n in range(min(count, 4))], promises=promises))
    said = words(paper)
    assert len(paper.pages) <= 2
    assert all(f"Udělá věc číslo {n}" in said for n in range(count))


def test_equal_copies_give_equal_bytes(app: Flask) -> None:
    made = copy()
    with app.test_request_context():
        papers = {
            summary_paper(made, seat_name="Jana Vlčková", address=ADDRESS, on=date(2026, 3, 9)) for _again in range(2)
        }
    assert len(papers) == 1


def test_signs_that_no_font_has_never_stop_a_paper(app: Flask) -> None:
    hostile = "‮<b>漢字</b> & \N{SNOWMAN} " * 12
    assert printed(app, copy(agreed=hostile, greeting=hostile, own=[own(1, hostile, hostile)])).pages
