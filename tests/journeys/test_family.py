"""The family at home, in a real browser: a cheap phone, letters twice as large, by keys alone and without scripts.

The mother, the father who lives elsewhere and Gábina each open their own paper; between them lies what is protected.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from coordination.cases.models import Person
from foundation.database import transaction
from tests.browsing import squeezed
from tests.chromium import served, window
from tests.conftest import House
from tests.coordination.family.writing import (
    GABINA,
    JANA,
    NUMBER,
    ROMAN,
    SOFT_OWN,
    SOFT_SCHOOLS,
    AtHome,
    agreed,
)
from tests.hands import Hands
from tests.story import say

LARGE = "document.documentElement.style.fontSize = '200%'"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FATHER = f"{ROMAN} Kanárek-jméno"
HIDDEN = {"jana": ("601 111 204", "jana.skryta@azyl.example"), "roman": ("602 000 777", "roman.skryty@zalesi.example")}
"""Phone and mailbox of either parent; neither the other one nor the child reads them anywhere."""


class AtKitchenTable(Hands):
    """Somebody with the page on a phone; wherever they come, it fits and its title betrays nothing."""

    def press(self, words: str) -> None:
        super().press(words)
        self.fits()

    def fits(self) -> None:
        """Look at the page with letters twice as large."""
        self.page.evaluate(LARGE)
        assert not self.page.evaluate(SIDEWAYS), f"{self.heading} runs out at the side"
        assert self.page.title().removeprefix("Chyba: ") == say("Appointment")

    @property
    def all_pages(self) -> str:
        """The words of every page that a way leads to from the first one."""
        home = self.page.url
        ways = self.page.locator("main a.way[href^='/'], main a.b[href^='/']").all()
        said = [self.text]
        for address in dict.fromkeys(str(way.get_attribute("href")) for way in ways):
            self.page.goto(home.partition("/appointment")[0] + address)
            self.fits()
            said.append(self.text)
        self.page.goto(home)
        return squeezed(" ".join(said))


@pytest.fixture
def home(house: House) -> AtHome:
    """A plan with something for everybody; each parent has a phone and a mailbox that the other must not learn."""
    home = agreed(house)
    home.seats("roman", FATHER)
    with house.app.app_context(), transaction() as session:
        for key, (phone, email) in HIDDEN.items():
            person = session.get_one(Person, home.table.case.people[key])
            person.phone, person.email = phone, email
    return home


@contextmanager
def at_kitchen_table(home: AtHome, browser: Browser, address: str) -> Iterator[AtKitchenTable]:
    """Open the address of a paper and type the six digits."""
    with served(home.house.app) as base:
        hands = AtKitchenTable(window(browser, 320, script=False).new_page())
        hands.page.goto(base + address)
        hands.fits()
        hands.type("number", NUMBER)
        hands.press(say("Open"))
        yield hands


@pytest.mark.browser
@pytest.mark.rule("C-07", "S2-51")
def test_the_mother_reads_agrees_comes_and_asks_for_a_call(home: AtHome, browser: Browser) -> None:
    address = home.ready(sentence_1=SOFT_OWN, sentence_2=SOFT_SCHOOLS)
    with at_kitchen_table(home, browser, address) as jana:
        assert jana.heading == say("Our plan")
        for told in (SOFT_OWN, SOFT_SCHOOLS, "Lenka Horáková", "469 000 204"):
            assert told in jana.text, told
        jana.press(say("Do you agree to this?"))
        jana.press(say("I agree"))
        assert jana.heading == say("Thank you")
        jana.press(say("Back to your page"))
        jana.press(say("Is it done?"))
        jana.press(say("It is done"))
        jana.press(say("Back to your page"))
        jana.press(say("Does it suit you?"))
        jana.type("brings", "Eva Malá")
        jana.press(say("I will come"))
        assert say("I will come") in jana.text
        jana.press(say("A call, an interpreter, a correction, a copy, a complaint"))
        jana.press(say("Call me"))
        jana.type("words", "Po třetí, prosím.")
        jana.press(say("Send"))
        assert "Po třetí, prosím." in jana.text
        jana.press(say("Back to your page"))
        jana.press(say("Who has seen what about us"))
        assert "Lenka Horáková" in jana.text
        jana.press(say("Back to your page"))
        jana.press(say("I understand"))
        jana.press(say("Close quickly"))
        assert SOFT_OWN not in jana.page.content()
        jana.page.go_back()
        assert SOFT_OWN not in jana.page.content()
    lenka = home.lenka.open(f"/cases/{home.table.case.case_id}").text + home.lenka.open("/").text
    assert "asks for a call" in lenka
    meeting = home.lenka.open(f"/conferences/{home.table.case.conference_id}").text
    assert say("Comes with: %(name)s.", name="Eva Malá") in meeting
    assert home.steps() == ["offered", "accepted", "reported"]


@pytest.mark.browser
@pytest.mark.rule("C-07")
def test_the_father_who_lives_elsewhere_reads_his_own_and_objects(home: AtHome, browser: Browser) -> None:
    home.ready(sentence_1=SOFT_OWN)
    words = "Domluvili jsme se, jak budete s Gábinou mluvit. Nejste na to sám. Budeme u toho s vámi."
    address = home.ready(FATHER, agreed=words)
    with at_kitchen_table(home, browser, address) as roman:
        everything = roman.all_pages
        assert words in everything
        for hidden in (*HIDDEN["jana"], SOFT_OWN, "náhradní výživné"):
            assert hidden not in everything, hidden
        roman.press(say("I disagree with something"))
        roman.type("words", "Chci mluvit o víkendech.")
        roman.press(say("Send"))
        assert "Chci mluvit o víkendech." in roman.text
    assert "Chci mluvit o víkendech." in home.lenka.open("/").text


@pytest.mark.browser
@pytest.mark.rule("C-07")
def test_gabina_finds_her_own_words_first_and_nothing_of_her_parents(home: AtHome, browser: Browser) -> None:
    home.ready(sentence_1=SOFT_OWN)
    own = {"agreed": "Chceme, ať dokončíš osmou třídu. Jsme na to s tebou. Kdykoli řekni dost.", "greeting": "Gábino"}
    home.writes(GABINA, words="Chci do výtvarky.", sentence_2=SOFT_SCHOOLS, **own)
    home.gives_number(GABINA)
    with at_kitchen_table(home, browser, home.address_on_paper(GABINA)) as gabina:
        assert gabina.heading == say("%(name)s, this is settled", name="Gábino")
        everything = gabina.all_pages
        assert everything.index("Chci do výtvarky.") < everything.index(SOFT_SCHOOLS)
        for hidden in (*HIDDEN["jana"], *HIDDEN["roman"], SOFT_OWN, "výživné"):
            assert hidden not in everything, hidden
        gabina.press(say("I need help"))
        gabina.type("words", "Bojím se ve třídě.")
        gabina.press(say("Send"))
    assert "Bojím se ve třídě." in home.lenka.open("/").text
    jana = home.opens(home.address_on_paper(JANA))
    assert "Bojím se" not in jana.page.text
