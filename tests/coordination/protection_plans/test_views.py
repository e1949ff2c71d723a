"""The child protection plan: its day is on the coordinator's first page, and the plan of the table goes into it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from foundation import language
from tests.browsing import Browser
from tests.conftest import House
from tests.coordination.plans.writing import Table, convened
from tests.hearing import faults_of

IVANA = "Mgr. Ivana Součková"


@pytest.fixture
def table(house: House) -> Table:
    """A plan in force: one task for the whole family, one that concerns Eliška alone."""
    table = convened(house)
    table.begins()
    table.adds(IVANA)
    table.adds("Bc. Tereza Malá", text="Zajistí doprovod Elišky", concerns=["Eliška Vlčková"])
    table.evaluates()
    table.approves()
    return table


def at_plans(table: Table, key: str = "lenka") -> Browser:
    browser = table.sits(key)
    browser.client.set_cookie(language.COOKIE, "en")
    browser.open(f"/cases/{table.case.case_id}/protection-plans")
    return browser


def test_its_day_stands_on_the_first_page_until_it_is_drawn_up(table: Table) -> None:
    table.house.hand.on(2, 3, 8)
    lenka = at_plans(table)
    lenka.follow("Write the day")
    lenka.press("Save", registered_on="5. 2. 2026")
    assert "Until 5 Mar 2026" in lenka.page.text
    burning = lenka.open("/")
    assert "Child protection plan: " in burning.text
    table.house.hand.on(9, 3, 8)
    lenka = at_plans(table)
    assert "Overdue" in lenka.page.text
    lenka.follow("Change the days")
    lenka.press("Save", drawn_up_on="9. 3. 2026")
    assert "Child protection plan: " not in lenka.open("/").text


def test_a_day_to_come_is_refused_and_nothing_typed_is_lost(table: Table) -> None:
    lenka = at_plans(table)
    lenka.follow("Write the day")
    page = lenka.press("Save", registered_on="5. 2. 2027", drawn_up_on="4. 2. 2027")
    assert len(page.mistakes) == 2
    assert "2027" in page.whole


def test_what_the_plan_brings_into_it_is_about_this_child(table: Table) -> None:
    gabina, eliska = table.case.people["gabina"], table.case.people["eliska"]
    lenka = at_plans(table)
    form = lenka.page.soup.select_one(f'form[action$="/children/{gabina}/protection-plan/paper"]')
    assert form is not None
    said = {}
    for whom, child in (("gabina", gabina), ("eliska", eliska)):
        for kind in ("paper", "table"):
            found = lenka.page.soup.select_one(f'form[action$="/children/{child}/protection-plan/{kind}"]')
            fields = {str(one["name"]): str(one.get("value", "")) for one in found.select("input[name]")}
            answer = lenka.client.post(str(found["action"]), data=fields)
            assert answer.status_code == 200
            said[whom, kind] = answer.data
    paper = PdfReader(BytesIO(said["gabina", "paper"]))
    words = " ".join(page.extract_text() for page in paper.pages)
    assert faults_of(said["gabina", "paper"], language="en") == []
    assert "Gabriela" in words
    assert "Zajistí doprovod Elišky" not in words
    assert "Gabriela" not in str(paper.metadata)
    rows = list(csv.reader(StringIO(said["eliska", "table"].decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows][-1] == "Zajistí doprovod Elišky"
    assert len(list(csv.reader(StringIO(said["gabina", "table"].decode("utf-8-sig")), delimiter=";"))) == 2


def test_nobody_else_finds_it(table: Table) -> None:
    for key in ("ivana", "tereza", "martina", "karel", "hana"):
        assert at_plans(table, key).page.status == 404
