"""Jana signs the agreement with Přístav on her own phone: by the address on paper and her number."""

from __future__ import annotations

from datetime import date

import pytest

from coordination.agreements.models import Agreement
from coordination.family.models import DOOR
from coordination.seats.models import Seat
from foundation import clock, links
from foundation.database import db, transaction
from foundation.signatures import Method, Signature
from tests.browsing import Browser
from tests.conftest import Hand, House
from tests.coordination.agreements.conftest import Table
from tests.coordination.agreements.test_views import put_before
from tests.doors import at_seat


def at_home(table: Table, house: House, whose: str = "Jana Vlčková") -> Browser:
    """Her page, opened by paper and number."""
    lenka = table.sits("lenka")
    lenka.open(f"/cases/{table.story.case_id}/family")
    lenka.follow(f"Choose a number {whose}")
    lenka.press_with("This number holds", {"number": "274916", "again": "274916"})
    with house.app.app_context(), transaction():
        seat = next(one for one in db.session.query(Seat).filter_by(case_id=table.story.case_id) if one.name == whose)
        seat_id = seat.id
        links.issue_printed(
            DOOR, subject=seat_id, holder=seat.person_id, until=clock.end_of(date(2026, 7, 26)), town_id=seat.town_id
        )
    phone = at_seat(house, seat_id)
    phone.client.set_cookie("lang", "en")
    return phone


def kept(house: House) -> list[Signature]:
    with house.app.app_context():
        return list(db.session.query(Signature).filter_by(method=Method.FAMILY_DOOR))


@pytest.mark.rule("S2-45")
def test_a_mother_signs_on_her_own_page(table: Table, house: House, hand: Hand) -> None:
    lenka = put_before(table)
    address = lenka.page.address
    phone = at_home(table, house)
    hand.on(5, 3, 18, 30)
    phone.open("/appointment")
    assert "Agreement on cooperation It waits for you." in phone.page.text
    phone.follow("Read the agreement")
    assert "Rodina má přehled v penězích." in phone.page.text
    phone.press("I sign the agreement")
    assert phone.page.mistakes == ["Read the agreement and tick that you agree."]
    assert not kept(house)
    phone.press("I sign the agreement", agrees=True)
    assert "You signed it on Thursday 5 March" in phone.page.text
    assert "The other signature is still missing." in phone.page.text
    assert not phone.page.has_button("I sign the agreement")
    signature = kept(house)[0]
    with house.app.app_context():
        agreement = db.session.query(Agreement).one()
        assert signature.text == agreement.text, "the exact text that lay before her"
        assert signature.factors == ("printed_link", "number")
    lenka.open(address)
    assert "on their own page, by the address on paper and their number" in lenka.page.text
    assert "a signature is missing: Bc. Martina Dvořáčková" in lenka.page.text


@pytest.mark.rule("S2-45")
def test_what_changed_while_it_lay_open_is_not_signed(table: Table, house: House) -> None:
    lenka = put_before(table)
    phone = at_home(table, house)
    phone.open("/appointment")
    phone.follow("Read the agreement")
    lenka.open(f"/cases/{table.story.case_id}/agreements")
    lenka.follow("Přístav")
    lenka.press("Take it back and change it")
    lenka.press_with("Save", {"goals": "Jiný cíl."})
    lenka.press("Put it before both parties")
    phone.press("I sign the agreement", agrees=True)
    assert "The text changed while it lay open here." in phone.page.text
    assert "Jiný cíl." in phone.page.text
    assert not kept(house)


@pytest.mark.parametrize(
    ("way", "said"),
    [("I want to ask first", "wants to ask before signing the agreement"),
     ("I do not want this agreement", "does not want the agreement on cooperation")],
)  # fmt: skip
def test_she_need_not_sign_and_the_coordinator_answers(table: Table, house: House, way: str, said: str) -> None:
    lenka = put_before(table)
    phone = at_home(table, house)
    phone.open("/appointment")
    phone.follow("Read the agreement")
    phone.follow(way)
    phone.press("Send", words="Nevím, co znamená předání údajů.")
    assert f"You said: {way}" in phone.page.text
    assert not kept(house)
    lenka.open("/")
    assert f"Jana Vlčková {said}" in lenka.page.text
    lenka.follow("Answer the family")
    lenka.press("Answer the family", outcome="done", answer="Vysvětlíme to v úterý u vás.")
    phone.open(phone.page.address)
    assert "Vysvětlíme to v úterý u vás." in phone.page.text
    assert phone.page.has_button("I sign the agreement"), "she may still change her mind"


def test_nobody_else_reads_it_there(table: Table, house: House) -> None:
    put_before(table)
    phone = at_home(table, house)
    phone.open("/appointment")
    path = phone.page.link("Read the agreement")
    assert house.stranger().open(path).status == 404
    assert table.sits("martina").open(path).status == 404
    assert table.sits("lenka").open(path).status == 404
