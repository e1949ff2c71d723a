"""The agreement of Jana and Přístav: prepared at the second meeting, signed by both, the office no party."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.seats.models import Seat
from coordination.seats.rules import Ending
from foundation import clock
from foundation.database import transaction
from tests.browsing import Browser, squeezed
from tests.conftest import Hand, House, text_of
from tests.coordination.agreements.conftest import Table
from tests.handed_in import photo

WRITTEN = {
    "reason": "Paní Vlčková vychovává sama tři děti a chce mít klidnější večery.",
    "goals": "Rodina má přehled v penězích.\nVečery mají řád.",
    "organisation_does": "přijde dvakrát týdně na hodinu\npomůže s rozpočtem",
    "visits": "úterý a čtvrtek v 15:00, u vás doma",
    "from_on": "9. 3. 2026",
    "until_on": "9. 9. 2026",
    "evaluation_on": "21. 4. 2026",
    "excuse": "den předem na čísle 469 000 318",
    "law": "zákona o sociálních službách",
    "ends_when": "tři týdny nejde domluvit návštěvu",
    "complaints": "vedoucí Přístavu",
    "passings-0-what": "zda se konají návštěvy",
    "passings-0-to_whom": "koordinátorce případu",
    "passings-0-why": "kvůli vyhodnocení",
    "passings-0-until": "do konce dohody",
}


def prepared(table: Table, **changes: str) -> Browser:
    """Lenka prepares the agreement at the second meeting and writes it."""
    lenka = table.sits("lenka")
    lenka.open(f"/cases/{table.story.case_id}")
    lenka.follow("Agreements on cooperation")
    lenka.follow("Prepare an agreement")
    lenka.press_with("Go on", {"person_id": "Jana Vlčková", "seat_id": "Martina", "conference_id": "meeting 2"})
    lenka.press_with("Save", {**WRITTEN, **changes})
    return lenka


def put_before(table: Table) -> Browser:
    lenka = prepared(table)
    lenka.press("Put it before both parties")
    return lenka


@pytest.mark.rule("S2-45", "S2-46")
def test_mother_and_organisation_sign_at_the_second_meeting(table: Table, house: House, hand: Hand) -> None:
    lenka = put_before(table)
    address = lenka.page.address
    assert "Rodina má přehled v penězích." in lenka.page.text
    assert "Made at meeting 2" in lenka.page.text
    assert "a signature is missing: Jana Vlčková, Bc. Martina Dvořáčková" in lenka.page.text
    house.deliver()
    letter = house.letters_to("martina")[-1]
    assert letter["Subject"] == f"Dohoda čeká na podpis ({table.story.code})"
    assert "Vlčková" not in text_of(letter)

    hand.on(9, 3, 10, 40)
    martina = table.sits("martina", SessionDoor.CODE)
    martina.open(address)
    martina.follow("Read and sign")
    martina.press("I sign the agreement", agrees=True)
    assert "a signature is missing: Jana Vlčková." in martina.page.text, "one signature concludes nothing"

    lenka.open(address)
    lenka.follow("Let the parent sign at the table")
    lenka.press("Hand the device over")
    assert "Rodina má přehled v penězích." in lenka.page.text
    lenka.press("I sign the agreement", agrees=True)
    assert "give the device back" in lenka.page.text
    lenka.open(address)
    assert "give the device back" in lenka.page.text, "nothing of hers opens in other hands"
    lenka.press("I have the device back")
    assert "Concluded" in lenka.page.text
    assert "at the table, witness: Bc. Lenka Horáková" in lenka.page.text
    paper = squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(printed(lenka))).pages))
    assert "Rodina má přehled v penězích." in paper
    assert "podepsáno elektronicky 9. 3. 2026 v 10:40" in paper
    assert "svědek: Bc. Lenka Horáková" in paper


def printed(browser: Browser) -> bytes:
    browser.press("Print the parent's copy")
    assert browser.page.headers["Content-Type"] == "application/pdf"
    return browser.page.content


@pytest.mark.rule("S2-46")
def test_without_a_goal_nobody_can_sign(table: Table) -> None:
    lenka = prepared(table, goals="", visits="")
    assert "The agreement has no goal. Write at least one." in lenka.page.text
    assert "It is missing how often and where they meet." in lenka.page.text
    assert not lenka.page.has_button("Put it before both parties")
    lenka.follow("Write the agreement")
    assert lenka.filled("Save")[1].count(("reason", WRITTEN["reason"])) == 1, "what was typed is kept"
    lenka.press_with("Save", {"goals": "Večery mají řád.", "visits": "v úterý doma"})
    assert lenka.page.has_button("Put it before both parties")
    martina = table.sits("martina")
    martina.open(lenka.page.address + "/write")
    martina.press_with("Save", {"goals": ""})
    lenka.press("Put it before both parties")
    assert lenka.page.mistakes == ["The agreement has no goal. Write at least one."], "refused also on an old page"


@pytest.mark.rule("S2-45")
def test_the_office_is_no_party(table: Table, hand: Hand) -> None:
    lenka = put_before(table)
    address = lenka.page.address
    assert not lenka.page.has_link("Read and sign")
    assert lenka.open(address + "/sign").status == 404
    ivana = table.sits("ivana", SessionDoor.CODE)
    assert ivana.open(address).status == 404, "another organisation opens nothing"
    lenka.open(f"/cases/{table.story.case_id}/agreements/new")
    assert "Horáková" not in lenka.page.text, "no worker of the office can be chosen"


def test_on_paper_the_other_side_compares_it(table: Table, hand: Hand) -> None:
    lenka = put_before(table)
    address = lenka.page.address
    hand.on(9, 3, 12)
    martina = table.sits("martina")
    martina.open(address)
    martina.follow("Upload the signed paper")
    martina.hand_in("Hand the paper in", {"file": photo()}, {"original": "složka 7"})
    assert "Enter for at least one signature the day that stands beside it." in martina.page.mistakes
    typed = {"parent_on": "9. 3. 2026", "worker_on": "9. 3. 2026", "original": "složka 7"}
    martina.hand_in("Hand the paper in", {"file": photo()}, typed)
    assert "It waits until the other side compares it" in martina.page.text
    assert not martina.page.has_button("I confirm it")
    lenka.open(address)
    lenka.press("It agrees with the original, I confirm it")
    assert "Concluded" in lenka.page.text
    lenka.follow("Write down that it ended")
    lenka.press("Write it down", how="the organisation", on="8. 3. 2026")
    assert lenka.page.mistakes == [
        "The agreement cannot end before it began. Enter a later day.",
        "The organisation ends it in writing. Write why.",
    ]
    lenka.press("Write it down", how="the parent", on="9. 3. 2026")
    assert "Ended on 9 Mar 2026 by the parent." in lenka.page.text


def test_a_wrong_paper_is_rejected_and_the_agreement_withdrawn(table: Table, hand: Hand) -> None:
    lenka = put_before(table)
    address = lenka.page.address
    lenka.follow("Upload the signed paper")
    lenka.hand_in("Hand the paper in", {"file": photo()}, {"parent_on": "4. 3. 2026", "original": "složka 7"})
    martina = table.sits("martina")
    martina.open(address)
    martina.follow("The paper is wrong")
    martina.press("Reject the paper", why="Chybí druhá strana.")
    assert "Chybí druhá strana." in martina.page.text
    martina.follow("Withdraw the agreement")
    martina.press("Withdraw it", why="Uděláme novou.")
    assert "Withdrawn" in martina.page.text
    assert not martina.page.has_link("Read and sign")


def test_it_can_be_taken_back_while_nobody_has_signed(table: Table) -> None:
    lenka = put_before(table)
    lenka.press("Take it back and change it")
    assert "settle" in lenka.page.heading
    lenka.press_with("Save", {"price": "zdarma"})
    lenka.press("Put it before both parties")
    martina = table.sits("martina")
    martina.open(lenka.page.address)
    martina.follow("Read and sign")
    martina.press("I sign the agreement", agrees=True)
    lenka.open(lenka.page.address)
    assert not lenka.page.has_button("Take it back and change it")


def test_it_is_not_put_before_a_worker_who_has_left_the_table(table: Table) -> None:
    lenka = prepared(table)
    with table.house.app.app_context(), transaction() as session:
        theirs = (Seat.case_id == table.story.case_id, Seat.worker_id == table.house.worker("martina"))
        for seat in session.scalars(select(Seat).where(*theirs)):
            seat.to_at, seat.ended_how = clock.now(), Ending.STEPPED_ASIDE
    page = lenka.press("Put it before both parties")
    assert page.mistakes == ["Choose who acts for the organisation."]


def test_others_read_only_that_it_exists(table: Table, hand: Hand) -> None:
    petr = table.sits("petr", SessionDoor.CODE)
    lenka = put_before(table)
    petr.open(f"/cases/{table.story.case_id}/agreements")
    assert "There is no agreement yet" in petr.page.text, "what nobody has concluded is nobody else's business"
    lenka.follow("Upload the signed paper")
    typed = {"parent_on": "4. 3. 2026", "worker_on": "4. 3. 2026", "original": "složka 7"}
    lenka.hand_in("Hand the paper in", {"file": photo()}, typed)
    martina = table.sits("martina")
    martina.open(lenka.page.address)
    martina.press("It agrees with the original, I confirm it")
    petr.open(f"/cases/{table.story.case_id}/agreements")
    assert "Přístav" in petr.page.text
    assert "Jana Vlčková · since 9 Mar 2026" in petr.page.text
    assert not petr.page.has_link("Přístav")
    ivana = table.sits("ivana", SessionDoor.CODE)
    ivana.open(f"/cases/{table.story.case_id}/agreements")
    told = " ".join(one.get_text(" ") for one in ivana.page.soup.select(".sheet"))
    assert "Přístav" not in told, "the school may not know of the mother"
