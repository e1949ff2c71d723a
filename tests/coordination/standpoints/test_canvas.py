"""Standpoints side by side, an agency without a word among them."""

from __future__ import annotations

import re

import pytest

from coordination.standpoints.models import standpoint_of
from tests.coordination.standpoints.table import ABSENCES, PROGRAMME, SAID, TIRED, Table
from tests.world import crowd


@pytest.mark.rule("S2-08")
def test_two_standpoints_and_a_missing_one_stand_side_by_side(table: Table):
    table.speaks("ivana", facts=ABSENCES, concern=TIRED)
    table.speaks("alena", facts="Gábinu ještě neznáme.", offer=PROGRAMME)
    page = table.canvas().page
    columns = {
        article.h2.get_text(strip=True): article.get_text(" ", strip=True) for article in page.soup.select("article")
    }
    assert ABSENCES in columns["ZŠ Na Kopci"]
    assert PROGRAMME in columns["SVP Kompas"]
    assert "Without a word so far" in columns["Přístav"]
    assert "Without a word so far" not in columns["ZŠ Na Kopci"]
    topics = [topic.get_text() for topic in page.soup.select("article dt")]
    assert topics[:5] == ["What we know", "What worries us", "What works", "What we can offer", "Under what condition"]


@pytest.mark.rule("S2-08")
def test_whoever_has_a_draft_only_is_still_without_a_word(table: Table):
    table.at("ivana", "My standpoint").press("Save and go on later", facts=ABSENCES)
    school = next(one for one in table.canvas().page.soup.select("article") if "ZŠ Na Kopci" in one.get_text())
    assert "Without a word so far" in school.get_text()


def test_what_was_said_at_the_table_is_written_down_with_where_and_when(table: Table):
    tereza = table.canvas("tereza")
    tereza.follow("Write down what Bc. Martina Dvořáčková says")
    tereza.press_with("Write it down", {"facts": "Rodina má dluhy."})
    assert "Choose where it was said." in tereza.page.mistakes
    tereza.press_with("Write it down", {"facts": "Rodina má dluhy.", **SAID})
    text = table.canvas().page.text
    assert "Rodina má dluhy." in text
    assert re.search(r"as said at the table on .*2026, written down by Bc. Lenka Horáková", text)
    martina = table.at("martina", "My standpoint")
    assert "The office wrote this down as you said it." in martina.page.text
    martina.press("Save the change", facts="Rodina má dva dluhy.")
    assert "written down by" not in table.canvas().page.text


def test_nothing_is_said_before_it_was_said(table: Table):
    lenka = table.canvas()
    lenka.follow("Write down what Bc. Martina Dvořáčková says")
    lenka.press_with("Write it down", {"facts": "x", **SAID, "said_on": "24. 2. 2026"})
    assert "A word is written down after it was said. Enter today or an earlier day." in lenka.page.mistakes


def test_the_family_stands_first_with_its_own_words(table: Table):
    table.speaks("ivana", facts=ABSENCES)
    lenka = table.canvas()
    assert "Nothing heard yet" in lenka.page.text
    lenka.follow("Write down what Jana Vlčková says")
    lenka.press_with("Write it down", {"concern": "Bojím se, že mi děti vezmou.", **SAID, "said_where": "on_visit"})
    first = table.canvas().page.soup.select("article")[0].get_text(" ")
    assert "Jana Vlčková" in first
    assert "Bojím se, že mi děti vezmou." in first


def test_the_office_speaks_for_itself(table: Table):
    lenka = table.canvas()
    lenka.follow("Bc. Lenka Horáková, Městský úřad Podlesí")
    lenka.press("Save", facts="Rodina spolupracuje.")
    office = next(one for one in table.canvas().page.soup.select("article") if "Městský úřad" in one.get_text())
    assert "Rodina spolupracuje." in office.get_text()
    assert "as said" not in office.get_text()


def test_forty_people_stand_on_one_page(table: Table):
    crowd(table.house, table.case, 40)
    table.speaks("ivana", facts="dlouhé slovo " * 70)
    page = table.canvas().page
    assert len(page.soup.select("article")) >= 40
    assert page.text.count("Without a word so far") >= 40


@pytest.mark.rule("S2-37")
def test_a_hard_word_stays_as_it_was_said_and_the_family_reads_a_sentence_agreed_with_its_author(table: Table):
    table.speaks("ivana", facts=ABSENCES, concern=TIRED)
    lenka = table.canvas()
    lenka.follow("One sentence for the family")
    lenka.press("Save", sentence="Škole na Gábině záleží.")
    assert "waits for a yes" in lenka.page.text
    assert _for_family(table) is None
    ivana = table.at("ivana", "My standpoint")
    ivana.follow("Agree or write another")
    assert TIRED in ivana.page.text
    ivana.press("Agree to this sentence")
    assert _for_family(table) == "Škole na Gábině záleží."
    assert TIRED in table.canvas().page.text, "what was said is not softened"


@pytest.mark.rule("S2-37")
def test_without_the_authors_yes_the_family_reads_nothing_of_it(table: Table):
    table.speaks("ivana", concern=TIRED)
    assert _for_family(table) is None
    lenka = table.canvas()
    lenka.follow("One sentence for the family")
    lenka.press_with("Save", {"sentence": "Jinak.", "agreed": True})
    assert "Choose where it was said." in lenka.page.mistakes
    lenka.press_with("Save", {"sentence": "Jinak.", "agreed": True, **SAID, "said_where": "by_phone"})
    assert _for_family(table) == "Jinak."


def _for_family(table: Table) -> str | None:
    standpoint_id = table.standpoint_id("ivana")
    with table.house.app.app_context():
        found = standpoint_of(standpoint_id)
        assert found is not None
        return found.for_family
