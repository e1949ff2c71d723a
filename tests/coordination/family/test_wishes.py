"""“Chci jinak”: an answer of its own, neither a yes nor a no, until the coordinator decides and says why."""

from __future__ import annotations

import pytest

from coordination.family.rules import Settled, against_decision
from tests.browsing import Browser
from tests.coordination.family.writing import AtHome


def wishes(home: AtHome, words: str = "Žádost bych raději napsala s někým.") -> Browser:
    """The mother wants her task another way."""
    jana = home.opens(home.ready())
    jana.follow("Do you agree to this?")
    jana.follow("I want it differently")
    jana.press("Send", wish="way", words=words)
    return jana


def decides(home: AtHome, **typed: str) -> Browser:
    """Lenka decides from her first page."""
    home.lenka.open("/")
    home.lenka.follow("Decide about it")
    home.lenka.press_with("Decide and tell the family", dict(typed))
    return home.lenka


def test_another_way_is_no_refusal_and_burns_until_it_is_decided(home: AtHome) -> None:
    jana = wishes(home)
    assert "We will call you and find another way together." in jana.page.text
    assert home.steps() == ["offered"], "nothing was declined"
    page = home.lenka.open("/")
    assert "Jana Vlčková wants the task differently" in page.text
    assert "Another way. “Žádost bych raději napsala s někým.”" in page.text


def test_it_will_be_different_and_the_mother_reads_how(home: AtHome) -> None:
    jana = wishes(home)
    home.lenka.open(home.table.plan_page)
    home.lenka.press("Begin version 2")
    words, answer = "Podá žádost s pomocí paní Dvořáčkové", "Půjde s vámi paní Dvořáčková."
    lenka = decides(home, how="new_wording", new_wording=words, told=answer)
    assert "Decided. The family reads your answer on its page." in lenka.page.text
    assert words in lenka.open(home.table.plan_page).text
    assert "wants the task differently" not in lenka.open("/").text
    jana.open("/appointment")
    assert f"From now on: {words}" in jana.page.text
    assert f"Our answer: {answer}" in jana.page.text


def test_it_stays_and_the_mother_reads_why(home: AtHome) -> None:
    jana = wishes(home)
    decides(home, how="as_is", told="Úřad chce žádost jen od vás. Pomůžeme vám s ní.")
    jana.open("/appointment")
    assert "Our answer: Úřad chce žádost jen od vás. Pomůžeme vám s ní." in jana.page.text
    assert "From now on" not in jana.page.text
    assert home.steps() == ["offered"]


def test_nothing_is_decided_without_a_sentence_or_twice(home: AtHome) -> None:
    wishes(home)
    lenka = decides(home, how="new_wording", told="Bude to jinak.")
    assert lenka.page.mistakes == ["Write how the task is to be from now on."]
    address, values = lenka.filled("Decide and tell the family", {"how": "as_is", "told": "Zůstane."})
    lenka.post(address, dict(values))
    lenka.post(address, dict(values) | {"once": "another"})
    assert "Nothing waits here any more." in lenka.page.text


@pytest.mark.parametrize(("how", "told", "missing"), [(None, "a", 1), (Settled.AS_IS, " ", 1), (Settled.AS_IS, "a", 0)])
def test_what_a_decision_lacks(how: Settled | None, told: str, missing: int) -> None:
    assert len(list(against_decision(how, "", told))) == missing
