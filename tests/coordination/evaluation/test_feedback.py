"""How a meeting was: asked by a neutral letter, answered by its link, read by the coordinator alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from coordination.evaluation.models_of_feedback import Feedback
from foundation.audit import AuditEntry
from foundation.database import db
from tests.browsing import Browser
from tests.conftest import House, text_of
from tests.coordination.standpoints.table import SAID, Table, laid
from tests.world import FAMILY_WORDS, build

WORDS = "Méně lidí u stolu."
PAGE = "How was the meeting?"


@pytest.fixture
def table(house: House) -> Table:
    """The meeting is over."""
    table = laid(house)
    house.hand.forward(timedelta(days=9))
    return table


def answers(table: Table, key: str, **typed: str) -> Browser:
    """Somebody gives their three answers."""
    browser = table.sits(key)
    browser.open(f"{table.meeting}/feedback/own")
    browser.press_with("Send", typed)
    return browser


def test_each_answers_and_the_coordinator_alone_reads_it(table: Table) -> None:
    ivana = answers(table, "ivana", heard="10", at_ease="5", again="yes", words=WORDS)
    assert "Only whoever convened the meeting reads it." in ivana.page.notice
    lenka = table.at("lenka", "What people say about it")
    assert "Were you heard? yes" in lenka.page.text
    assert WORDS in lenka.page.text
    for other in ("tereza", "ivana", "petr", "alena"):
        assert table.sits(other).open(f"{table.meeting}/feedback").status == 404
        assert WORDS not in table.sits(other).open(f"{table.meeting}/feedback/own").whole or other == "ivana"


@pytest.mark.parametrize("key", ["martina", "alena"])
def test_who_has_not_signed_or_has_no_ground_may_say_how_it_was_and_learns_nothing(house: House, key: str) -> None:
    case = build(house, "open", "PS-7F3K")
    house.hand.forward(timedelta(days=9))
    page = house.signed_in(key).open(f"/conferences/{case.conference_id}/feedback/own")
    assert page.status == 200
    for word in FAMILY_WORDS:
        assert word not in page.whole


def test_before_the_meeting_nobody_is_asked(house: House) -> None:
    table = laid(house)
    assert "The meeting has not begun yet." in table.sits("ivana").open(f"{table.meeting}/feedback/own").text
    assert not table.sits("ivana").page.has_button("Send")
    assert not table.at("lenka").page.has_link("What people say about it")


def test_nothing_said_is_refused_and_saying_it_otherwise_keeps_one(table: Table, house: House) -> None:
    assert answers(table, "ivana").page.mistakes == ["Nothing is said yet. One answer is enough."]
    answers(table, "ivana", heard="10")
    answers(table, "ivana", heard="0", words=WORDS)
    with house.app.app_context():
        kept = db.session.scalars(select(Feedback)).one()
        assert (kept.heard, kept.words) == (0, WORDS)
        verbs = [one.verb for one in db.session.scalars(select(AuditEntry)) if one.verb.startswith("feedback")]
        assert verbs == ["feedback given", "feedback given"]


def test_the_letter_is_neutral_and_its_link_leads_to_the_three_answers(table: Table, house: House) -> None:
    answers(table, "petr", heard="10")
    lenka = table.sits("lenka")
    lenka.open(f"{table.meeting}/feedback")
    house.deliver()
    before = len(house.sink.received)
    lenka.press("Ask the others by letter")
    assert "leave" in lenka.page.notice
    assert "Ask them yourself:" in lenka.page.notice, "the family gets no letter"
    house.deliver()
    found = [(to, one) for to, one in house.sink.received[before:] if "Jak setkání pomohlo?" in str(one["Subject"])]
    assert found
    for _to, message in found:
        assert not [word for word in FAMILY_WORDS if word in text_of(message)]
    addressed = {str(message["To"]) for _to, message in found}
    assert not any("petr" in one for one in addressed), "whoever has answered is not asked"
    letter = next(
        message for _to, message in found if "ivana" in str(message["To"]) or "souckova" in str(message["To"])
    )
    link = re.search(r"http://\S+", text_of(letter))
    assert link
    ivana = table.sits("ivana")
    ivana.open(link[0])
    assert ivana.page.status == 200


def test_the_coordinator_writes_down_what_the_mother_says(table: Table) -> None:
    lenka = table.sits("lenka")
    lenka.open(f"{table.meeting}/feedback")
    lenka.follow("Write down what Jana Vlčková says")
    lenka.press_with("Write it down", {"words": WORDS})
    assert "Choose where it was said." in lenka.page.mistakes
    assert WORDS in lenka.page.whole
    lenka.press_with("Write it down", {**SAID, "heard": "10", "said_where": "on_paper"})
    assert "Written down as said: Jana Vlčková." in lenka.page.notice
    assert WORDS in lenka.page.text
    assert table.sits("ivana").open(f"{table.meeting}/feedback/{table.case.seats['jana']}").status == 404
