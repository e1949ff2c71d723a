"""Whoever is invited and has come in answers the date without the letter at hand, and nobody else does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.conferences.models import INVITATION, Conference, Invitation
from coordination.conferences.rules import Answer
from coordination.seats.models import Seat
from foundation import clock, language, links
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from tests import world
from tests.browsing import Browser
from tests.conftest import House
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
    assert "Your answer: I will send a substitute." in browser.page.text


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
