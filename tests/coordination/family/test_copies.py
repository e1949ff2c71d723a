"""What one of the family knows before a meeting: the way to their page, their own hour, who comes and why."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from coordination.conferences.children import ChildPreparation
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.paper_trail import LetterWords
from coordination.seats.models import CaseFrame
from foundation import audit, clock
from foundation.database import db, transaction
from tests.browsing import Browser, squeezed
from tests.conftest import House
from tests.coordination.family.writing import GABINA, JANA, NUMBER, AtHome
from tests.coordination.plans.writing import convened

HOUR = timedelta(hours=1)


@pytest.fixture
def before(house: House) -> AtHome:
    """A convened meeting and nothing agreed yet."""
    return AtHome(house, convened(house))


def way_to_page(home: AtHome, name: str = JANA) -> tuple[str, str]:
    """Lenka prints the way to somebody's page; answers the words of the paper and the address on it."""
    home.lenka.open(home.office_page)
    page = home.lenka.press(f"Print the way to the page {name}")
    assert page.headers["Content-Type"] == "application/pdf", page.text
    words = squeezed(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.content)).pages))
    found = re.search(r"localhost(/r/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", words)
    assert found
    return words, found[1]


def opened(home: AtHome, name: str = JANA) -> Browser:
    """Somebody at their page before anything is agreed."""
    home.gives_number(name)
    return home.opens(way_to_page(home, name)[1])


def test_before_anything_is_agreed_a_paper_shows_the_way_and_the_mother_answers_there(before: AtHome) -> None:
    before.lenka.open(before.office_page)
    assert not before.lenka.page.has_button("Print the way to the page"), "without a number it would lead nowhere"
    before.gives_number(JANA)
    words, address = way_to_page(before)
    for told in ("Vaše stránka", "Najdete tu naši schůzku.", "Lenka Horáková", "469 000 204"):
        assert told in words, told
    for hidden in ("Vlčk", "Gábin", "PS-7F3K", NUMBER):
        assert hidden not in words, hidden
    jana = before.opens(address)
    assert jana.page.heading == "Our next meeting"
    assert "What we agree there you will find here." in jana.page.text
    jana.follow("Does it suit you?")
    jana.press("I will come", brings="Eva Malá", words="Přijdu o chvíli dřív.")
    assert "You said: I will come" in jana.page.text
    meeting = before.lenka.open(f"/conferences/{before.table.case.conference_id}")
    assert "Comes with: Eva Malá. Přijdu o chvíli dřív." in meeting.text
    with before.house.app.app_context():
        deeds = [entry.verb for entry in db.session.query(audit.AuditEntry)]
    assert deeds.count("address handed") == 1
    assert before.disclosures() == [], "no summary has reached anybody"


def test_before_the_first_meeting_is_convened_no_paper_leads_to_a_page_that_does_not_open_yet(before: AtHome) -> None:
    before.gives_number(JANA)
    lenka = before.lenka
    lenka.open(before.office_page)
    sent, values = lenka.filled(f"Print the way to the page {JANA}")
    with before.house.app.app_context(), transaction() as session:
        session.get_one(CaseFrame, before.table.case.case_id).opened_at = None
    lenka.post(sent, dict(values))
    assert "The page opens once a meeting is convened. Print the way to it then." in lenka.page.text
    assert not lenka.open(before.office_page).has_button("Print the way to the page")


def test_without_a_meeting_the_page_says_that_nothing_is_here_yet(before: AtHome) -> None:
    with before.house.app.app_context(), transaction() as session:
        session.get_one(Conference, before.table.case.conference_id).cancelled_at = clock.now()
    jana = opened(before)
    assert jana.page.heading == "Nothing is here yet"
    assert jana.open("/appointment/meeting").status == 404


