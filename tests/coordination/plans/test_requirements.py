"""The school's requirements: written so that a child can read them, handed to child and mother, consequences known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from coordination.plans.documents_of_requirements import PaperRequirement, RequirementsPaper, requirements_paper
from coordination.plans.models_of_requirements import RequirementSheet
from coordination.plans.rules_of_requirements import RequirementText, missing_in, warnings
from coordination.seats.models import Disclosure
from foundation.database import db, transaction
from tests.browsing import Browser, squeezed
from tests.conftest import House
from tests.coordination.plans.writing import Table

IVANA = "Mgr. Ivana Součková"
NO_CONSEQUENCE = (
    "Requirement 1 does not say what follows if it is not met. Add the step, so that child and parent know beforehand."
)
CHILD_HAS_NONE = "The child does not have the list of requirements yet. Hand over a copy and record when and how."
PARENT_HAS_NONE = "A parent does not have the list of requirements yet. Hand over a copy and record when and how."

PAPER = RequirementsPaper(
    school="ZŠ Na Kopci", address="Na Kopci 12, 000 00 Podlesí", agreed_on=date(2026, 3, 12), child="Gabriela Vlčková",
    recipient="dítě", version=1,
    requirements=[
        PaperRequirement(
            "Choďte do školy. Když chybíte, přineste omluvenku.", "Bez hodin nejde známkovat.", date(2026, 6, 30),
            "žádná další neomluvená hodina", "Mgr. Tomáš Beran, třídní učitel", "rozhovor s paní Součkovou",
            "Pan Beran ráno zavolá mamince.",
        ),
        PaperRequirement("Choďte do programu v Kompasu.", sign="nejvýše jedna omluvená absence"),
    ],
    steps=["Rozhovor s paní Součkovou.", "Schůzka s maminkou do týdne."],
    signs=[("Gabriela Vlčková",), ("Jana Vlčková", "rodič"), (IVANA, "ZŠ Na Kopci")], others=["rodič", "škola"],
)  # fmt: skip


@pytest.fixture
def sheet(table: Table) -> Browser:
    """Lenka has begun the sheet of Gábina; the page of the first requirement lies before her."""
    with table.house.app.app_context(), transaction() as session:
        session.delete(session.scalars(select(RequirementSheet)).one())
    lenka = table.sits("lenka")
    lenka.open(f"/cases/{table.case.case_id}/requirements")
    lenka.follow("Begin the sheet")
    lenka.press(
        "Save", person="Gabriela", seat_id=IVANA, agreed_on="20. 2. 2026",
        steps="rozhovor s poradkyní\njednání s matkou do týdne",
    )  # fmt: skip
    assert lenka.page.heading == "A requirement of the school"
    return lenka


def words_of(content: bytes) -> str:
    return squeezed(" ".join(page.extract_text() for page in PdfReader(BytesIO(content), strict=True).pages))


@pytest.mark.rule("S2-48")
def test_the_requirements_are_printed_for_the_child_and_the_mother(table: Table, sheet: Browser) -> None:
    page = sheet.press(
        "Save", text="Choďte do školy.", sign="žádná neomluvená hodina", judge=IVANA, until_on="30. 6. 2026",
        consequence="rozhovor s paní Součkovou", help="Ráno zavoláme.",
    )  # fmt: skip
    assert CHILD_HAS_NONE in page.text
    assert PARENT_HAS_NONE in page.text
    for who in ("Gabriela", "Jana"):
        sheet.open(f"/cases/{table.case.case_id}/requirements")
        sheet.follow("Hand over on paper")
        paper = sheet.press("Print and note the handing over", seat_id=who)
        assert paper.headers["Content-Type"] == "application/pdf"
        words = words_of(paper.content)
        for known in ("Co škola potřebuje", "Choďte do školy.", "rozhovor s paní Součkovou", "Ráno zavoláme."):
            assert known in words
    page = sheet.open(f"/cases/{table.case.case_id}/requirements")
    assert CHILD_HAS_NONE not in page.text
    assert "into their hands" in page.text
    with table.house.app.app_context():
        made = db.session.scalars(select(Disclosure).order_by(Disclosure.at)).all()
        assert {(one.paper, one.version, one.how) for one in made} == {("requirements", 1, "handed")}
        assert {one.seat_id for one in made} == {table.case.seats["gabina"], table.case.seats["jana"]}
    assert "Choďte do školy." in table.sits("ivana").open(f"/cases/{table.case.case_id}/requirements").text


@pytest.mark.rule("S2-48")
def test_a_requirement_that_nobody_can_tell_is_refused_and_a_sheet_handed_over_stays(
    table: Table, sheet: Browser
) -> None:
    page = sheet.press("Save", text="")
    assert page.mistakes == [
        "Write what the school asks for, in words that a child understands.",
        "Nobody can tell when it is met. Write what everyone will see.", "Nobody judges it. Choose who will.",
    ]  # fmt: skip
    sheet.press("Save", text="Choďte do školy.", sign="omluvenky", judge=IVANA)
    sheet.follow("Change the requirement")
    late = dict(sheet.filled("Save")[1])
    address = sheet.page.address
    sheet.open(f"/cases/{table.case.case_id}/requirements")
    sheet.follow("Hand over on paper")
    sheet.press("Print and note the handing over", seat_id="Gabriela")
    page = sheet.post(address, late | {"text": "Něco jiného"})
    assert "This version has been handed over and cannot change." in page.text
    page = sheet.open(f"/cases/{table.case.case_id}/requirements")
    assert "Něco jiného" not in page.text
    page = sheet.press("Begin version 2")
    assert "version 2" in page.text
    assert CHILD_HAS_NONE in page.text
    for key in ("martina", "alena", "karel"):
        assert table.sits(key).open(f"/cases/{table.case.case_id}/requirements").status == 404


@pytest.mark.rule("S2-49")
def test_the_steps_and_the_consequence_stand_on_the_sheet(table: Table, sheet: Browser) -> None:
    page = sheet.press(
        "Save", text="Choďte do školy.", sign="omluvenky", judge=IVANA, consequence="rozhovor s paní Součkovou"
    )
    assert "What follows if it is not met rozhovor s paní Součkovou" in page.text
    assert "jednání s matkou do týdne" in page.text
    assert NO_CONSEQUENCE not in page.text


@pytest.mark.rule("S2-49")
def test_a_requirement_without_a_consequence_warns_and_blocks_nothing(table: Table, sheet: Browser) -> None:
    page = sheet.press("Save", text="Choďte do školy.", sign="omluvenky", judge=IVANA)
    assert NO_CONSEQUENCE in page.text
    assert page.has_link("Hand over on paper")
    assert NO_CONSEQUENCE not in table.sits("ivana").open(f"/cases/{table.case.case_id}/requirements").text


def test_a_case_without_a_sheet_says_what_it_is_for(house: House, table: Table) -> None:
    with house.app.app_context(), transaction() as session:
        session.delete(session.scalars(select(RequirementSheet)).one())
    page = table.sits("ivana").open(f"/cases/{table.case.case_id}/requirements")
    assert "There is no sheet yet" in page.text
    assert not page.has_link("Begin the sheet")


def test_a_whole_requirement_lacks_nothing_and_each_missing_part_is_named() -> None:
    whole = RequirementText("text", "proč", None, "znak", has_judge=True, consequence="krok", help="pomoc")
    assert missing_in(whole) == ()
    assert warnings([whole]) == ()
    assert [one.field for one in missing_in(RequirementText(""))] == ["text", "sign", "judge"]
    assert [one.values["number"] for one in warnings([whole, replace(whole, consequence=""), whole])] == ["2"]


def test_the_sheet_reads_well_and_is_neutral() -> None:
    reader = PdfReader(BytesIO(requirements_paper(PAPER)), strict=True)
    assert dict(reader.metadata or {}) == {"/Title": "Co škola potřebuje", "/Producer": "Společně"}
    words = words_of(requirements_paper(PAPER))
    for known in ("Proč Bez hodin nejde známkovat.", "úterý 30. června 2026", "Rozhovor s paní Součkovou.", "rodič"):
        assert known in words
    assert len(reader.pages) == 1


def test_an_english_sheet_says_everything_of_its_own_in_english() -> None:
    words = words_of(requirements_paper(replace(PAPER, language="en", recipient="the child", others=["the school"])))
    for known in ("What the school needs", "Tuesday 30 June 2026", "How the school helps", "Copy for: the child"):
        assert known in words
    assert not [one for one in ("Co škola", "Proč", "Podpisem", "Výtisk", "strana") if one in words]


@pytest.mark.parametrize("text", ["<b>", "a\x00b", "a" * 20_000, "W" * 20_000, "مرحبا", "😀", "\n" * 99])
def test_no_text_that_people_type_breaks_the_sheet(text: str) -> None:
    one = PaperRequirement(text, text, date(2026, 6, 30), text, text, text, text)
    assert requirements_paper(
        replace(PAPER, school=text, address=text, child=text, requirements=[one] * 9, steps=[text] * 9)
    )
