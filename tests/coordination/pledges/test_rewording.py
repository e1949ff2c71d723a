"""A town writes the pledge anew: what was signed before closes or holds on, and everybody concerned has a letter."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from agencies.accounts.rules import SessionDoor
from agencies.staff.models import Worker
from coordination.cases.by_word import ToTell
from coordination.pledges import rewording
from coordination.seats.models import Pledge, Seat
from coordination.seats.rules import Ending
from foundation import audit, clock, signatures, wordings
from foundation.database import db, transaction
from foundation.outbox import Letter
from tests.browsing import Browser
from tests.conftest import House, text_of
from tests.together import at_once
from tests.world import FAMILY_WORDS, Case, build, crowd

MATERIAL, EDITORIAL = "What people promise or learn", "Only words"
SIX = "\n6. Novou větu slibuji také."


@pytest.fixture
def case(house: House) -> Case:
    """A case at which seven people hold seats and have pledged, among them Ivana of the school."""
    return build(house, "open", "PS-7F3K")


def english(house: House, key: str, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
    browser = house.signed_in(key, door)
    browser.client.set_cookie("lang", "en")
    return browser


PROFESSIONAL = "Pledge of confidentiality: worker of an organisation"


def written_anew(
    house: House, change: str, *, by: str = "hana", town: str = "podlesi", name: str = PROFESSIONAL, **besides: str
) -> Browser:  # fmt: skip
    """The head opens the wordings of the town, changes the professional pledge and reads what it does."""
    head = english(house, by)
    head.open(f"/towns/{house.ids.agencies[town]}/wordings")
    head.follow(name)
    head.follow("Write a new version")
    text = head.page.soup.find("textarea")
    assert text is not None
    head.press("Continue", text=text.get_text().strip() + SIX, change=change, **besides)
    return head


def kinds(house: House) -> list[str]:
    with house.app.app_context():
        about = (rewording.SIGN_AGAIN, rewording.ONLY_WORDS)
        return list(db.session.scalars(select(Letter.kind).where(Letter.kind.in_(about))))


@pytest.mark.rule("S2-17")
def test_a_material_wording_closes_the_content_until_it_is_signed(house: House, case: Case) -> None:
    ivana = english(house, "ivana", SessionDoor.CODE)
    assert ivana.open(f"/cases/{case.case_id}").status == 200
    head = written_anew(house, MATERIAL)
    assert "8 people at 1 case must sign again. Until then their content is closed." in head.page.text
    assert not [word for word in FAMILY_WORDS if word in head.page.whole]
    assert ivana.open(f"/cases/{case.case_id}").status == 200, "nothing is saved yet"
    head.press("Save the new version")
    for page in (f"/cases/{case.case_id}", f"/cases/{case.case_id}/plan", f"/cases/{case.case_id}/pledges"):
        assert ivana.open(page).status == 404
    asked = ivana.open("/").text
    assert "Sign the new wording of the pledge" in asked
    assert "Sign the pledge of confidentiality" not in asked, "as if nothing had been signed"
    page = ivana.open(f"/cases/{case.case_id}/pledge")
    assert "The pledge has a new wording. Read and sign it, and the content opens again." in page.text
    assert "Novou větu slibuji také." in page.text
    ivana.press("I sign the pledge", read=True)
    assert ivana.open(f"/cases/{case.case_id}").status == 200


@pytest.mark.rule("S2-17")
def test_an_editorial_wording_closes_nothing_and_is_there_to_be_read(house: House, case: Case) -> None:
    ivana = english(house, "ivana", SessionDoor.CODE)
    head = written_anew(house, EDITORIAL)
    assert "Nothing closes. A letter that only words have changed goes to: 8 people at 1 case." in head.page.text
    head.press("Save the new version")
    assert ivana.open(f"/cases/{case.case_id}").status == 200
    page = ivana.open(f"/cases/{case.case_id}/pledge")
    assert page.heading == "Your pledge is signed"
    assert "Only words have changed, you need not do anything." in page.text
    assert "Novou větu slibuji také." in page.text


def test_the_coordinator_reads_on_her_first_page_who_must_sign_again(house: House, case: Case) -> None:
    lenka = english(house, "lenka")
    assert "new wording" not in lenka.open("/").text
    written_anew(house, MATERIAL).press("Save the new version")
    house.hand.on(10, 3)
    page = lenka.open("/")
    assert "9 people have not signed the new wording of the pledge" in page.text, "one of them is shut out of the case"
    lenka.follow("See the pledges")
    assert "replaced by a new wording" in lenka.page.text.lower()


def test_another_town_keeps_its_wording_and_its_signatures(house: House, case: Case) -> None:
    head = written_anew(house, MATERIAL, by="milada", town="zalesi")
    assert "Nobody has signed this text so far" in head.page.text
    head.press("Save the new version")
    assert english(house, "ivana", SessionDoor.CODE).open(f"/cases/{case.case_id}").status == 200
    house.deliver()
    assert kinds(house) == []


def test_everybody_concerned_is_told_by_a_letter_that_leads_to_the_pledge(house: House, case: Case) -> None:
    written_anew(house, MATERIAL).press("Save the new version")
    house.deliver()
    assert kinds(house) == [rewording.SIGN_AGAIN] * 8
    (letter,) = house.letters_to("ivana")
    assert letter["Subject"] == "Slib mlčenlivosti má nové znění (PS-7F3K)"
    words = text_of(letter)
    assert "Do té doby je obsah zavřený." in words
    assert "Změnila se jen slova" not in words
    assert not [word for word in FAMILY_WORDS if word in words]
    address = next(word for word in words.split() if word.startswith("http"))
    ivana = english(house, "ivana", SessionDoor.CODE)
    assert ivana.open(address).heading == "Pledge of confidentiality"
    house.deliver()
    assert len(house.letters_to("ivana")) == 1, "told once"
    assert house.letters_to("martina") == [], "who never signed has nothing to sign again"
    assert house.letters_to("jan") == [], "whose seat has ended is not asked"
    with house.app.app_context():
        assert audit.verify() == []


def test_only_words_is_what_the_letter_says_of_an_editorial_one(house: House, case: Case) -> None:
    written_anew(house, EDITORIAL).press("Save the new version")
    house.deliver()
    assert kinds(house) == [rewording.ONLY_WORDS] * 8
    words = text_of(house.letters_to("ivana")[-1])
    assert "Změnila se jen slova, nemusíte nic dělat." in words
    assert "zavřený" not in words


def without_address(house: House, case: Case) -> None:
    """Ivana has lost her mailbox; Věra, who comes for the mother, has pledged at the table and never had one."""
    with house.app.app_context(), transaction() as session:
        session.get_one(Worker, house.worker("ivana")).email = None
        seat = session.get_one(Seat, case.seats["vera"])
        wording = wordings.current("pledges.support_person", seat.town_id)
        signed = signatures.sign(
            town_id=seat.town_id, about=f"case:{case.case_id}", signer_key=f"person:{seat.person_id}", name=seat.name,
            function="", agency="", wording_id=wording.id, text=wording.text,
            seen_sha256=signatures.fingerprint(wording.text), method=signatures.Method.AT_TABLE, factors=("witness",),
            witness="Bc. Lenka Horáková",
        )  # fmt: skip
        pledge = Pledge(case_id=case.case_id, seat_id=seat.id, wording_id=wording.id, signature_id=signed.id)
        pledge.signed_at = clock.now()
        session.add(pledge)


@pytest.mark.rule("C-02")
def test_whom_no_letter_reaches_the_coordinator_tells_and_the_sheet_is_at_hand(house: House, case: Case) -> None:
    without_address(house, case)
    written_anew(house, MATERIAL).press("Save the new version")
    written_anew(
        house, MATERIAL, name="Pledge of confidentiality: support person"
    ).press("Save the new version")  # fmt: skip
    house.deliver()
    house.deliver()
    assert kinds(house) == [rewording.SIGN_AGAIN] * 7, "all the others have a letter"
    lenka = english(house, "lenka")
    page = lenka.open("/")
    for name in ("Mgr. Ivana Součková", "Věra Kamarádová"):
        assert f"Tell of the new wording of the pledge: {name}" in page.text
    row = next(item for item in page.soup.select("li") if "pledge: Mgr. Ivana" in item.get_text(" "))
    page = lenka.open(str(row.select_one("a[href*='/to-tell/']")["href"]))
    assert "Please read and sign it; until then the content is closed." in page.text
    assert lenka.open(page.link("Sheet to sign on paper")).heading == "Mgr. Ivana Součková"
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.case_id}/pledge")
    ivana.press("I sign the pledge", read=True)
    text = lenka.open("/").text
    assert "wording of the pledge: Mgr. Ivana" not in text, "signed, so nobody need be told"
    assert "wording of the pledge: Věra" in text


def test_only_words_are_told_to_nobody_by_word(house: House, case: Case) -> None:
    without_address(house, case)
    written_anew(house, EDITORIAL).press("Save the new version")
    house.deliver()
    assert "Tell of the new wording" not in english(house, "lenka").open("/").text


def test_several_postmen_put_each_down_once(any_house: House) -> None:
    case = build(any_house, "open", "PS-7F3K")
    without_address(any_house, case)
    written_anew(any_house, MATERIAL).press("Save the new version")
    at_once(any_house.app, 3, lambda _: rewording.tell_of_new_wordings())
    with any_house.app.app_context():
        told = select(ToTell.worker_id).where(ToTell.matter == "pledges.new_wording")
        assert list(db.session.scalars(told)) == [any_house.worker("ivana")]


def test_a_version_for_a_later_day_closes_and_is_told_on_that_day(house: House, case: Case) -> None:
    ivana = english(house, "ivana", SessionDoor.CODE)
    head = written_anew(house, MATERIAL, valid_from="2. 3. 2026")
    assert "It begins on" in head.page.text
    page = head.press("Save the new version")
    assert "From 2 Mar 2026" in page.text
    house.deliver()
    assert kinds(house) == []
    assert ivana.open(f"/cases/{case.case_id}").status == 200
    house.hand.on(2, 3, 0, 1)
    house.deliver()
    assert kinds(house) == [rewording.SIGN_AGAIN] * 8
    assert ivana.open(f"/cases/{case.case_id}").status == 404


def test_one_taken_back_before_its_day_closes_nothing(house: House, case: Case) -> None:
    head = written_anew(house, MATERIAL, valid_from="2. 3. 2026")
    head.press("Save the new version")
    (address,) = {a["href"] for a in head.page.soup.select("tr a.opens") if "worker of" in a.text and a["href"]} - {
        f"/towns/{house.ids.agencies['podlesi']}/wordings/{_current(house)}"
    }
    head.open(str(address))
    assert "This version waits for its day." in head.page.text
    assert not head.page.has_link("Write a new version")
    page = head.press("Take this version back")
    assert page.notice == "The version is taken back. The present one goes on."
    house.hand.on(2, 3, 10)
    house.deliver()
    assert kinds(house) == []
    assert english(house, "ivana", SessionDoor.CODE).open(f"/cases/{case.case_id}").status == 200


def _current(house: House) -> UUID:
    with house.app.app_context():
        return wordings.current("pledges.professional", house.ids.agencies["podlesi"]).id


def test_a_letter_is_dropped_when_it_is_signed_or_the_seat_closed_meanwhile(house: House, case: Case) -> None:
    written_anew(house, MATERIAL).press("Save the new version")
    with house.app.app_context():
        assert rewording.tell_of_new_wordings() == 8
    house.hand.forward(timedelta(minutes=5))
    ivana = english(house, "ivana", SessionDoor.CODE)
    ivana.open(f"/cases/{case.case_id}/pledge")
    ivana.press("I sign the pledge", read=True)
    with house.app.app_context(), transaction() as session:
        petr = session.get_one(Seat, case.seats["petr"])
        petr.to_at, petr.ended_how = clock.now(), Ending.LEFT
    house.deliver()
    assert [letter["Subject"] for letter in house.letters_to("ivana")] == ["Slib mlčenlivosti je podepsán (PS-7F3K)"]
    assert house.letters_to("petr") == []
    assert len(house.letters_to("tereza")) == 1
    with house.app.app_context():
        closed = select(Letter.closed_why).where(Letter.kind == rewording.SIGN_AGAIN, Letter.closed_at.is_not(None))
        assert sorted(db.session.scalars(closed)) == ["signed meanwhile", "the seat is closed"]


def test_a_letter_about_words_is_dropped_when_a_material_version_overtakes_it(house: House, case: Case) -> None:
    written_anew(house, EDITORIAL).press("Save the new version")
    with house.app.app_context():
        rewording.tell_of_new_wordings()
    house.hand.forward(timedelta(minutes=5))
    written_anew(house, MATERIAL).press("Save the new version")
    house.deliver()
    assert ["Do té doby je obsah zavřený." in text_of(letter) for letter in house.letters_to("ivana")] == [True]


def test_hundreds_are_told_in_slices_by_any_number_of_workers_each_once(any_house: House) -> None:
    case = build(any_house, "open", "PS-7F3K")
    crowd(any_house, case, 70)
    with any_house.app.app_context(), transaction() as session:
        wording = wordings.current("pledges.professional", any_house.ids.agencies["podlesi"])
        for number in range(1, 71):
            seat = session.get_one(Seat, case.seats[f"crowd-{number}"])
            signed = signatures.sign(
                town_id=seat.town_id, about=f"case:{case.case_id}", signer_key=f"worker:{seat.worker_id}",
                name=seat.name, function=seat.function, agency=seat.agency_name, wording_id=wording.id,
                text=wording.text, seen_sha256=signatures.fingerprint(wording.text),
                method=signatures.Method.ACCOUNT, factors=("password", "totp"),
            )  # fmt: skip
            session.add(
                Pledge(
                    case_id=case.case_id, seat_id=seat.id, wording_id=wording.id, signature_id=signed.id,
                    signed_at=clock.now(),
                )
            )  # fmt: skip
    written_anew(any_house, MATERIAL).press("Save the new version")
    at_once(any_house.app, 3, lambda _: rewording.tell_of_new_wordings())
    with any_house.app.app_context():
        per_seat = select(Letter.about, func.count()).where(Letter.kind == rewording.SIGN_AGAIN).group_by(Letter.about)
        counts = [count for _seat, count in db.session.execute(per_seat)]
        assert counts == [1] * 78
        slices = select(func.count(audit.AuditEntry.id)).where(audit.AuditEntry.verb == "new wording told")
        assert (db.session.scalar(slices) or 0) >= 2
        assert audit.verify() == []
