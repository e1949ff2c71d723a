"""Signing at the table: the witness's device in the signer's hands shows one pledge, and opens nothing else."""

from __future__ import annotations

import io

import pyotp
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from agencies.accounts.models import Account, LoginSession
from agencies.accounts.proofs import new_second_factor, password_digest
from agencies.accounts.rules import SessionDoor
from coordination.cases.models import Person
from coordination.pledges import actions
from coordination.pledges.actions import Signer
from coordination.pledges.models import offered_text
from coordination.pledges.models import seat as seat_of
from coordination.seats.models import Pledge, Seat
from coordination.seats.rules import Role
from foundation import audit, clock, town_settings
from foundation.database import db, transaction
from foundation.outbox import Letter
from foundation.reasons import Refused
from foundation.signatures import Method, Signature
from tests.browsing import Browser, squeezed
from tests.cast import BY_KEY
from tests.conftest import House
from tests.coordination.pledges.laying import Case, consented, english, signed_by

ACCOUNT = SessionDoor.ACCOUNT2
OF_THE_CASE = ("Gábina", "Om 14/2026", "neomluvených", "Součková", "Lenka", "Horáková", "Tereza")


def handed_over(house: House, case: Case, key: str = "vrata", by: str = "lenka") -> Browser:
    """The device of whoever collects, in the hands of somebody at the table."""
    browser = english(house, by, ACCOUNT)
    browser.open(f"/seats/{case.seats[key]}/pledge")
    browser.follow("Sign at the table")
    browser.press("Hand the device over")
    return browser


def with_second_factor(house: House, key: str) -> pyotp.TOTP:
    secret = new_second_factor()
    with house.app.app_context(), transaction() as session:
        session.add(
            Account(
                worker_id=house.worker(key), password_hash=password_digest("vlak pes okno zahrada"),
                totp_secret=secret, totp_last_step=0, set_up_at=clock.now(), changed_at=clock.now(),
            )
        )  # fmt: skip
    return pyotp.TOTP(secret)


@pytest.mark.rule("C-02")
def test_somebody_with_a_shared_mailbox_signs_at_the_table_before_a_witness(house: House, case: Case) -> None:
    device = handed_over(house, case)
    assert device.page.heading == "Pledge of confidentiality"
    assert "Slibuji, že o nich budu mlčet." in device.page.text
    assert not [word for word in OF_THE_CASE if word in device.page.whole]
    assert device.page.soup.find("nav") is None
    page = device.press("I sign the pledge", read=True)
    assert page.heading == "Please give the device back"
    assert not [word for word in (*OF_THE_CASE, "PS-7F3K") if word in page.whole]
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert (signature.method, signature.witness) == (Method.AT_TABLE, "Bc. Lenka Horáková, sociální pracovnice")
        assert signature.signer_key == f"worker:{house.worker('vrata')}"
        assert signature.name == BY_KEY["vrata"].name
        letter = db.session.scalars(select(Letter).where(Letter.kind == "pledges.signed")).one()
        assert letter.recipient == BY_KEY["vrata"].email
        assert audit.verify() == []
    page = device.press("I have the device back")
    assert page.heading == "Who has pledged"
    assert "Josef Vrátný terénní pracovník, ZŠ Na Kopci Signed at the table 23 Feb 2026" in page.text


@pytest.mark.rule("C-02")
@pytest.mark.parametrize("address", ["/", "/cases", "/cases/{case}", "/cases/{case}/pledges", "/account", "/agencies",
                                     "/seats/{seat}/pledge", "/sign-in", "/nothing/there"])  # fmt: skip
def test_a_device_in_other_hands_opens_nothing_of_its_owner(house: House, case: Case, address: str) -> None:
    device = handed_over(house, case)
    page = device.open(address.format(case=case.id, seat=case.seats["vrata"]))
    assert page.address.endswith("/at-table")
    assert not [word for word in OF_THE_CASE if word in page.whole]
    token = str(page.soup.find(attrs={"name": "csrf_token"})["value"])  # type: ignore[index]
    page = device.post(f"/cases/{case.id}/brief", {"csrf_token": token, "goal": "x"})
    assert page.address.endswith("/at-table")


