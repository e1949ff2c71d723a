"""A child who is to come is prepared: who talked with it, who stays beside it, its signal, and the talk afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.conferences import actions, rules_of_children
from coordination.conferences.rules import Attendance
from coordination.seats.rules import Role
from tests.browsing import Browser
from tests.conftest import Hand, House
from tests.coordination.conferences.conftest import Story

PREPARED = {
    "talked_by": "Bc. Tereza Malá",
    "why_comes": "Je jí čtrnáct, chce slyšet požadavky sama.",
    "told": "Kdo přijde a proč. Řekla, že se bojí jen třídního.",
    "own_side": "Bc. Tereza Malá",
    "signal": "položí tužku",
    "leaves_with": "Tereza s ní půjde na chodbu a vrátí se, až bude chtít.",
}


@pytest.fixture
def lenka(house: House, story: Story, hand: Hand) -> Browser:
    """The third meeting of the leaflet: Gábina is asked to it, with her mother and the school."""
    child = replace(story.relative(story.gabina), role=Role.CHILD, name="Gabriela Vlčková")
    mother = story.relative(story.mother)
    story.prepared(child, mother, players=("ivana", "tereza", "petr"))
    browser = house.signed_in("lenka")
    browser.client.set_cookie("lang", "en")
    browser.open(f"/conferences/{story.conference_id}/check")
    return browser


def sits(house: House, story: Story, key: str) -> Browser:
    story.pledge(key)
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


def held(story: Story, hand: Hand) -> None:
    """The meeting has begun, everybody is there, and the family had been told."""
    story.informed()
    hand.on(3, 3, 15)
    with story.inside():
        there = {each.id: Attendance.PRESENT for each in story.conference().invitations}
        assert story.conference_id is not None
        actions.record_attendance(story.conference_id, there, by=story.lenka)


@pytest.mark.rule("S2-47")
def test_gabina_is_prepared_and_talked_with_afterwards(house: House, story: Story, lenka: Browser, hand: Hand) -> None:
    assert "there is no preparation record: Gabriela Vlčková" in lenka.page.text
    lenka.follow("Write down the preparation")
    lenka.press_with("Save", {**PREPARED, "guide": "Tereza", "talked_on": "23. 2. 2026"})
    assert lenka.page.heading == "Check and send"
    assert "no preparation record" not in lenka.page.text
    with story.inside():
        actions.convene(story.conference_id, despite="Gábina chce.", by=story.lenka)
    tereza, petr, ivana = (sits(house, story, key) for key in ("tereza", "petr", "ivana"))
    story.ground("ivana")
    address = f"/conferences/{story.conference_id}"
    tereza.open(address)
    assert "položí tužku" in tereza.page.text
    assert "The child's guide: Gabriela Vlčková." in tereza.page.text
    petr.open(address)
    assert "položí tužku" in petr.page.text, "whoever leads needs the signal"
    assert "bojí" not in petr.page.text
    ivana.open(address)
    assert "položí tužku" not in ivana.page.text, "the others do not need it"
    held(story, hand)
    lenka.open(address)
    lenka.press("Mark as held")
    assert "The meeting is marked as held" in lenka.page.text
    lenka.follow("Write down the talk afterwards")
    lenka.press("Save", after_by="Bc. Tereza Malá", after_on="2. 3. 2026")
    assert lenka.page.mistakes == ["The talk afterwards cannot come before the meeting. Correct the day."]
    lenka.press("Save", after_by="Bc. Tereza Malá", after_on="3. 3. 2026", after_said="Dobré, čekala horší.")
    assert "Dobré, čekala horší." in lenka.page.text


@pytest.mark.rule("S2-47")
def test_without_the_record_the_meeting_is_not_held(story: Story, lenka: Browser, hand: Hand) -> None:
    with story.inside():
        actions.convene(story.conference_id, despite="Gábina chce.", by=story.lenka)
    held(story, hand)
    address = f"/conferences/{story.conference_id}"
    lenka.open(address)
    assert "Without it the meeting cannot be marked as held" in lenka.page.text
    lenka.press("Mark as held")
    assert "there is no preparation record: Gabriela Vlčková" in lenka.page.mistakes[0]
    lenka.open(address)
    lenka.follow("Write down the preparation")
    lenka.press("Save", talked_by="Tereza", talked_on="4. 3. 2026")
    assert lenka.page.mistakes == [
        "The day of the talk is in the future. Record it once it has taken place.",
        "Write why the child comes, by age and maturity.",
        "Choose who stays beside the child; it is somebody who comes to the meeting.",
        "Write who is on the child's side.",
        "The sign for “it is too much” is missing. Agree on one with the child.",
        "Write who leaves with the child and what then.",
    ]
    lenka.open(address)
    lenka.press("Mark as held", unprepared_because="Přišla sama, nikdo ji nečekal.")
    assert "Přišla sama, nikdo ji nečekal." in lenka.page.text


def test_a_child_who_did_not_come_needs_nothing(story: Story, lenka: Browser, hand: Hand) -> None:
    with story.inside():
        actions.convene(story.conference_id, despite="Gábina chce.", by=story.lenka)
    held(story, hand)
    with story.inside():
        gabina = next(each for each in story.conference().invitations if each.role == Role.CHILD)
        actions.record_attendance(story.conference_id, {gabina.id: Attendance.EXCUSED}, by=story.lenka)
    lenka.open(f"/conferences/{story.conference_id}")
    lenka.press("Mark as held")
    assert "The meeting is marked as held" in lenka.page.text


words = st.text("ab ", max_size=4)


@given(words, words, words, words, words, st.booleans(), st.sampled_from([None, date(2026, 3, 1), date(2026, 3, 5)]))
def test_a_record_lacks_exactly_what_is_empty(
    by: str, why: str, side: str, signal: str, leaves: str, guide: bool, on: date | None
) -> None:
    wrong = rules_of_children.obstacles_to_preparing(
        talked_by=by, talked_on=on, today=date(2026, 3, 2), meets_on=date(2026, 3, 3), why_comes=why, guide=guide,
        own_side=side, signal=signal, leaves_with=leaves,
    )  # fmt: skip
    typed = {"talked_by": by, "why_comes": why, "own_side": side, "signal": signal, "leaves_with": leaves}
    lacking = {name for name, said in typed.items() if not said.strip()}
    lacking |= set() if guide else {"guide"}
    lacking |= set() if on == date(2026, 3, 1) else {"talked_on"}
    assert {one.field for one in wrong} == lacking


@given(st.lists(st.text("ab", min_size=1), max_size=3), words)
def test_a_reason_lets_a_meeting_be_held(unprepared: list[str], because: str) -> None:
    refused = rules_of_children.record_missing(unprepared, because=because)
    assert bool(refused) == (bool(unprepared) and not because.strip())
