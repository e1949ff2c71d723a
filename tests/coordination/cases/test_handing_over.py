"""A case is handed over: offered and accepted, declined, taken back, or given at once by the head (S2-50)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from agencies.accounts.rules import SessionDoor
from agencies.staff.models import Post
from coordination.cases.by_word import ToTell
from coordination.cases.hand_overs import HandOver
from coordination.cases.models import Person
from coordination.cases.rules import SafeContact
from coordination.conferences import documents
from coordination.conferences.actions.convening import convenors_own
from coordination.conferences.models import Invitation, conference_of
from coordination.seats.models import CaseFrame, Exclusion, Pledge, Seat, coordinator_of
from coordination.seats.rules import Role
from coordination.tasks.models import Task, TaskStep, line_of
from foundation import audit, clock, language
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from tests.browsing import Browser, squeezed
from tests.cast import BY_KEY
from tests.conftest import House, calendar_of, text_of
from tests.world import FAMILY_WORDS, Case, build

WHY = "Odcházím na mateřskou."
NOTE = "Matce volat večer, přes den pracuje."
ONLY_ONE = (
    "There is always one coordinator. The handover holds once Mgr. Jitka Bláhová accepts; "
    "until then the case stays with you."
)


def english(house: House, key: str, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
    browser = house.signed_in(key, door)
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def unoffered(house: House, state: str = "open", code: str = "PS-7F3K") -> Case:
    """A case that nobody is asked to take over yet."""
    case = build(house, state, code)
    with house.app.app_context(), transaction() as session:
        session.delete(session.scalars(select(HandOver).where(HandOver.case_id == case.case_id)).one())
    return case


@pytest.fixture
def case(house: House) -> Case:
    return unoffered(house)


def offered(house: House, case: Case, to: str = "Mgr. Jitka Bláhová") -> Browser:
    """Lenka offers her case."""
    lenka = english(house, "lenka")
    lenka.open(f"/cases/{case.case_id}")
    lenka.follow("Hand the case over")
    lenka.press("Offer the case", to=to, reason=WHY, note=NOTE)
    return lenka


def taken_over(house: House, case: Case) -> Browser:
    """And Jitka takes it."""
    offered(house, case)
    jitka = english(house, "jitka")
    jitka.open(f"/cases/{case.case_id}/take-over")
    jitka.press("I take the case over")
    return jitka


def coordinators(house: House, case: Case) -> list[tuple[str, bool]]:
    """Who has coordinated the case, in the order of time, and whether they do now."""
    with house.app.app_context():
        seats = select(Seat).where(Seat.case_id == case.case_id, Seat.role == Role.COORDINATOR)
        held = [(seat.from_at, seat.name, seat.to_at is None) for seat in db.session.scalars(seats)]
        return [(name, now) for _at, name, now in sorted(held)]


# --- offering and accepting ------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-50")
def test_the_case_changes_hands_in_the_instant_when_the_other_accepts(house: House, case: Case) -> None:
    lenka = offered(house, case)
    assert ONLY_ONE in lenka.page.text
    jitka = english(house, "jitka")
    jitka.open("/")
    page = jitka.follow("Read and answer")
    assert page.heading == "Take the case over?"
    jitka.press("I take the case over")
    assert jitka.page.heading == "Gábina"
    assert jitka.open(f"/cases/{case.case_id}/brief").status == 200
    assert "PS-7F3K" in jitka.open("/cases").text
    for page_of_case in ("", "/brief", "/people", "/plan", "/hand-over"):
        assert lenka.open(f"/cases/{case.case_id}{page_of_case}").status == 404, page_of_case
    assert "PS-7F3K" not in lenka.open("/").whole
    with house.app.app_context():
        seats = select(Seat).where(Seat.case_id == case.case_id, Seat.role == Role.COORDINATOR)
        by_name = {seat.name: seat for seat in db.session.scalars(seats)}
        former, present = by_name["Bc. Lenka Horáková"], by_name["Mgr. Jitka Bláhová"]
        assert former.ended_how == "handed_over"
        assert former.to_at == present.from_at
        assert present.to_at is None
        assert audit.verify() == []
        assert db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.like("case %"))).all()[-2:] == [
            "case offered", "case taken over",
        ]  # fmt: skip


@pytest.mark.rule("S2-50")
def test_until_then_the_case_stays_and_is_offered_to_nobody_else(house: House, case: Case) -> None:
    lenka = offered(house, case)
    assert ONLY_ONE in lenka.open(f"/cases/{case.case_id}").text
    assert lenka.open(f"/cases/{case.case_id}/brief").status == 200
    assert english(house, "jitka").open(f"/cases/{case.case_id}/brief").status == 404
    page = lenka.open(f"/cases/{case.case_id}/hand-over")
    assert not page.has_button("Offer the case")
    with house.app.app_context():
        waiting = db.session.scalars(select(HandOver)).one()
        second = HandOver(
            case_id=case.case_id, from_seat_id=waiting.from_seat_id, to_worker_id=house.worker("dana"), reason="x",
            note="", offered_at=clock.now(), offered_by="x", answer_by=date(2026, 3, 1),
        )  # fmt: skip
        with pytest.raises(IntegrityError), transaction() as session:
            session.add(second)
    assert [name for name, now in coordinators(house, case) if now] == ["Bc. Lenka Horáková"]


def test_before_accepting_the_other_reads_a_code_and_counts(house: House, case: Case) -> None:
    offered(house, case)
    page = english(house, "jitka").open(f"/cases/{case.case_id}/take-over")
    for words in ("PS-7F3K", "Tue 3 Mar 2026", "2 pledges are missing", "1 open task becomes yours"):
        assert words in page.text, words
    assert not any(word in page.whole for word in (*FAMILY_WORDS, WHY, NOTE, "Součková", "Kopci"))


def test_the_note_opens_with_the_case(house: House, case: Case) -> None:
    jitka = taken_over(house, case)
    page = jitka.open(f"/cases/{case.case_id}/hand-over")
    assert NOTE in page.text
    assert WHY in page.text


def test_reason_and_person_are_asked_for_and_nothing_typed_is_lost(house: House, case: Case) -> None:
    lenka = english(house, "lenka")
    lenka.open(f"/cases/{case.case_id}/hand-over")
    page = lenka.press("Offer the case", note=NOTE)
    assert page.mistakes == ["Choose who takes the case over."]
    page = lenka.press("Offer the case", to="Mgr. Jitka Bláhová")
    assert page.mistakes == ["Write in one sentence why the case is handed over."]
    assert NOTE in page.text


def test_the_coordinator_takes_the_offer_back(house: House, case: Case) -> None:
    lenka = offered(house, case)
    jitka = english(house, "jitka")
    jitka.open(f"/cases/{case.case_id}/take-over")
    lenka.press("Take the offer back")
    assert lenka.page.has_button("Offer the case")
    page = jitka.press("I take the case over")
    assert page.status == 404
    assert [name for name, now in coordinators(house, case) if now] == ["Bc. Lenka Horáková"]
    assert house.deliver() == [], "the letter about the offer is not wanted any more"


def test_the_other_says_why_not_and_the_coordinator_reads_it(house: House, case: Case) -> None:
    lenka = offered(house, case)
    jitka = english(house, "jitka")
    jitka.open(f"/cases/{case.case_id}/take-over")
    jitka.follow("I do not, I will say why")
    assert jitka.press("Send the answer", reason=" ").mistakes == [
        "Write in one sentence why you do not take the case over."
    ]
    jitka.press("Send the answer", reason="Mám plný úvazek.")
    assert jitka.open(f"/cases/{case.case_id}/take-over").status == 404
    page = lenka.open("/")
    assert "Mgr. Jitka Bláhová does not take the case over" in page.text
    assert "Mám plný úvazek." in page.text
    lenka.follow("See the handover")
    lenka.press("Offer the case", to="Mgr. Dana Veselá", reason=WHY)
    assert "does not take the case over" not in lenka.open("/").text


def test_a_no_is_told_to_whoever_offered_by_a_neutral_letter(house: House, case: Case) -> None:
    offered(house, case)
    jitka = english(house, "jitka")
    jitka.open(f"/cases/{case.case_id}/take-over/refusal")
    jitka.press("Send the answer", reason="Mám plný úvazek.")
    told = [message for to, message in house.deliver() if to == BY_KEY["lenka"].email]
    assert [message["Subject"] for message in told] == ["Odpověď na převzetí (PS-7F3K)"]
    everything = told[0].as_string() + text_of(told[0])
    assert not [word for word in (*FAMILY_WORDS, "Bláhová", "úvazek", WHY) if word in everything]
    lenka = english(house, "lenka")
    page = lenka.open(text_of(told[0]).split("http://localhost")[1].split()[0])
    assert page.heading == "Hand the case over"
    assert "Mám plný úvazek." in page.text


def test_nobody_hears_of_a_no_who_is_not_in_charge_any_more(house: House, case: Case) -> None:
    offered(house, case)
    jitka = english(house, "jitka")
    jitka.open(f"/cases/{case.case_id}/take-over/refusal")
    jitka.press("Send the answer", reason="Mám plný úvazek.")
    hana = english(house, "hana")
    hana.open(f"/cases/{case.case_id}/appointment")
    hana.press("Appoint", to="Mgr. Dana Veselá", reason=WHY)
    assert "Odpověď na převzetí (PS-7F3K)" not in [message["Subject"] for _to, message in house.deliver()]


def test_silence_is_no_acceptance(house: House, case: Case) -> None:
    lenka = offered(house, case)
    house.hand.forward(timedelta(days=8))
    assert "Mgr. Jitka Bláhová has not answered the handover" in lenka.open("/").text
    assert [name for name, now in coordinators(house, case) if now] == ["Bc. Lenka Horáková"]


@pytest.mark.parametrize("key", ["jitka", "dana", "zdenka", "hana", "marek", "ivana", "karel"])
def test_nobody_else_offers_or_takes_a_case(house: House, case: Case, key: str) -> None:
    for address in ("hand-over", "take-over", "take-over/refusal"):
        assert english(house, key).open(f"/cases/{case.case_id}/{address}").status == 404, address


# --- who cannot receive ----------------------------------------------------------------------------------------------


def shut_out(house: House, case: Case, key: str) -> None:
    with house.app.app_context(), transaction() as session:
        session.add(
            Exclusion(
                case_id=case.case_id, worker_id=house.worker(key), since=clock.now(), reason="teta", recorded_by="house"
            )
        )  # fmt: skip


def test_an_excluded_worker_cannot_be_asked(house: House, case: Case) -> None:
    shut_out(house, case, "jitka")
    lenka = english(house, "lenka")
    page = lenka.open(f"/cases/{case.case_id}/hand-over")
    assert "Jitka" not in page.text
    assert "Dana" in page.text
    address, fields = lenka.filled("Offer the case", {"reason": WHY})
    sent = dict(fields) | {"to": str(house.worker("jitka"))}
    assert lenka.post(address, sent).mistakes == ["Choose one of the offered answers."]


def test_whoever_is_excluded_meanwhile_cannot_accept(house: House, case: Case) -> None:
    lenka = offered(house, case)
    jitka = english(house, "jitka")
    jitka.open(f"/cases/{case.case_id}/take-over")
    lenka.open(f"/cases/{case.case_id}/exclusions")
    lenka.press("Shut out", worker="Mgr. Jitka Bláhová", reason="Sestra matky.")
    assert jitka.press("I take the case over").status == 404
    assert lenka.open(f"/cases/{case.case_id}/hand-over").has_button("Offer the case"), "the offer is gone"
    assert [name for name, now in coordinators(house, case) if now] == ["Bc. Lenka Horáková"]


def test_whoever_lost_the_post_meanwhile_cannot_accept(house: House, case: Case) -> None:
    offered(house, case)
    jitka = english(house, "jitka")
    jitka.open(f"/cases/{case.case_id}/take-over")
    with house.app.app_context(), transaction() as session:
        session.scalars(select(Post).where(Post.worker_id == house.worker("jitka"))).one().role = "worker"
    assert jitka.press("I take the case over").status == 404
    assert [name for name, now in coordinators(house, case) if now] == ["Bc. Lenka Horáková"]


# --- what moves with the case ----------------------------------------------------------------------------------------


def test_letters_are_neutral_and_reach_the_table(house: House, case: Case) -> None:
    offered(house, case)
    ((to, asked),) = house.deliver()
    assert to == BY_KEY["jitka"].email
    assert asked["Subject"] == "Převzetí čeká na vás (PS-7F3K)"
    assert f"/cases/{case.case_id}/take-over" in text_of(asked)
    jitka = english(house, "jitka")
    jitka.open(f"/cases/{case.case_id}/take-over")
    jitka.press("I take the case over")
    post = house.deliver()
    told = {to: message for to, message in post if message["Subject"] == "Nový kontakt (PS-7F3K)"}
    at_table = ("tereza", "petr", "ivana", "alena", "martina", "klara", "oksana", "eva")
    assert set(told) == {BY_KEY[key].email for key in at_table}
    assert [to for to, message in post if str(message["Subject"]).startswith("Vaše účast")] == [BY_KEY["lenka"].email]
    for _to, message in post:
        everything = message.as_string() + text_of(message)
        assert not [word for word in (*FAMILY_WORDS, "Bláhová", WHY, NOTE) if word in everything]


def test_the_letter_to_the_table_leads_to_who_it_is(house: House, case: Case) -> None:
    taken_over(house, case)
    house.deliver()
    letter = text_of(house.letters_to("ivana")[-1])
    link = letter.split("http://localhost")[1].split()[0]
    ivana = english(house, "ivana", SessionDoor.CODE)
    page = ivana.open(link)
    assert page.heading == "Gábina"
    assert "Mgr. Jitka Bláhová" in page.text
    martina = english(house, "martina", SessionDoor.CODE)
    letter = text_of(house.letters_to("martina")[-1])
    page = martina.open(letter.split("http://localhost")[1].split()[0])
    assert "Mgr. Jitka Bláhová" in page.text
    assert not any(word in page.whole for word in FAMILY_WORDS)
    stranger = house.stranger()
    assert "/code" in stranger.open(link).address


def test_the_family_is_told_only_where_a_letter_does_no_harm(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        jana = session.get_one(Person, case.people["jana"])
        jana.safe_contact, jana.email = SafeContact.EMAIL, "jana@doma.example"
        gabina = session.get_one(Person, case.people["gabina"])
        gabina.safe_contact, gabina.email = SafeContact.NONE, "gabina@doma.example"
    taken_over(house, case)
    to_family = [(to, message) for to, message in house.deliver() if to.endswith("doma.example")]
    ((to, message),) = to_family
    assert (to, message["Subject"]) == ("jana@doma.example", "Schůzka")
    assert "máme pro vás nový telefon" in text_of(message)
    assert "PS-7F3K" not in text_of(message)


def test_whom_no_letter_reaches_the_new_coordinator_tells_herself(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        jana = session.get_one(Person, case.people["jana"])
        jana.safe_contact, jana.phone = SafeContact.PHONE, "605 111 222"
    jitka = taken_over(house, case)
    page = jitka.open("/")
    assert "Tell who coordinates now: Jana Vlčková" in page.text
    assert "Tell who coordinates now: Věra" in page.text, "whoever comes for one of the family, without an address"
    assert "Tell who coordinates now: Gabriela" not in page.text, "a child hears it from whoever stands beside her"
    assert "Tell who coordinates now" not in english(house, "lenka").open("/").text
    row = next(item for item in page.soup.select("li") if "coordinates now: Jana" in item.get_text(" "))
    jitka.open(str(row.select_one("a[href*='/to-tell/']")["href"]))
    assert "605 111 222" in squeezed(jitka.page.text)
    assert "I am your new contact at the office: Mgr. Jitka Bláhová" in jitka.page.text
    assert jitka.press("They know").mistakes == ["Choose how you told them."]
    told = jitka.page.address
    jitka.press("They know", how="phone")
    assert jitka.page.notice == "Noted: Jana Vlčková knows."
    assert "coordinates now: Jana" not in jitka.page.text
    assert "Nobody needs to be told about this any more." in jitka.open(told).whole
    with house.app.app_context():
        assert audit.verify() == []
        assert db.session.scalars(select(AuditEntry.verb)).all().count("told by word") == 1


def test_nobody_is_called_where_a_call_could_do_harm(house: House, case: Case) -> None:
    jitka = taken_over(house, case)
    with house.app.app_context():
        row = db.session.scalars(select(ToTell).where(ToTell.person_id == case.people["jana"])).one()
        jana = db.session.get_one(Person, case.people["jana"])
        assert jana.safe_contact not in (SafeContact.PHONE, SafeContact.EMAIL)
    page = jitka.open(f"/to-tell/{row.id}")
    assert "A call could do harm here." in page.text
    assert jitka.press("They know", how="phone").mistakes == [
        "A call to Jana Vlčková could do harm. Tell them in person or on paper."
    ]
    for key in ("lenka", "dana", "tereza", "ivana", "marek"):
        assert english(house, key).open(f"/to-tell/{row.id}").status == 404, key
    jitka.open(f"/cases/{case.case_id}/hand-over")
    jitka.press("Offer the case", to="Mgr. Dana Veselá", reason=WHY)
    dana = english(house, "dana")
    dana.open(f"/cases/{case.case_id}/take-over")
    dana.press("I take the case over")
    rows = [item for item in dana.open("/").soup.select("li") if "coordinates now: Jana" in item.get_text(" ")]
    assert len(rows) == 1, "what the former one had left to tell is void"
    assert str(row.id) not in str(rows[0])


def test_coming_meetings_move_from_one_calendar_to_the_other(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        conference = conference_of(case.conference_id)
        assert conference is not None
        own = convenors_own(session, conference, coordinator_of(case.case_id), also=Role.FACILITATOR)
        documents.invite(conference, own, documents.letterhead(case.case_id))
    ((_to, first),) = house.deliver()
    uid = next(line for line in calendar_of(first).splitlines() if line.startswith("UID"))
    jitka = taken_over(house, case)
    entries = {
        to: calendar_of(message) for to, message in house.deliver() if message.get_content_type() != "text/plain"
    }
    lenkas, jitkas = entries[BY_KEY["lenka"].email], entries[BY_KEY["jitka"].email]
    assert "METHOD:CANCEL" in lenkas
    assert uid in lenkas
    assert "METHOD:REQUEST" in jitkas
    assert "PARTSTAT=ACCEPTED" in jitkas.replace("\r\n ", "")
    page = jitka.open(f"/conferences/{case.conference_id}")
    assert "Call the meeting off" in page.text
    with house.app.app_context():
        convenors = (
            select(Invitation.name)
            .join(Seat)
            .where(
                Invitation.conference_id == case.conference_id,
                Invitation.role == Role.COORDINATOR,
                Seat.to_at.is_(None),
            )
        )
        assert db.session.scalars(convenors).all() == ["Mgr. Jitka Bláhová"]
        leads = select(Invitation.name).where(
            Invitation.conference_id == case.conference_id, Invitation.also == Role.FACILITATOR
        )
        assert db.session.scalars(leads).all() == ["Mgr. Jitka Bláhová"], "who leads the meeting changes too"


def test_open_tasks_move_with_who_and_when_and_finished_ones_stay(house: House, case: Case) -> None:
    with house.app.app_context():
        lenkas = case.tasks["lenka"]
        before = line_of(lenkas)
        assert before is not None
        assert before.seat is not None
        assert before.seat.worker_id == house.worker("lenka")
    jitka = taken_over(house, case)
    with house.app.app_context():
        line, task = line_of(lenkas), db.session.get_one(Task, lenkas)
        assert line is not None
        assert line.seat is not None
        assert line.seat.worker_id == house.worker("jitka")
        assert line.wording.seat_id == case.seats["lenka"], "the locked wording keeps whom it named"
        assert task.passed_by == f"worker:{house.worker('jitka')}"
        assert task.passed_at == clock.now()
        steps = select(TaskStep.step, TaskStep.by_name).where(TaskStep.task_id == lenkas).order_by(TaskStep.number)
        assert db.session.execute(steps).all()[-1].step == "accepted"
    page = jitka.open(f"/tasks/{lenkas}")
    assert "Taken over with the case on 23 Feb 2026" in page.text
    assert "you, Mgr. Jitka Bláhová" in page.text
    assert english(house, "lenka").open(f"/tasks/{lenkas}").status == 404


def test_a_receiver_who_sat_at_the_table_moves_to_its_head(house: House, case: Case) -> None:
    """Tereza took the minutes and coordinates cases too; her seat and her task follow her."""
    with house.app.app_context(), transaction() as session:
        session.add(
            Post(
                worker_id=house.worker("tereza"), agency_id=house.ids.agencies["podlesi"], function="koordinátorka",
                role="coordinator", from_on=date(2025, 9, 1),
            )
        )  # fmt: skip
    offered(house, case, to="Bc. Tereza Malá")
    tereza = english(house, "tereza")
    tereza.open(f"/cases/{case.case_id}/take-over")
    tereza.press("I take the case over")
    assert tereza.open(f"/cases/{case.case_id}/exclusions").status == 200
    with house.app.app_context():
        held = select(Seat.role).where(Seat.worker_id == house.worker("tereza"), Seat.to_at.is_(None))
        assert db.session.scalars(held).all() == [Role.COORDINATOR]
        line = line_of(case.tasks["tereza"])
        assert line is not None
        assert line.seat is not None
        assert line.seat.role == Role.COORDINATOR
        assert db.session.scalar(select(Pledge.id).where(Pledge.seat_id == case.seats["tereza"])) is not None


def test_a_case_goes_there_and_back(house: House, case: Case) -> None:
    taken_over(house, case)
    jitka = english(house, "jitka")
    jitka.open(f"/cases/{case.case_id}/hand-over")
    jitka.press("Offer the case", to="Bc. Lenka Horáková", reason="Zastupovala jsem jen na čas.")
    lenka = english(house, "lenka")
    lenka.open(f"/cases/{case.case_id}/take-over")
    lenka.press("I take the case over")
    assert lenka.page.heading == "Gábina"
    assert lenka.open(f"/conferences/{case.conference_id}").status == 200
    assert english(house, "jitka").open(f"/cases/{case.case_id}").status == 404
    assert [name for name, now in coordinators(house, case) if now] == ["Bc. Lenka Horáková"]


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_a_draft_and_a_closed_case_change_hands_too(house: House, state: str) -> None:
    case = unoffered(house, state, "PS-2222")
    taken_over(house, case)
    assert [name for name, now in coordinators(house, case) if now] == ["Mgr. Jitka Bláhová"]
    with house.app.app_context():
        assert db.session.get_one(CaseFrame, case.case_id).state == state


# --- the head appoints -----------------------------------------------------------------------------------------------


def appointed(house: House, case: Case, **typed: str) -> Browser:
    hana = english(house, "hana")
    hana.open(f"/cases/{case.case_id}/appointment")
    hana.press("Appoint", **({"to": "Mgr. Jitka Bláhová", "reason": "Kolegyně odešla."} | typed))
    return hana


@pytest.mark.rule("S2-50")
def test_the_head_gives_a_case_to_somebody_else_at_once(house: House, case: Case) -> None:
    lenka = english(house, "lenka")
    hana = appointed(house, case)
    assert hana.page.notice == "The case has a new coordinator. Both were told, and everybody at the table."
    assert english(house, "jitka").open(f"/cases/{case.case_id}/brief").status == 200
    assert lenka.open(f"/cases/{case.case_id}").status == 404
    assert hana.open(f"/cases/{case.case_id}/brief").status == 404, "appointing opens nothing to the head"
    subjects = {str(message["Subject"]): to for to, message in house.deliver()}
    assert subjects["Nově máte na starosti (PS-7F3K)"] == BY_KEY["jitka"].email
    assert subjects["Vaše účast skončila (PS-7F3K)"] == BY_KEY["lenka"].email
    with house.app.app_context():
        task = line_of(case.tasks["lenka"])
        assert task is not None
        assert task.state == "offered", "nobody has said yes in her name"
        assert audit.verify() == []


def test_an_appointment_needs_a_reason_and_ends_a_waiting_offer(house: House, case: Case) -> None:
    offered(house, case, to="Mgr. Dana Veselá")
    hana = appointed(house, case, reason=" ")
    assert hana.page.mistakes == ["Write in one sentence why the case is handed over."]
    hana.press("Appoint", reason="Kolegyně odešla.")
    assert english(house, "dana").open(f"/cases/{case.case_id}/take-over").status == 404
    assert [name for name, now in coordinators(house, case) if now] == ["Mgr. Jitka Bláhová"]


def test_the_head_decides_about_the_coordinator_who_stood_on_the_page(house: House, case: Case) -> None:
    hana = english(house, "hana")
    hana.open(f"/cases/{case.case_id}/appointment")
    taken_over(house, case)
    page = hana.press("Appoint", to="Mgr. Dana Veselá", reason="Kolegyně odešla.")
    assert page.mistakes == ["Mgr. Jitka Bláhová coordinates the case meanwhile. Look again."]
    assert [name for name, now in coordinators(house, case) if now] == ["Mgr. Jitka Bláhová"]


@pytest.mark.parametrize("key", ["lenka", "jitka", "milada", "karel", "ivana"])
def test_only_the_head_of_the_town_appoints(house: House, case: Case, key: str) -> None:
    assert english(house, key).open(f"/cases/{case.case_id}/appointment").status == 404
