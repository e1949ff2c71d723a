"""The coordinator alone convenes; a worker at the table proposes, she decides, and the proposer is told neutrally."""

from __future__ import annotations

from datetime import date

import pytest

from agencies.accounts.rules import SessionDoor
from coordination.conferences import rules_of_proposing as rules
from tests.browsing import Browser
from tests.conftest import House, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, Story

WHY = "Přibyly dvě neomluvené hodiny, Gábina přestala chodit do kroužku."


@pytest.fixture
def ivana(house: House, story: Story) -> Browser:
    """She sits at Lenka's table, pledged and grounded, and came by the code."""
    story.convened()
    story.pledge("ivana")
    story.ground("ivana")
    browser = house.signed_in("ivana", SessionDoor.CODE)
    browser.client.set_cookie("lang", "en")
    browser.open(f"/cases/{story.case_id}")
    return browser


def lenka_of(house: House) -> Browser:
    browser = house.signed_in("lenka")
    browser.client.set_cookie("lang", "en")
    return browser


@pytest.mark.rule("S2-52")
def test_a_proposal_is_taken_up_and_fills_the_preparation(house: House, story: Story, ivana: Browser) -> None:
    ivana.follow("Propose a meeting")
    ivana.press("Send the proposal", why=WHY, wished_on="17. 3. 2026")
    assert "Waits for the coordinator" in ivana.page.text
    assert not ivana.page.has_button("Send the proposal"), "one waits, a second would only double it"
    lenka = lenka_of(house)
    lenka.open("/")
    assert "Mgr. Ivana Součková proposes a meeting" in lenka.page.text
    lenka.open(f"/cases/{story.case_id}")
    assert WHY in lenka.page.text
    lenka.follow("Read and decide")
    lenka.press("Prepare the meeting")
    assert lenka.page.heading == "What should the meeting achieve?"
    assert WHY in lenka.page.whole
    lenka.open("/")
    assert "proposes a meeting" not in lenka.page.text
    ivana.open(ivana.page.address)
    assert "A meeting is being prepared" in ivana.page.text


@pytest.mark.rule("S2-52")
def test_only_the_coordinator_convenes_and_a_no_has_its_reason(house: House, story: Story, ivana: Browser) -> None:
    assert ivana.open(f"/cases/{story.case_id}/conferences/new").status == 404
    ivana.open(f"/cases/{story.case_id}")
    ivana.follow("Propose a meeting")
    ivana.press("Send the proposal", why="", wished_on="1. 1. 2026")
    assert ivana.page.mistakes == [
        "Write why you propose a meeting. The coordinator decides by it.",
        "The day has already passed. Choose a later one, or leave it empty.",
    ]
    ivana.press("Send the proposal", why=WHY, wished_on="")
    lenka = lenka_of(house)
    lenka.open(f"/cases/{story.case_id}")
    lenka.follow("Read and decide")
    assert ivana.open(lenka.page.address).status == 404, "whoever proposed it does not decide"
    lenka.press("Decline with the reason", why_not="")
    assert lenka.page.mistakes == ["Write why not. Whoever proposed it reads it."]
    lenka.press("Decline with the reason", why_not="Nejdřív promluvím s matkou, ozvu se v pátek.")
    house.deliver()
    letter = house.letters_to("ivana")[-1]
    assert letter["Subject"] == f"Odpověď na váš návrh ({story.code})"
    assert not [word for word in (*FAMILY_WORDS, "matkou") if word in text_of(letter)]
    ivana.open(f"/cases/{story.case_id}/proposal")
    assert "Nejdřív promluvím s matkou, ozvu se v pátek." in ivana.page.text
    assert ivana.page.has_button("Send the proposal")


def test_two_proposals_and_a_settled_one() -> None:
    waiting = rules.obstacles_to_proposing(why="x", wished_on=None, today=date(2026, 3, 1), waits=True)
    assert [one.field for one in waiting] == [None]
    assert rules.obstacles_to_settling(settled=True)
    assert [one.field for one in rules.obstacles_to_declining(settled=False, why=" ")] == ["why_not"]
    assert not rules.obstacles_to_declining(settled=False, why="Až po prázdninách.")
