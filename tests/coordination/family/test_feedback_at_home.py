"""After a meeting the family says how it was, and only the coordinator reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browsing import Browser
from tests.conftest import House
from tests.coordination.family.test_copies import opened
from tests.coordination.family.writing import GABINA, JANA, AtHome
from tests.coordination.plans.writing import convened

WORDS = "Mluvilo se moc rychle."
ASKED = "How was our meeting?"


@pytest.fixture
def before(house: House) -> AtHome:
    """A convened meeting and nothing agreed yet."""
    return AtHome(house, convened(house))


def says(browser: Browser, **typed: str) -> Browser:
    browser.open("/appointment")
    browser.follow(ASKED if browser.page.has_link(ASKED) else "Change how our meeting was")
    browser.press_with("Send", typed)
    return browser


def test_after_the_meeting_the_mother_says_how_it_was_and_lenka_alone_reads_it(before: AtHome) -> None:
    jana = opened(before)
    assert not jana.page.has_link(ASKED)
    assert jana.open("/appointment/feedback").status == 404, "before the meeting there is nothing to say"
    before.house.hand.forward(timedelta(days=9))
    jana = opened(before)
    says(jana)
    assert "Nothing is said yet. One answer is enough." in jana.page.text
    says(jana, heard="10", at_ease="5", again="unsure", words=WORDS)
    assert "Thank you. Your word counts as much as ours." in jana.page.text
    page = f"/conferences/{before.table.case.conference_id}/feedback"
    assert WORDS in before.table.sits("lenka").open(page).text
    for other in ("tereza", "petr", "ivana"):
        assert before.table.sits(other).open(page).status == 404


def test_gabina_does_not_read_what_the_mother_said_and_both_change_their_own(before: AtHome) -> None:
    before.house.hand.forward(timedelta(days=9))
    jana, gabina = opened(before), opened(before, GABINA)
    says(jana, words=WORDS)
    assert WORDS not in gabina.open("/appointment/feedback").whole
    says(gabina, heard="0")
    says(jana, words="Děkuju.")
    page = before.table.sits("lenka").open(f"/conferences/{before.table.case.conference_id}/feedback")
    assert WORDS not in page.text
    assert "Děkuju." in page.text
    assert JANA in page.text
    assert len(jana.open("/appointment/feedback").content) < 60 * 1024
