"""The mail system is away, refuses somebody, comes back: meetings stand, letters wait, nobody is told twice."""

from __future__ import annotations

import socket
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from coordination.cases import actions as cases
from coordination.cases.actions import Opener
from coordination.cases.rules import Kinship, SafeContact
from coordination.conferences import actions
from coordination.conferences.rules import ConferenceState, HowTold
from coordination.seats.models import CaseFrame
from foundation import audit, outbox
from foundation.database import db
from foundation.outbox import Letter, SmtpSender
from tests.browsing import Browser
from tests.cast import BY_KEY
from tests.conftest import House, calendar_of, text_of
from tests.coordination.conferences.conftest import TABLE, Story, brief
from tests.coordination.plans.writing import english
from tests.journeys.calendars import Shelf

IVANA = str(BY_KEY["ivana"].email)
INVITED = [str(BY_KEY[key].email) for key in ("lenka", *TABLE)]


@pytest.fixture
def story(any_house: House) -> Story:
    """Lenka's case with mother and daughter, on each of the two databases."""
    with any_house.app.app_context():
        lenka = any_house.worker("lenka")
        opener = Opener(f"worker:{lenka}", lenka, BY_KEY["lenka"].name, BY_KEY["lenka"].function,
                        any_house.ids.agencies["podlesi"], "Městský úřad Podlesí")  # fmt: skip
        case_id = cases.open_case(opener, brief())
        mother = cases.Member("Jana Vlčková", Kinship.MOTHER, True, None, SafeContact.EMAIL, "", "jana@doma.example")
        ids = [cases.add_member(case_id, mother, by=opener.key)]
        return Story(any_house, case_id, db.session.get_one(CaseFrame, case_id).code, ids[0], ids[0], ids[0])