def test_only_the_owners_second_factor_opens_the_device_again(house: House, case: Case) -> None:
    totp = with_second_factor(house, "lenka")
    device = handed_over(house, case)
    device.open("/at-table/back")
    assert device.press("I have the device back").mistakes == ["Copy the six figures from the app."]
    page = device.press("I have the device back", code="000000")
    assert page.mistakes == ["The code does not match. Copy it again, tries left: 4."]
    assert device.open("/cases").address.endswith("/at-table")
    device.open("/at-table/back")
    page = device.press("I have the device back", code=totp.at(clock.now()))
    assert page.heading == "Who has pledged"
    assert device.open("/cases").status == 200


def test_five_wrong_codes_sign_the_device_out(house: House, case: Case) -> None:
    totp = with_second_factor(house, "lenka")
    device = handed_over(house, case)
    device.open("/at-table/back")
    for _try in range(4):
        device.press("I have the device back", code="000000")
    page = device.press("I have the device back", code="000000")
    assert page.mistakes == ["There were too many tries. For safety the device is signed out, sign in again."]
    device.open("/at-table/back")
    assert device.page.address.endswith("/sign-in?next=%2Fat-table%2Fback")
    with house.app.app_context():
        ended = db.session.scalars(select(LoginSession).where(LoginSession.ended_at.is_not(None))).one()
        assert ended.ended_why == "not given back"
    assert totp


def test_whoever_signs_out_instead_is_out(house: House, case: Case) -> None:
    device = handed_over(house, case)
    device.open("/at-table/back")
    device.press("Sign out instead")
    assert device.open("/cases").status == device.open("/at-table").status == 404


def test_the_text_that_changed_while_it_lay_open_is_read_again(house: House, case: Case) -> None:
    device = handed_over(house, case)
    address, fields = device.filled("I sign the pledge", {"read": True})
    with house.app.app_context():
        town_settings.change(house.ids.agencies["podlesi"], {"doba uchování": "dvacet let"}, by="worker:x")
    page = device.post(address, dict(fields))
    assert page.mistakes == ["The text changed while it lay open here. Read it once more and sign what you see now."]
    assert "dvacet let" in page.text
    with house.app.app_context():
        assert db.session.scalars(select(Signature)).all() == []


@pytest.mark.rule("C-02")
def test_nobody_is_their_own_witness_nor_signs_for_another(house: House, case: Case) -> None:
    lenka = english(house, "lenka", ACCOUNT)
    page = lenka.open(f"/seats/{case.seats['lenka']}/pledge/table")
    assert "Nobody is their own witness. Sign your own pledge with your account." in page.text
    assert not page.has_button("Hand the device over")
    assert lenka.open(f"/seats/{case.seats['vrata']}/pledge").has_button("I sign the pledge") is False
    with house.app.app_context():
        seat = seat_of(case.seats["lenka"])
        seen, signer = offered_text(seat).sha256, Signer("Lenka", "x", "y")
        for witness, words in (("lenka", "Nobody is their own witness."), ("ivana", "Only somebody who works at")):
            key = case.seats["lenka" if witness == "lenka" else "vrata"]
            with pytest.raises(Refused, match=words):
                actions.sign_at_table(key, signer, seen_sha256=seen, witness_id=house.worker(witness))
        assert db.session.scalars(select(Pledge)).all() == []


def test_the_minute_taker_hands_over_once_pledged_and_nobody_else_does(house: House, case: Case) -> None:
    seat = f"/seats/{case.seats['vrata']}/pledge/table"
    assert english(house, "tereza", ACCOUNT).open(seat).status == 404
    signed_by(house, case, "tereza", ACCOUNT)
    consented(house, case)
    signed_by(house, case, "ivana", ACCOUNT)
    assert english(house, "tereza", SessionDoor.CODE).open(seat).status == 404, "the device needs a second factor"
    for key in ("ivana", "olga", "jitka", "hana", "karel", "marek"):
        assert english(house, key, ACCOUNT).open(seat).status == 404, key
    device = handed_over(house, case, by="tereza")
    device.press("I sign the pledge", read=True)
    with house.app.app_context():
        signature = db.session.scalars(select(Signature).where(Signature.method == Method.AT_TABLE)).one()
        assert signature.witness == "Bc. Tereza Malá, pracovnice prevence"