@pytest.mark.rule("S2-12")
def test_whoever_is_asked_to_a_part_learns_of_that_part_alone(before: AtHome) -> None:
    case = before.table.case
    with before.house.app.app_context(), transaction() as session:
        meeting = session.get_one(Conference, case.conference_id)
        assert meeting.starts_at is not None
        mothers = session.get_one(Invitation, case.invitations["jana"])
        mothers.part_from, mothers.part_to = meeting.starts_at + HOUR, meeting.ends_at
        schools = session.get_one(Invitation, case.invitations["ivana"])
        schools.part_from, schools.part_to = meeting.starts_at, meeting.starts_at + HOUR
    jana = opened(before)
    assert "at 14:00" in jana.page.text
    jana.follow("Does it suit you?")
    assert "at 14:00" in jana.page.text
    for hidden in ("13:00", "Ivana Součková", "Roman"):
        assert hidden not in jana.page.text, hidden
    assert "Petr Zeman" in jana.page.text


@pytest.mark.rule("S2-12")
def test_the_page_names_whom_the_letter_names_and_with_the_same_words(before: AtHome) -> None:
    case = before.table.case
    why = {"ivana": ("z organizace ZŠ Na Kopci: zná docházku", True), "tereza": ("píše zápis", False)}
    with before.house.app.app_context(), transaction() as session:
        comes = [[str(case.invitations[key]), words, named] for key, (words, named) in why.items()]
        session.add(
            LetterWords(
                invitation_id=case.invitations["jana"], at=clock.now(), by="house", language="cs",
                greeting="paní Vlčková", about="Jak dál.", access="", document_number="", comes=comes, familiar=False,
                guide="", guide_phone="", signal="",
            )
        )  # fmt: skip
    jana = opened(before)
    jana.follow("Does it suit you?")
    assert "Ivana Součková z organizace ZŠ Na Kopci: zná docházku" in jana.page.text
    assert "Tereza Malá" not in jana.page.text, "the coordinator left her out"


def test_a_child_reads_who_stays_beside_it_and_its_signal_and_its_mother_does_not(before: AtHome) -> None:
    case = before.table.case
    with before.house.app.app_context(), transaction() as session:
        tereza = session.get_one(Invitation, case.invitations["tereza"]).invitee
        session.add(
            ChildPreparation(
                conference_id=case.conference_id, person_id=case.people["gabina"], guide_id=tereza,
                signal="zvednu tužku", talked_by="Tereza Malá", talked_on=clock.today(), why_comes="Chce.",
                told="Kdo přijde.",
                own_side="maminka", leaves_with="Tereza Malá", recorded_at=clock.now(), recorded_by="house",
            )
        )  # fmt: skip
    gabina, jana = opened(before, GABINA), opened(before)
    for browser in (gabina, jana):
        browser.follow("Does it suit you?")
    assert "With you will be Tereza Malá . Only for you." in gabina.page.text
    assert "give the sign: zvednu tužku" in gabina.page.text
    assert "zvednu tužku" not in jana.page.text


def test_a_calendar_file_comes_only_to_whoever_asks_for_it_and_says_nothing_of_anybody(before: AtHome) -> None:
    arrived = before.house.deliver()
    assert not [message for to, message in arrived if "jana" in to and message.is_multipart()]
    jana = opened(before)
    jana.follow("Does it suit you?")
    assert "Everybody who holds your phone can see it." in jana.page.text
    file = jana.open("/appointment/meeting.ics")
    assert file.headers["Content-Disposition"] == "attachment; filename=schuzka.ics"
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Appointment", "Městský úřad, zasedačka 204")
    assert event["DTSTART"].dt == datetime(2026, 3, 3, 13, tzinfo=clock.PRAGUE)
    assert {"ATTENDEE", "ORGANIZER", "DESCRIPTION"}.isdisjoint(event)
    (again,) = Calendar.from_ical(jana.open("/appointment/meeting.ics").content).walk("VEVENT")
    assert again["UID"] == event["UID"], "taken twice it is still one entry"
