"""What each act costs whoever does it: pages opened, fields typed, presses of a button, counted from the letter on.

The limits are those of the table of peers (ux.md 7): a date without a typed field, a pledge in three presses, a task
in one, everybody reminded by one, a task of the plan in one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.browsing import Browser, Typed
from tests.conftest import House, text_of
from tests.coordination.plans.writing import Table, convened
from tests.journeys.test_doors import token_of


@dataclass
class Counted:
    """Somebody whose pages, fields and presses are counted."""

    browser: Browser
    pages: int = 0
    typed: int = 0
    ticked: int = 0
    presses: int = 0

    def open(self, address: str) -> Counted:
        self.browser.open(address)
        self.pages += 1
        return self

    def follow(self, words: str) -> Counted:
        self.browser.follow(words)
        self.pages += 1
        return self

    def press(self, button: str, **filled: Typed) -> Counted:
        self.browser.press_with(button, dict(filled))
        assert not self.browser.page.mistakes, self.browser.page.mistakes
        self.presses += 1
        self.ticked += sum(isinstance(value, bool) for value in filled.values())
        self.typed += sum(not isinstance(value, bool) for value in filled.values())
        return self


@pytest.fixture
def table(house: House, no_limits: None) -> Table:
    return convened(house)


def phone(table: Table) -> Counted:
    browser = table.house.stranger()
    browser.client.set_cookie("lang", "en")
    return Counted(browser)


def mailed_code(table: Table, key: str) -> str:
    """The six figures of the newest letter."""
    table.house.deliver()
    found = re.search(r"\b\d{6}\b", text_of(table.house.letters_to(key)[-1]))
    assert found is not None
    return found[0]


def test_a_date_needs_one_page_and_one_press(table: Table):
    martina = phone(table)
    martina.open(f"/o/{token_of(table.house, table.case, 'martina')}").press("I will come")
    assert (martina.pages, martina.presses, martina.typed) == (1, 1, 0)


@pytest.mark.rule("C-02")
def test_a_pledge_needs_three_presses_and_one_tick(table: Table):
    martina = phone(table)
    martina.open(f"/o/{token_of(table.house, table.case, 'martina')}").press("I will come")
    martina.presses = 0
    martina.follow("On to the pledge").press("Send me the code")
    martina.press("Continue", code=mailed_code(table, "martina"))
    martina.press("I sign the pledge", read=True)
    assert (martina.presses, martina.ticked, martina.typed) == (3, 1, 1)  # what is typed is the code alone


@pytest.mark.rule("C-06")
def test_a_task_needs_one_press_on_a_known_phone(table: Table):
    table.agreed()
    ivana = Counted(table.sits("ivana"))
    letter = text_of([one for _, one in table.house.deliver() if "navržený úkol" in str(one["Subject"])][0])
    link = re.search(r"/o/[\w-]+", letter)
    assert link is not None
    ivana.open(link[0]).press("I accept the task")
    assert (ivana.pages, ivana.presses, ivana.typed) == (1, 1, 0)


def test_everybody_is_reminded_by_one_press(table: Table):
    lenka = Counted(table.sits("lenka"))
    lenka.open("/").press("Remind all")
    assert (lenka.pages, lenka.presses, lenka.typed) == (1, 1, 0)


def test_ten_tasks_are_ten_lines(table: Table):
    lenka = Counted(table.begins())
    for number in range(10):
        lenka.press("Add", line=f"Součková: udělá věc {number} do 12. 3.")
    assert (lenka.presses, lenka.typed, lenka.pages) == (10, 10, 0)