def test_a_refusal_at_the_table_is_written_down_with_its_own_words(house: House, case: Case) -> None:
    device = handed_over(house, case)
    device.follow("I will not sign")
    page = device.press("I will not sign", reason="Nejdřív se poradím.")
    assert page.heading == "Please give the device back"
    page = device.press("I have the device back")
    assert "Pledge refused" in page.text
    assert "Nejdřív se poradím." in page.text


# --- the family, and whoever comes with it ---------------------------------------------------------------------------


def seat_of_mother(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        mother = session.scalars(select(Person).where(Person.case_id == case.id)).one()
        seat = Seat(
            town_id=house.ids.agencies["podlesi"], case_id=case.id, person_id=mother.id, role=Role.PARENT,
            name=mother.name, function="", agency_name="", from_at=clock.now(),
        )  # fmt: skip
        session.add(seat)
        session.flush()
        case.seats["jana"] = seat.id


@pytest.mark.rule("C-02")
def test_a_mother_may_sign_the_words_of_the_family_and_nobody_waits_for_it(house: House, case: Case) -> None:
    seat_of_mother(house, case)
    lenka = english(house, "lenka", ACCOUNT)
    page = lenka.open(f"/cases/{case.id}/pledges")
    assert "Jana Vlčková Family, need not sign" in page.text
    assert "4 signatures are missing." in page.text
    assert "Nobody of the family has to sign." in lenka.open(f"/seats/{case.seats['jana']}/pledge").text
    device = handed_over(house, case, "jana")
    assert "Uslyším věci o jiných lidech. Slibuji, že je neřeknu dál." in device.page.text
    assert "You need not sign. You can come to the meeting all the same." in device.page.text
    assert device.page.soup.find(attrs={"name": "agency"}) is None
    device.press("I sign the pledge", read=True)
    page = device.press("I have the device back")
    assert "Jana Vlčková Signed at the table" in page.text
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert signature.signer_key.startswith("person:")
        assert db.session.scalars(select(Letter)).all() == []
    device.open(f"/seats/{case.seats['jana']}/pledge")
    paper = device.press("Copy with its proof (PDF)")
    text = squeezed(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(paper.content)).pages))
    assert "Witness Bc. Lenka Horáková, sociální pracovnice" in text
    assert "pledge for the family, version 1, in Czech" in text


def test_a_support_person_reads_whom_they_accompany_in_the_own_words(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        seat = session.get_one(Seat, case.seats["vrata"])
        seat.role, seat.involvement_id = Role.SUPPORT_PERSON, None
        seat.agency_name = "Spolek Most"
    lenka = english(house, "lenka", ACCOUNT)
    page = lenka.open(f"/seats/{case.seats['vrata']}/pledge")
    missing = "It is not written yet whom this person accompanies, and the pledge says it. The coordinator adds it."
    assert missing in page.text
    assert not page.has_link("Sign at the table")
    assert missing in english(house, "vrata", ACCOUNT).open(f"/cases/{case.id}/pledge").text
    lenka.follow("Write whom")
    lenka.press("Save", whom="Jana Vlčková")
    device = handed_over(house, case)
    assert "Přicházím jako opora pro Jana Vlčková." in device.page.text
    device.press("I sign the pledge", read=True)
    with house.app.app_context():
        assert "Jana Vlčková" in squeezed(db.session.scalars(select(Signature)).one().text)


def test_an_interpreter_signs_the_own_words(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        session.get_one(Seat, case.seats["vrata"]).role = Role.INTERPRETER
    device = handed_over(house, case)
    assert "Tlumočím všechno, co zazní, přesně a nestranně." in device.page.text
    assert "zákon o soudních tlumočnících" in device.page.text
