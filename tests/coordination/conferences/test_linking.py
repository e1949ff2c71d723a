"""A counselling service at a conference: its yes is provisional until its own file, or a law, lets it speak."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from agencies.circles.rules import State
from agencies.cooperation.models import (
    CooperationAgreement,
    CooperationSignature,
    StatutoryTitle,
    agreements_of,
    titles_of,
)
from agencies.cooperation.rules import HowTold
from coordination.conferences.models import Invitation
from coordination.seats.clients import SeatClient
from coordination.seats.models import Seat
from coordination.standpoints.models import Standpoint
from foundation import clock, language
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from tests import service, world
from tests.browsing import Browser
from tests.conftest import House
from tests.service import Family
from tests.world import Case

SCOPE = "Kanárek-rozsah: že chodíme na mediaci."
WHY = "Kanárek-titul: úřad zve na konferenci."


@pytest.fixture
def family(house: House) -> Family:
    service.open_service(house)
    return service.kratochvilovi(house, State.CLIENT)


@pytest.fixture
def case(house: House, family: Family) -> Case:
    """Mrs. Blažková of the counselling service is invited, has signed the pledge and may know of the family."""
    case = world.build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        seat = session.get_one(Seat, case.seats["ivana"])
        seat.worker_id, seat.name = house.worker("blazkova"), "Mgr. Hana Blažková"
        seat.agency_id, seat.agency_name = house.ids.agencies["poradna"], "Poradna Podlesí"
        invitation = session.get_one(Invitation, case.invitations["ivana"])
        invitation.worker_id, invitation.name, invitation.agency_name = seat.worker_id, seat.name, seat.agency_name
    return case


def hana(house: House, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
    browser = house.signed_in("blazkova", door)
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def seen_by_coordinator(house: House, case: Case) -> str:
    browser = house.signed_in("lenka", SessionDoor.ACCOUNT2)
    browser.client.set_cookie(language.COOKIE, "en")
    whole = browser.open(f"/conferences/{case.conference_id}").whole
    assert "Kanárek-rozsah" not in whole
    assert "Kanárek-titul" not in whole
    assert "Kratochvíl" not in whole
    assert "PR-" not in whole
    return browser.page.text.partition("Mgr. Hana Blažková")[2][:200].lower()


def says_yes(house: House, case: Case) -> Browser:
    browser = hana(house)
    browser.open(f"/conferences/{case.conference_id}/my-answer")
    browser.press("I will come")
    browser.open(f"/cases/{case.case_id}/introduction")
    return browser


def links_file(house: House, case: Case) -> Browser:
    browser = says_yes(house, case)
    browser.follow("Whose client is it?")
    with house.app.app_context():
        label = next(iter(db.session.scalars(select(service.Circle)))).code
    browser.press("Save", circle=f"Kratochvílovi ({label})")
    return browser


def agreed(house: House, family: Family, *purposes: str, days: int = 60) -> None:
    """Both parents have signed what may be said at the town office."""
    with house.app.app_context(), transaction() as session:
        until = clock.end_of(clock.today() + timedelta(days=days))
        made = CooperationAgreement(
            circle_id=family.circle_id, body_id=house.ids.agencies["podlesi"], body="Městský úřad Podlesí",
            purposes=purposes or ("conference", "standpoint"), scope=SCOPE, until=until, made_at=clock.now(),
            made_by="house",
        )  # fmt: skip
        for person in (family.mother, family.father):
            made.signatures.append(
                CooperationSignature(
                    person_id=person, signed_on=clock.today(), original="složka 7", filed_at=clock.now(), filed_by="x"
                )
            )
        session.add(made)


def obliged(house: House, family: Family, *, told: bool = True) -> None:
    """The office asks by law; the clients know, or do not."""
    with house.app.app_context(), transaction() as session:
        session.add(
            StatutoryTitle(
                circle_id=family.circle_id, body_id=house.ids.agencies["podlesi"], body="Městský úřad Podlesí",
                citation="§ 10 zákona", why=WHY, recorded_at=clock.now(), recorded_by="house",
                told_on=clock.today() if told else None, told_how=HowTold.PHONE if told else None,
                told_by="house" if told else None,
            )
        )  # fmt: skip


@pytest.mark.rule("S1-54")
def test_a_yes_is_provisional_until_the_file_allows_it_and_then_final(house: House, case: Case, family: Family) -> None:
    browser = says_yes(house, case)
    assert "Say first which of your files this family is" in browser.page.text
    assert not browser.page.has_button("I take part")
    assert "coming, not yet confirmed" in seen_by_coordinator(house, case)
    browser = links_file(house, case)
    assert "There is no agreement of the clients with this body, nor a legal title." in browser.page.text
    assert browser.page.has_link("Open the co-operation in the file")
    assert not browser.page.has_button("I take part")
    agreed(house, family)
    browser.open(f"/cases/{case.case_id}/introduction")
    browser.press("I take part")
    with house.app.app_context():
        assert db.session.get_one(Seat, case.seats["ivana"]).takes_part_at == clock.now()
    assert "not yet confirmed" not in seen_by_coordinator(house, case)


@pytest.mark.rule("S1-54")
def test_without_the_agreement_neither_final_nor_a_standpoint_but_the_date_is_answered(
    house: House, case: Case, family: Family
) -> None:
    links_file(house, case)
    browser = hana(house)
    browser.open(f"/conferences/{case.conference_id}/standpoint")
    page = browser.press("Save and go on later", facts="Chodí na mediaci.")
    assert not page.mistakes, "a draft is for the writer alone"
    page = browser.press("Put it on the table", facts="Chodí na mediaci.")
    assert page.mistakes == ["There is no agreement of the clients with this body, nor a legal title."]
    assert "Chodí na mediaci." in page.whole
    agreed(house, family, "conference")
    page = browser.press("Put it on the table", facts="Chodí na mediaci.")
    assert page.mistakes == ["The agreement of the clients does not speak of a standpoint."]
    agreed(house, family, "standpoint")
    browser.press("Put it on the table", facts="Chodí na mediaci.")
    with house.app.app_context():
        assert db.session.scalars(select(Standpoint).where(Standpoint.seat_id == case.seats["ivana"])).one().given_at
        answer = db.session.get_one(Invitation, case.invitations["ivana"]).answer
    assert answer == "accepted", "the date was answered before anything was known"


@pytest.mark.rule("S1-54")
def test_what_is_withdrawn_or_expires_in_the_middle_makes_it_provisional_again(
    house: House, case: Case, family: Family
) -> None:
    agreed(house, family, days=3)
    browser = links_file(house, case)
    browser.press("I take part")
    assert "not yet confirmed" not in seen_by_coordinator(house, case)
    with clock.standing_at(clock.midnight(clock.today() + timedelta(days=4))):
        assert (
            "The agreement of the clients with this body has expired."
            in hana(house).open(f"/cases/{case.case_id}/introduction").text
        )
    with house.app.app_context():
        (agreement,) = agreements_of(family.circle_id)
        agreement_id = agreement.id
    browser = hana(house)
    browser.open(f"/service/cooperation-agreements/{agreement_id}/withdrawal")
    browser.press("Withdraw the agreement")
    assert "coming, not yet confirmed" in seen_by_coordinator(house, case)
    page = browser.open(f"/cases/{case.case_id}/introduction")
    assert "The clients have withdrawn their agreement with this body." in page.text


@pytest.mark.rule("S1-55")
def test_a_law_lifts_the_block_once_the_clients_know(house: House, case: Case, family: Family) -> None:
    obliged(house, family, told=False)
    browser = links_file(house, case)
    assert "The law obliges you, but the clients were not told yet." in browser.page.text
    assert not browser.page.has_button("I take part")
    with house.app.app_context():
        (title,) = titles_of(family.circle_id)
        title_id = title.id
    browser.open(f"/service/legal-titles/{title_id}/told")
    browser.press("Save", told_on="today", how="by phone")
    browser.open(f"/cases/{case.case_id}/introduction")
    browser.press("I take part")
    assert "not yet confirmed" not in seen_by_coordinator(house, case)


@pytest.mark.rule("S1-55")
def test_under_a_law_nobody_declines_but_a_substitute_or_a_reason_will_do(
    house: House, case: Case, family: Family
) -> None:
    obliged(house, family)
    links_file(house, case)
    browser = hana(house)
    for no in ("I cannot come", "I will send a written standpoint"):
        browser.open(f"/conferences/{case.conference_id}/my-answer")
        page = browser.press(no)
        assert [one[:37] for one in page.mistakes] == ["Taking part is compulsory here by law"]
    browser.open(f"/cases/{case.case_id}/step-aside")
    page = browser.press("I step aside")
    assert [one[:37] for one in page.mistakes] == ["Taking part is compulsory here by law"]
    with house.app.app_context():
        assert db.session.get_one(Seat, case.seats["ivana"]).to_at is None
    browser.open(f"/conferences/{case.conference_id}/my-answer")
    browser.press("I cannot come", note="Mám soud.")
    assert "excused" in seen_by_coordinator(house, case)
    browser.open(f"/conferences/{case.conference_id}/my-answer")
    page = browser.press("I will send a substitute")
    assert not page.mistakes


def test_whoever_keeps_no_file_of_the_family_says_so_and_takes_part(house: House, case: Case) -> None:
    browser = says_yes(house, case)
    browser.follow("Whose client is it?")
    browser.press("Save", circle="We keep no file of this family")
    assert browser.page.has_button("I take part")
    assert "not yet confirmed" not in seen_by_coordinator(house, case)


def test_a_file_is_linked_only_by_whoever_reads_it_and_no_log_of_the_town_names_it(
    house: House, case: Case, family: Family
) -> None:
    links_file(house, case)
    with house.app.app_context():
        assert db.session.scalars(select(SeatClient)).one().circle_id == family.circle_id
        told = select(AuditEntry).where(AuditEntry.chain == house.ids.agencies["podlesi"])
        told = told.where(AuditEntry.verb.in_(("client linked", "conference linked")))
        assert [entry.about for entry in db.session.scalars(told)] == [f"seat:{case.seats['ivana']}"]
    code = hana(house, SessionDoor.CODE).open(f"/cases/{case.case_id}/our-client")
    assert "Your files open only with your account." in code.text
    assert "Kratochvíl" not in code.whole
    for somebody in ("martina", "lenka", "petr"):
        other = house.signed_in(somebody, SessionDoor.ACCOUNT2).open(f"/cases/{case.case_id}/our-client")
        assert "Kratochvíl" not in other.whole


def test_whom_the_file_keeps_out_cannot_speak_for_it(house: House, case: Case, family: Family) -> None:
    agreed(house, family)
    links_file(house, case)
    with house.app.app_context(), transaction() as session:
        out = service.CircleExclusion(
            circle_id=family.circle_id, worker_id=house.worker("blazkova"), kind=service.ExclusionKind.ANTIPATHY
        )
        out.note, out.from_at, out.by = "", clock.now(), "house"
        session.add(out)
    page = hana(house).open(f"/cases/{case.case_id}/introduction")
    assert "You cannot speak for this client." in page.text
    assert "Kratochvíl" not in page.whole
    assert "coming, not yet confirmed" in seen_by_coordinator(house, case)


def test_a_counselling_service_without_files_comes_as_everybody_does(house: House) -> None:
    service.open_service(house)
    case = world.build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        seat = session.get_one(Seat, case.seats["ivana"])
        seat.worker_id, seat.agency_id = house.worker("blazkova"), house.ids.agencies["poradna"]
        session.get_one(Invitation, case.invitations["ivana"]).worker_id = seat.worker_id
    browser = says_yes(house, case)
    assert browser.page.has_button("I take part")
    assert not browser.page.has_link("Whose client is it?")