def no_mail_system() -> SmtpSender:
    """The way to a mail system that is switched off: nobody listens at its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return SmtpSender(f"smtp://127.0.0.1:{port}", "spolecne@podlesi.example", timeout=2)


def tries(story: Story) -> None:
    """The postman goes out and finds nobody."""
    outbox.run(story.house.app, once=True, sender=no_mail_system())


def page_of(story: Story) -> Browser:
    lenka = english(story.house, "lenka")
    lenka.open(f"/conferences/{story.conference_id}")
    return lenka


def states(story: Story) -> Counter[str]:
    with story.inside():
        return Counter(letter.state.value for letter in db.session.query(Letter))


def refusing(house: House, recipient: str, answer: str) -> None:
    """Let the mail system refuse one recipient from now on."""

    async def handle_RCPT(server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address == recipient:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    house.sink.handle_RCPT = handle_RCPT  # type: ignore[attr-defined]


def test_the_meeting_stands_while_the_mail_system_is_away_and_then_each_letter_comes_once(story: Story) -> None:
    story.convened()
    for _ in range(3):
        tries(story)
        story.house.hand.forward(timedelta(minutes=10))
    assert story.conference().state is ConferenceState.CONVENED
    assert states(story) == {"waiting": 7}
    lenka = page_of(story)
    assert lenka.page.text.count("Letter waits") == 7
    assert lenka.page.status == 200
    assert "Not delivered" not in lenka.page.text
    story.house.hand.forward(timedelta(hours=1))
    arrived = story.house.deliver()
    assert sorted(to for to, _ in arrived) == sorted(INVITED)
    assert story.house.deliver() == []
    shelf = Shelf().take(arrived)
    for recipient in INVITED:
        assert len(shelf.events(recipient)) == 1
        assert len([link for link in text_of(dict(arrived)[recipient]).split() if "http" in link]) == 1
    assert states(story) == {"handed_over": 7}
    assert "Letter waits" not in page_of(story).page.text
    with story.inside():
        assert audit.verify() == []


def test_a_day_without_mail_loses_nothing_and_three_days_are_told(story: Story) -> None:
    story.convened()
    for _ in range(26):
        tries(story)
        story.house.hand.forward(timedelta(hours=1))
    assert states(story) == {"waiting": 7}
    story.house.hand.forward(timedelta(days=2))
    for _ in range(7):
        tries(story)
        story.house.hand.forward(timedelta(hours=1))
    assert states(story)["undelivered"] == 7
    lenka = page_of(story)
    assert lenka.page.text.count("Not delivered (mail server silent)") == 7


def test_one_address_refused_for_good_stands_where_lenka_looks_and_the_others_have_their_letter(story: Story) -> None:
    refusing(story.house, IVANA, "550 5.1.1 No such user here")
    story.convened()
    arrived = story.house.deliver()
    assert sorted(to for to, message in arrived if message.is_multipart()) == sorted(set(INVITED) - {IVANA})
    (told,) = [message for to, message in arrived if to == INVITED[0] and not message.is_multipart()]
    assert "Součková" not in text_of(told) + str(told["Subject"])
    assert IVANA not in text_of(told)
    assert f"/conferences/{story.conference_id}" in text_of(told)
    assert page_of(story).page.text.count("Not delivered (no such address)") == 1
    lenka = english(story.house, "lenka")
    page = lenka.open("/")
    assert "A letter did not arrive: Mgr. Ivana Součková" in page.text
    assert "no such address" in page.text
    assert story.house.deliver() == [], "it is told once"


def test_a_mailbox_that_is_full_for_now_is_tried_again_and_nobody_gets_two(story: Story) -> None:
    refusing(story.house, IVANA, "452 4.2.2 Mailbox full")
    story.convened()
    first = story.house.deliver()
    assert IVANA not in dict(first)
    refusing(story.house, "nobody@else.example", "550 no")
    story.house.hand.forward(timedelta(hours=1))
    later = story.house.deliver()
    assert [to for to, _ in later] == [IVANA]
    assert len(Shelf().take(first + later).events(IVANA)) == 1


def test_calling_off_before_anything_left_tells_nobody_anything_that_puzzles(story: Story) -> None:
    story.convened(story.relative(story.mother, HowTold.EMAIL))
    tries(story)
    lenka = page_of(story)
    lenka.follow("Call the meeting off")
    lenka.press("Call off", why="Matka je v nemocnici.", another="no")
    story.house.hand.forward(timedelta(hours=1))
    arrived = story.house.deliver()
    assert arrived == [], [(to, str(message["Subject"])) for to, message in arrived]
    assert states(story)["waiting"] == 0
    page = lenka.open(f"/conferences/{story.conference_id}")
    assert "called off" in page.text.lower()


def test_calling_off_when_half_have_their_invitation_reaches_exactly_those(story: Story) -> None:
    refusing(story.house, IVANA, "451 4.3.0 later")
    story.convened(story.relative(story.mother, HowTold.EMAIL))
    shelf = Shelf().take(story.house.deliver())
    assert len(shelf.of) == 6
    with story.inside():
        assert story.conference_id is not None
        actions.call_off(story.conference_id, why="nemoc", another_by=None, by=story.lenka)
    refusing(story.house, "nobody@else.example", "550 no")
    story.house.hand.forward(timedelta(hours=1))
    arrived = story.house.deliver()
    shelf.take(arrived)
    assert IVANA not in dict(arrived)
    assert sorted(to for to, _ in arrived) == sorted({*INVITED, "jana@doma.example"} - {IVANA})
    assert not any(shelf.events(recipient) for recipient in INVITED)


def test_a_letter_lost_in_the_middle_comes_again_and_makes_one_event(story: Story) -> None:
    """The line breaks after the mail system has taken the letter: it is sent again, and calendars see it once."""
    story.convened(players=("ivana", "alena"))
    taken: list[Any] = []
    real = story.house.sink.handle_DATA

    async def handle_DATA(server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await real(server, session, envelope)
        taken.append(envelope.rcpt_tos)
        if len(taken) <= 2:
            server.transport.close()
        return answer

    story.house.sink.handle_DATA = handle_DATA  # type: ignore[method-assign]
    arrived = story.house.deliver()
    story.house.hand.forward(timedelta(hours=1))
    arrived += story.house.deliver()
    ids = Counter((to, str(message["Message-ID"])) for to, message in arrived)
    assert {to for to, _ in ids} == {INVITED[0], IVANA, str(BY_KEY["alena"].email)}
    assert len(ids) == 3, "the same Message-ID at every try"
    shelf = Shelf().take(arrived)
    assert [len(shelf.events(to)) for to, _ in ids] == [1, 1, 1]
    assert "METHOD:REQUEST" in calendar_of(arrived[0][1])
