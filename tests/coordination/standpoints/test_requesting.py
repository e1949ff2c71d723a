"""Agencies are asked for their standpoints, reminded, and answer through the letter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.conftest import Hand, text_of
from tests.coordination.standpoints.table import ABSENCES, Table
from tests.world import FAMILY_WORDS


def asks(table: Table, agency: str = "ZŠ Na Kopci", about: str = "Kanárek-situace: docházka") -> None:
    lenka = table.at("lenka", "Who is asked for a standpoint")
    row = next(one for one in lenka.page.soup.select("tr") if agency in one.get_text())
    lenka.open(next(link["href"] for link in row.find_all("a")))
    lenka.press("Ask", about=about, answer_by="27. 2. 2026")
    assert lenka.page.status == 200


def row_of(table: Table, agency: str) -> str:
    page = table.at("lenka", "Who is asked for a standpoint").page
    return next(one.get_text(" ") for one in page.soup.select("tr") if agency in one.get_text())


@pytest.mark.rule("S2-20", "S2-34")
def test_the_school_is_asked_and_stands_among_the_unanswered_until_it_speaks(table: Table):
    asks(table)
    assert "Not answered yet" in row_of(table, "ZŠ Na Kopci")
    assert "Not asked" in row_of(table, "SVP Kompas")
    ivana = table.at("ivana", "My standpoint")
    assert "The coordinator asks for it until" in ivana.page.text
    assert "Kanárek-situace: docházka" in ivana.page.text
    ivana.press("Put it on the table", facts=ABSENCES)
    assert "Has given it" in row_of(table, "ZŠ Na Kopci")


@pytest.mark.rule("S2-20", "S2-34")
def test_a_draft_is_no_answer_and_another_agency_does_not_answer_for_the_school(table: Table):
    asks(table)
    table.at("ivana", "My standpoint").press("Save and go on later", facts=ABSENCES)
    table.speaks("alena", facts="Neznáme ji.")
    assert "Not answered yet" in row_of(table, "ZŠ Na Kopci")
    assert "The coordinator asks" not in table.at("alena", "My standpoint").page.text
    assert table.sits("tereza").open(f"{table.meeting}/standpoint-requests").status == 404


def test_the_letter_asks_neutrally_and_leads_to_the_own_standpoint(table: Table):
    asks(table)
    table.house.deliver()
    letter = table.house.letters_to("ivana")[-1]
    text = text_of(letter)
    assert letter["Subject"] == "Prosíme o stanovisko (PS-7F3K)"
    assert not [word for word in FAMILY_WORDS if word in text + str(letter["Subject"])]
    ivana = table.sits("ivana")
    ivana.open(re.search(r"http://localhost/o/\S+", text)[0])
    assert ivana.page.heading == "My standpoint"


def test_no_letter_leaves_once_the_agency_has_spoken(table: Table):
    asks(table)
    table.speaks("ivana", facts=ABSENCES)
    assert table.house.deliver() == []


@pytest.mark.rule("S2-34")
def test_the_request_stands_on_the_first_page_of_the_workers_of_that_agency(table: Table):
    asks(table)
    ivana = table.sits("ivana")
    ivana.open("/")
    assert "Write a short standpoint" in ivana.page.text
    ivana.follow("Write the standpoint")
    ivana.press("Put it on the table", facts=ABSENCES)
    assert "Write a short standpoint" not in ivana.open("/").text
    assert "Write a short standpoint" not in table.sits("alena").open("/").text


def test_by_when_is_a_day_before_the_meeting(table: Table):
    lenka = table.at("lenka", "Who is asked for a standpoint")
    lenka.follow("Ask for it")
    lenka.press("Ask", answer_by="5. 3. 2026")
    assert lenka.page.mistakes == ["The day comes after the meeting. Enter an earlier one."]


def test_whoever_has_not_answered_is_reminded_once_a_day(table: Table, hand: Hand):
    asks(table)
    lenka = table.at("lenka", "Who is asked for a standpoint")
    assert not lenka.page.has_button("Remind")
    hand.forward(timedelta(days=1))
    table.browsers.pop("lenka")
    lenka = table.at("lenka", "Who is asked for a standpoint")
    lenka.press("Remind (1)")
    assert "1 organisation was reminded." in lenka.page.notice
    assert not lenka.page.has_button("Remind")
    lenka.press("Take the request back")
    assert "Not asked" in row_of(table, "ZŠ Na Kopci")
