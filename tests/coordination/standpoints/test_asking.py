"""Opinions side by side, the office's decision, options considered and chosen."""

from __future__ import annotations

import pytest

from tests.browsing import Browser
from tests.coordination.standpoints.table import SAID, Table

ADMONITION = "Máme teď podat podnět k napomenutí?"
PROGRAMME = "Má Gábina nastoupit do programu SVP?"


def asked(table: Table, text: str = ADMONITION, *keys: str) -> Browser:
    lenka = table.lies()
    lenka.follow("Ask a question")
    people = [str(table.case.seats[key]) for key in keys or ("ivana", "alena")]
    lenka.press("Put it on the table", text=text, asked=people)
    assert text in lenka.page.text
    lenka.follow(text)
    return lenka


def answers(table: Table, key: str, view: str, why: str, text: str = ADMONITION) -> Browser:
    browser = table.lies(key)
    browser.follow(text)
    browser.follow("Say what I think")
    browser.press("Say it", view=view, why=why)
    return browser


@pytest.mark.rule("S2-32")
def test_each_opinion_stands_under_its_name_with_its_reason_and_the_office_decides(table: Table):
    asked(table)
    answers(table, "ivana", "for", "Ať vidí následky.")
    answers(table, "alena", "against", "Zničilo by to chuť začít.")
    lenka = table.lies()
    lenka.follow(ADMONITION)
    cards = {card.h3.get_text(): card.get_text(" ") for card in lenka.page.soup.select(".opinion")}
    assert "Ať vidí následky." in cards["Mgr. Ivana Součková"]
    assert "I am against it" in cards["PhDr. Alena Křížová"]
    lenka.follow("Record the decision")
    lenka.press("Record the decision", decision="Zatím ne, podle vývoje v dubnu.")
    assert "Zatím ne, podle vývoje v dubnu." in lenka.page.text
    assert "Bc. Lenka Horáková" in lenka.page.text


@pytest.mark.rule("S2-32")
def test_opinions_are_never_summed_up_and_nobody_else_decides(table: Table):
    asked(table)
    answers(table, "ivana", "for", "Ano.")
    alena = answers(table, "alena", "for", "Ano.")
    for sign in ("2 for", "2:0", "2 : 0", "majority", "100 %", "100%"):
        assert sign not in alena.page.text
    for key in ("alena", "tereza"):
        browser = table.lies(key)
        browser.follow(ADMONITION)
        assert not browser.page.has_link("Record the decision")
    assert not table.lies("martina").page.soup.find("a", string="Say what I think")


@pytest.mark.rule("S2-33")
def test_two_questions_in_one_meeting(table: Table):
    asked(table)
    asked(table, PROGRAMME, "alena")
    answers(table, "alena", "under_condition", "Když to sama řekne.", PROGRAMME)
    text = table.lies().page.text
    assert ADMONITION in text
    assert PROGRAMME in text
    assert "0 of 2 have said what they think" in text
    assert "The office is to decide" in text


@pytest.mark.rule("S2-33", "S2-32")
def test_an_opinion_needs_a_reason_and_comes_before_the_decision(table: Table):
    asked(table)
    ivana = answers(table, "ivana", "for", "")
    assert ivana.page.mistakes == ["The reason is missing. One sentence is enough."]
    lenka = table.lies()
    lenka.follow(ADMONITION)
    lenka.follow("Record the decision")
    lenka.press("Record the decision", decision="Ne.")
    ivana.press("Say it", view="for", why="Přece ano.")
    assert "The office has decided already." in " ".join(ivana.page.mistakes)


def test_an_opinion_said_at_the_table_is_written_down(table: Table):
    lenka = asked(table)
    lenka.follow("Write down what they say")
    lenka.press_with("Write it down", {"view": "cannot_say", "why": "Nezná ji.", **SAID})
    assert "as said at the table" in lenka.page.text


def test_who_is_not_asked_does_not_answer(table: Table):
    lenka = asked(table)
    way = lenka.page.address
    martina = table.sits("martina")
    assert martina.open(way).status == 200
    assert not martina.page.has_link("Say what I think")
    assert martina.open(f"{way}/opinion").status == 404


@pytest.mark.rule("S2-13")
def test_of_two_ways_one_is_chosen_with_the_reason_and_both_stay(table: Table):
    considered(table, "Podat hned podnět.")
    lenka = considered(table, "Podpora rodiny a program.")
    lenka.page.soup.select(".on-table")
    second = [
        link
        for link in lenka.page.soup.find_all("a")
        if "Podpora rodiny" in link.get_text() and "Choose" in link.get_text()
    ]
    lenka.open(second[0]["href"])
    lenka.press("Choose this one", because="Řeší příčinu.")
    text = lenka.page.text
    assert "Podat hned podnět." in text
    assert "Because: Řeší příčinu." in text
    assert text.count("Chosen Because") == 1


@pytest.mark.rule("S2-13")
def test_the_only_way_is_no_choice_and_a_choice_says_why(table: Table):
    lenka = considered(table, "Podat hned podnět.")
    lenka.follow("Choose this one")
    lenka.press("Choose this one", because="")
    assert len(lenka.page.mistakes) == 2
    assert lenka.page.mistakes[0].startswith("There is only one way to choose from.")


def considered(table: Table, text: str) -> Browser:
    lenka = table.lies()
    lenka.follow("Add a way")
    lenka.press("Save", text=text, speaks_for="něco")
    return lenka
