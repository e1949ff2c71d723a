"""A minute taker types what is said, one line a task; whatever the house cannot tell apart it leaves open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.plans.rules_of_one_line import read
from coordination.tasks.models import draft_line
from foundation.language import folded, parse_day
from tests.coordination.plans.writing import Table

TODAY = date(2026, 3, 3)
NAMES = {
    "ivana": ("Mgr. Ivana Součková", "výchovná poradkyně", "ZŠ Na Kopci"),
    "tomas": ("Mgr. Tomáš Beran", "třídní učitel", "ZŠ Na Kopci"),
    "jana": ("Jana Vlčková", "matka", ""),
    "gabina": ("Gabriela Vlčková", "dcera", ""),
}


def told(line: str) -> tuple[str, str | None, date | None]:
    found = read(line, NAMES, folded, lambda words: parse_day(words, TODAY))
    return found.text, found.who, found.due_on


class TestReading:
    @pytest.mark.parametrize(
        ("line", "text", "who", "due_on"),
        [
            ("Součková: sepíše požadavky do 12. 3.", "sepíše požadavky", "ivana", date(2026, 3, 12)),
            ("souckova: sepíše požadavky do pátku", "sepíše požadavky", "ivana", date(2026, 3, 6)),
            ("Třídní učitel: pošle zprávu, do 14 dnů.", "pošle zprávu", "tomas", date(2026, 3, 17)),
            ("matka: podá žádost do konce měsíce", "podá žádost", "jana", date(2026, 3, 31)),
            ("Beran: zavolá by Friday", "zavolá", "tomas", date(2026, 3, 6)),
            ("sepíše požadavky", "sepíše požadavky", None, None),
        ],
    )
    def test_who_what_and_when(self, line: str, text: str, who: str | None, due_on: date | None):
        assert told(line) == (text, who, due_on)

    def test_a_name_of_two_names_nobody(self):
        assert told("Vlčková: přijde v pondělí") == ("Vlčková: přijde", None, date(2026, 3, 9))
        assert told("Na Kopci: pošle zprávu") == ("Na Kopci: pošle zprávu", None, None)
        assert told("Jana Vlčková: přijde")[1] == "jana"

    def test_a_colon_inside_the_task_stays(self):
        assert told("Zajistit: oběd, kroužek a doprovod") == ("Zajistit: oběd, kroužek a doprovod", None, None)

    def test_a_day_alone_is_no_task(self):
        assert told("zítra")[0] == "zítra"

    @given(st.text(max_size=80))
    def test_no_line_breaks_it_and_no_word_is_lost(self, line: str):
        text, who, due_on = told(line)
        if who is None and due_on is None:
            assert text == " ".join(line.split())


def test_ten_lines_make_ten_drafts(table: Table):
    lenka = table.begins()
    page = lenka.press("Add", line="Součková: sepíše požadavky školy do 12. 3.")
    assert "Saved: Mgr. Ivana Součková, by Thursday 12 March" in page.text
    page = lenka.press("Add", line="někdo zavolá mamince")
    assert "Still to add: who, by when." in page.text
    with table.house.app.app_context():
        first, second = (draft_line(table.task_id(number), 1) for number in (1, 2))
        assert first is not None
        assert second is not None
        assert (first.wording.text, first.due_on) == ("Sepíše požadavky školy", date(2026, 3, 12))
        assert (second.seat, second.due_on) == (None, None)


def test_an_empty_line_is_refused_and_a_long_one_is_kept(table: Table):
    lenka = table.begins()
    assert lenka.press("Add", line=" ").mistakes
    page = lenka.press("Save", line="x" * 160)
    assert "at most 140" in page.text
    assert "x" * 160 in page.whole
