"""Whoever is invited and has come in answers the date without the letter at hand, and nobody else does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from agencies.staff.models import Worker
from coordination.conferences import actions
from coordination.conferences.models import INVITATION, Conference, Invitation
from coordination.conferences.rules import Answer, HowTold
from coordination.seats.models import Seat
from foundation import clock, language, links
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from foundation.outbox import Letter
from tests import world
from tests.browsing import Browser, squeezed
from tests.cast import BY_KEY
from tests.conftest import House, calendar_of, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS as WORDS
from tests.coordination.conferences.conftest import Story, when
from tests.journeys.calendars import Shelf
from tests.journeys.readers import read_alike
from tests.world import FAMILY_WORDS, MEETING, Case

PLACE = "Městský úřad, zasedačka 204"


@pytest.fixture
def case(house: House) -> Case:
    return world.build(house, "open", "PS-7F3K")


def _page(case: Case) -> str:
    return f"/conferences/{case.conference_id}/my-answer"


def _comes(house: House, key: str, door: SessionDoor = SessionDoor.CODE) -> Browser:
    browser = house.signed_in(key, door)
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def _changed(house: House, case: Case, **values: object) -> None:
    with house.app.app_context(), transaction() as session:
        conference = session.get_one(Conference, case.conference_id)
        for name, value in values.items():
            setattr(conference, name, value)


def _answers(house: House) -> dict[str, str]:
    with house.app.app_context():
        return dict(db.session.execute(select(Invitation.name, Invitation.answer)).all())


def test_before_the_pledge_the_date_is_answered_and_nothing_told(house: House, case: Case) -> None:
    _changed(house, case, place_is_sensitive=True)
    browser = _comes(house, "martina")
    page = browser.open(_page(case))
    assert page.heading == "Will you come?"
    assert "the place opens with your pledge" in page.text
    browser.press("I cannot come", note="Mám soud.")
    assert "Your answer: I cannot come." in browser.page.text
    assert not any(word in browser.page.whole for word in (*FAMILY_WORDS, PLACE, "Součková"))
    assert _answers(house) == {**dict.fromkeys(_answers(house), Answer.NO_REPLY), "Bc. Martina Dvořáčková": "declined"}
    with house.app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "invitation answered")).one()
        assert entry.actor == f"worker:{house.worker('martina')}"
    assert browser.follow("On to the pledge").address.endswith(f"/cases/{case.case_id}/pledge")


def test_whoever_has_signed_sees_the_place_and_goes_on_to_the_case(house: House, case: Case) -> None:
    _changed(house, case, place_is_sensitive=True)
    browser = _comes(house, "ivana")
    assert PLACE in browser.open(_page(case)).text
    browser.press("I will come")
    assert browser.page.link("On to whom it concerns").endswith("/introduction")
    with house.app.app_context(), transaction() as session:
        session.get_one(Seat, case.seats["ivana"]).takes_part_at = clock.now()
    assert browser.open(_page(case)).link("On to the case").endswith(f"/cases/{case.case_id}")
    browser.press("I will send a substitute")
    assert "Your answer: I will send a substitute." in browser.open(_page(case)).text


def test_the_page_of_the_meeting_leads_the_invited_to_their_answer(house: House, case: Case) -> None:
    browser = _comes(house, "ivana")
    assert "You have not answered yet." in browser.open(f"/conferences/{case.conference_id}").text
    browser.follow("Give an answer")
    browser.press("I will come")
    assert "You have answered: I will come." in browser.open(f"/conferences/{case.conference_id}").text
    assert browser.page.has_link("Change the answer")
    coordinator = _comes(house, "lenka", SessionDoor.ACCOUNT2).open(f"/conferences/{case.conference_id}")
    assert not coordinator.has_link("Give an answer")


@pytest.mark.parametrize("key", ["lenka", "jitka", "hana", "jan", "radka", "olga", "marek", "karel"])
def test_nobody_else_has_an_answer_to_give(house: House, case: Case, key: str) -> None:
    assert _comes(house, key, SessionDoor.ACCOUNT2).open(_page(case)).status == 404


def test_a_stranger_and_a_meeting_in_preparation(house: House, case: Case) -> None:
    assert house.stranger().open(_page(case)).status == 404
    with house.app.app_context(), transaction() as session:
        session.get_one(Invitation, case.invitations["ivana"]).seat_id = None
    assert _comes(house, "ivana").open(_page(case)).status == 404


def test_once_the_meeting_has_begun_the_answer_stands(house: House, case: Case) -> None:
    browser = _comes(house, "ivana")
    browser.open(_page(case))
    house.hand.at(MEETING + timedelta(minutes=1))
    browser.press("I will come")
    assert "The meeting has begun, the answer can no longer change." in browser.page.text
    assert _answers(house)["Mgr. Ivana Součková"] == Answer.NO_REPLY
    assert not browser.page.soup.select("button[name=answer]")


def test_a_meeting_that_was_called_off_waits_for_no_answer(house: House, case: Case) -> None:
    _changed(house, case, cancelled_at=clock.now(), cancelled_by="house")
    page = _comes(house, "ivana").open(_page(case))
    assert "The meeting does not take place, nobody waits for an answer any more." in page.text
    assert not page.soup.select("button[name=answer]")


def test_neither_the_link_nor_the_signed_in_read_a_note_back(house: House, case: Case) -> None:
    browser = _comes(house, "martina")
    browser.open(_page(case))
    browser.press("I cannot come", note="Kanárek-poznámka o soudu.")
    with house.app.app_context():
        assert db.session.get_one(Invitation, case.invitations["martina"]).answer_note == "Kanárek-poznámka o soudu."
        with transaction():
            token = links.issue(
                INVITATION, subject=case.invitations["martina"], holder=house.worker("martina"), until=MEETING
            )
    for reader, address in ((house.stranger(), f"/o/{token}/answer"), (browser, _page(case))):
        page = reader.open(address)
        assert page.status == 200
        assert "Kanárek-poznámka" not in page.whole


def test_a_sensitive_place_waits_for_the_ground_not_for_the_pledge_alone(house: House, case: Case) -> None:
    _changed(house, case, place_is_sensitive=True)
    for key, told in (("alena", False), ("ivana", True)):
        browser = _comes(house, key)
        for address in (_page(case), f"/cases/{case.case_id}/introduction", "/"):
            page = browser.open(address)
            assert page.status == 200
            assert told or PLACE not in page.whole, (key, address)
        assert (PLACE in browser.open(_page(case)).whole) is told


# --- the answer in the person's own calendar -------------------------------------------------------------------------


def english_link(story: Story, player: str) -> Browser:
    """A browser that opens the newest link mailed to somebody."""
    browser = story.house.stranger()
    browser.client.set_cookie(language.COOKIE, "en")
    browser.open("/o/" + text_of(story.house.letters_to(player)[-1]).split("/o/")[1].split()[0])
    return browser


def email(player: str) -> str:
    return str(BY_KEY[player].email)


@pytest.mark.rule("C-05", "S2-12")
def test_an_answer_from_the_link_reaches_the_persons_own_calendar_and_nobody_is_asked_twice(story: Story) -> None:
    story.convened()
    shelf = Shelf().take(story.house.deliver())
    before = read_alike(calendar_of(story.house.letters_to("ivana")[-1]).encode())
    assert (before["partstat"], before["rsvp"]) == ("NEEDS-ACTION", False)
    browser = english_link(story, "ivana")
    for button, partstat in (("I will come", "ACCEPTED"), ("I cannot come", "DECLINED")):
        story.house.hand.forward(timedelta(minutes=5))
        browser.press(button)
        ((recipient, message),) = story.house.deliver()
        assert recipient == email("ivana")
        assert message["Subject"] == "Vaši odpověď máme: pracovní setkání 3. 3. 2026"
        assert not [word for word in (*WORDS, "docházku") if word in message.as_string() + text_of(message)]
        after = read_alike(calendar_of(message).encode())
        assert (after["method"], after["uid"], after["partstat"]) == ("REQUEST", before["uid"], partstat)
        assert after["sequence"] == before["sequence"] == 0
        assert after["stamp"] > before["stamp"]
        assert shelf.take([(recipient, message)]).partstats(recipient) == [partstat]
        assert len(shelf.events(recipient)) == 1
        before = after


@pytest.mark.rule("C-05")
def test_the_same_answer_again_sends_nothing(story: Story) -> None:
    story.convened()
    story.house.deliver()
    browser = english_link(story, "ivana")
    browser.press("I cannot come")
    assert len(story.house.deliver()) == 1
    browser.press("I cannot come", note="Mám soud.")
    browser.press("I cannot come")
    assert story.house.deliver() == []
    browser.press("I will send a substitute")
    assert story.house.deliver() == [], "the calendar shows the same"


def test_minds_changed_while_letters_wait_leave_as_one_letter(story: Story) -> None:
    story.convened()
    story.house.deliver()
    browser = english_link(story, "ivana")
    for button in ("I will come", "I cannot come", "I will come"):
        browser.press(button)
    arrived = story.house.deliver()
    assert [recipient for recipient, _ in arrived] == [email("ivana")]
    assert read_alike(calendar_of(arrived[0][1]).encode())["partstat"] == "ACCEPTED"
    assert "počítáme s vámi na setkání v úterý 3. března 2026 ve 13:00." in squeezed(text_of(arrived[0][1]))


def test_whoever_has_signed_in_and_answers_has_it_in_the_calendar_too(story: Story) -> None:
    story.convened()
    story.house.deliver()
    browser = _comes(story.house, "alena")
    browser.open(f"/conferences/{story.conference_id}/my-answer")
    browser.press("I will send a written standpoint")
    ((recipient, message),) = story.house.deliver()
    assert recipient == email("alena")
    assert read_alike(calendar_of(message).encode())["partstat"] == "DECLINED"
    assert "písemné stanovisko" in text_of(message)
    assert "/o/" in text_of(message)


def test_what_was_said_by_phone_comes_in_one_letter_with_the_entry(story: Story) -> None:
    story.convened()
    story.house.deliver()
    lenka = _comes(story.house, "lenka", SessionDoor.ACCOUNT2)
    address = f"/invitations/{story.invitation('tomas').id}/answer"
    lenka.open(address)
    lenka.press("Save", answer="coming", told="by phone")
    ((recipient, message),) = story.house.deliver()
    assert (recipient, message["Subject"]) == (email("tomas"), "Zapsali jsme vaši odpověď")
    assert read_alike(calendar_of(message).encode())["partstat"] == "ACCEPTED"
    lenka.open(address)
    lenka.press("Save", answer="coming", told="by phone")
    ((_, again),) = story.house.deliver()
    assert not again.is_multipart(), "the calendar knows it already"


def test_a_yes_without_a_ground_is_tentative_until_the_person_takes_part(story: Story) -> None:
    story.convened()
    story.pledge("alena")
    story.house.deliver()
    shelf = Shelf().take(story.house.sink.received)
    english_link(story, "alena").press("I will come")
    shelf.take(story.house.deliver())
    assert shelf.partstats(email("alena")) == ["TENTATIVE"]
    story.ground("alena")
    browser = _comes(story.house, "alena")
    browser.open(f"/cases/{story.case_id}/introduction")
    browser.press("I take part")
    shelf.take(story.house.deliver())
    assert shelf.partstats(email("alena")) == ["ACCEPTED"]


def test_a_sensitive_place_stays_out_of_the_answered_entry(story: Story) -> None:
    story.prepared()
    with story.inside():
        actions.set_time(story.conference_id, when(place="Azylový dům Naděje", place_is_sensitive=True), by=story.lenka)
        actions.convene(story.conference_id, despite="Spěchá to.", by=story.lenka)
    story.house.deliver()
    english_link(story, "ivana").press("I will come")
    ((_, message),) = story.house.deliver()
    assert read_alike(calendar_of(message).encode())["location"] == ""
    assert "Naděje" not in text_of(message)


def test_whoever_has_no_address_answers_and_no_letter_is_lost(story: Story) -> None:
    with story.inside(), transaction() as session:
        session.get_one(Worker, story.house.worker("tomas")).email = None
    story.convened()
    story.house.deliver()
    with story.inside():
        actions.answer(story.invitation("tomas").id, answer=Answer.ACCEPTED, note="", by=story.key("tomas"))
    assert story.house.deliver() == []
    assert story.invitation("tomas").answer == Answer.ACCEPTED


def test_an_answer_kept_before_a_meeting_is_called_off_is_not_told_after_it(story: Story) -> None:
    story.convened()
    story.house.deliver()
    english_link(story, "ivana").press("I will come")
    with story.inside():
        invitation = story.invitation("ivana")
        actions.answer_as_said(
            invitation.id, answer=Answer.ACCEPTED, told=HowTold.PHONE, note="", by=story.lenka
        )  # a letter without the calendar: it knows this answer
        actions.call_off(story.conference_id, why="nemoc", another_by=None, by=story.lenka)
        waiting = db.session.scalars(select(Letter).where(Letter.try_at.is_not(None), Letter.taken_back_why.is_(None)))
        assert {letter.kind for letter in waiting} == {"conferences.cancelled"}
    mine = [message for recipient, message in story.house.deliver() if recipient == email("ivana")]
    assert [read_alike(calendar_of(message).encode())["method"] for message in mine] == ["CANCEL"]
    assert read_alike(calendar_of(mine[0]).encode())["partstat"] == "ACCEPTED", "the last known answer"
