"""Collecting pledges: who is missing and what to do about each, refusals, void signatures, and one count everywhere."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.pledges.models import seat as seat_of
from coordination.pledges.models import signed_pledge
from coordination.seats.models import Disclosure, Pledge
from coordination.seats.rules import HowHanded
from foundation import audit, town_settings
from foundation.database import db
from foundation.signatures import Signature
from tests import world
from tests.browsing import Browser, squeezed
from tests.conftest import House
from tests.coordination.pledges.laying import Case, consented, english, signed_by, speaking

ACCOUNT = SessionDoor.ACCOUNT2


@pytest.mark.rule("C-02", "S2-29")
def test_the_list_says_who_is_missing_and_what_comes_next_about_each(house: House, case: Case) -> None:
    signed_by(house, case, "ivana")
    page = english(house, "lenka", ACCOUNT).open(f"/cases/{case.id}/pledges")
    assert "3 signatures are missing. Until then do not speak of the family before them:" in page.text
    assert "before them: Bc. Tereza Malá, Josef Vrátný." in page.text, "the coordinator knows it from her office"
    assert "Sign your own pledge." in page.text
    assert "No own mailbox: sign together at the table or on paper." in page.text
    assert "The link is in the mail. You can also sign together at the table or on paper." in page.text


@pytest.mark.rule("C-02", "S2-29")
def test_when_all_have_signed_the_list_says_so_and_nobody_is_missing(house: House, case: Case) -> None:
    for key in ("lenka", "ivana", "vrata", "tereza"):
        signed_by(house, case, key, ACCOUNT)
    page = english(house, "lenka", ACCOUNT).open(f"/cases/{case.id}/pledges")
    assert "All have signed. 4 of 4 pledges are signed." in page.text
    assert "Who is missing" not in page.text
    assert not page.has_link("Sign at the table")


def test_whoever_only_reads_the_list_is_offered_nothing_to_do(house: House, case: Case) -> None:
    consented(house, case)
    signed_by(house, case, "ivana")
    page = english(house, "ivana").open(f"/cases/{case.id}/pledges")
    assert "3 signatures are missing." in page.text
    assert not page.has_link("Sign at the table")
    assert not page.has_link("Other ways")
    assert english(house, "ivana").open(f"/seats/{case.seats['vrata']}/pledge").status == 404


@pytest.mark.rule("C-02")
def test_case_meeting_and_list_count_the_same_people(house: House) -> None:
    found = world.build(house, "open", "PS-7F3K")
    lenka = english(house, "lenka", ACCOUNT)
    on_case = re.search(r"(\d+) of (\d+) pledges", lenka.open(f"/cases/{found.case_id}").text)
    on_list = lenka.open(f"/cases/{found.case_id}/pledges").text
    home = lenka.open("/")
    ring = home.soup.find("svg", attrs={"aria-label": re.compile("Pledges signed")})
    assert on_case is not None
    assert ring is not None
    signed, asked = map(int, on_case.groups())
    assert (signed, asked) == (9, 11)
    assert f"{asked - signed} signatures are missing." in on_list
    assert f"Pledges signed: {signed}, missing: {asked - signed}." in str(ring["aria-label"])
    assert "2 pledges are still to be signed" in home.text
    meeting = lenka.open(f"/conferences/{found.conference_id}/pledges").text
    assert "2 signatures are missing." in meeting
    assert "Bc. Martina Dvořáčková" in meeting
    assert lenka.page.has_link("Remind those who are missing by mail")


def test_a_spoken_refusal_is_written_down_and_can_be_taken_back_by_signing(house: House, case: Case) -> None:
    lenka = english(house, "lenka", ACCOUNT)
    lenka.open(f"/seats/{case.seats['ivana']}/pledge")
    lenka.follow("Write down a refusal")
    page = lenka.press("Write down the refusal", reason="Ředitel nechce.")
    assert "Pledge refused" in page.text
    assert "Ředitel nechce." in page.text
    assert "Talk it over, or go on without this person." in lenka.open(f"/cases/{case.id}/pledges").text
    signed_by(house, case, "ivana")
    page = lenka.open(f"/seats/{case.seats['ivana']}/pledge/refusal")
    assert lenka.press("Write down the refusal").mistakes == [
        "This pledge is signed already, a refusal cannot be written down any more."
    ]


def note_of(browser: Browser, seat_id: object, language: str = "cs") -> str:
    """The words of the note of a refusal, which has one page, in the language of its reader."""
    page = speaking(browser, language).open(f"/seats/{seat_id}/pledge/refusal.pdf")
    assert page.headers["Content-Type"] == "application/pdf"
    speaking(browser, "en")
    (sheet,) = PdfReader(io.BytesIO(page.content), strict=True).pages
    return squeezed(sheet.extract_text())


@pytest.mark.rule("C-02")
def test_the_note_of_a_refusal_leaves_as_a_paper_first_for_the_pen_then_with_the_decision(
    house: House, case: Case
) -> None:  # fmt: skip
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.id}/pledge/refusal")
    ivana.press("I will not sign", reason="Nejdřív se zeptám ředitele.")
    lenka = english(house, "lenka", ACCOUNT)
    lenka.open(f"/seats/{case.seats['ivana']}/pledge")
    assert lenka.page.has_link("Note of the refusal (PDF)")
    note = note_of(lenka, case.seats["ivana"])
    assert "Mgr. Ivana Součková, výchovná poradkyně, ZŠ Na Kopci: slib mlčenlivosti" in note
    assert "slib mlčenlivosti, znění č. 1, zůstal dne 23. 2. 2026 v 9:00 bez podpisu." in note
    assert "Nejdřív se zeptám ředitele." in note
    assert "Povinnost mlčet podle zákona trvá i bez podpisu: " in note
    assert "{" not in note
    for offered in ("odchází", "zůstává jen u části o vlastním úkolu", "setkání se odkládá"):
        assert offered in note
    assert "rodič zůstává" not in note
    note = note_of(lenka, case.seats["ivana"], "en")
    assert "the pledge of confidentiality, version 1, was left unsigned on 23 Feb 2026 at 9:00." in note
    assert "Nejdřív se zeptám ředitele." in note
    assert "The duty to keep silent lasts by law without a signature too: " in note
    for offered in ("leaves", "stays only for the part about their own task", "the meeting is postponed"):
        assert offered in note
    assert "Důvod" not in note

    lenka.open(f"/seats/{case.seats['ivana']}/pledge")
    lenka.follow("Note the decision")
    assert lenka.press("Note the decision").mistakes == ["Choose what follows."]
    page = lenka.press("Note the decision", decision="own_task")
    assert "stays only for the part about their own task" in page.text
    note = note_of(lenka, case.seats["ivana"])
    assert "Zůstává jen u části o vlastním úkolu." in note
    assert "Stays only for the part about their own task." in note_of(lenka, case.seats["ivana"], "en")
    assert "setkání se odkládá" not in note

    signed_by(house, case, "ivana")
    assert not lenka.open(f"/seats/{case.seats['ivana']}/pledge").has_link("Note of the refusal (PDF)")
    assert "has not refused the pledge" in lenka.open(f"/seats/{case.seats['ivana']}/pledge/refusal.pdf").text


@pytest.mark.rule("C-02")
def test_only_the_coordinator_has_the_note_and_only_a_filled_one(house: House, case: Case) -> None:
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.id}/pledge/refusal")
    ivana.press("I will not sign")
    tereza = signed_by(house, case, "tereza", ACCOUNT)
    for page in ("refusal.pdf", "refusal/decision"):
        for browser in (tereza, ivana, english(house, "marek", ACCOUNT)):
            assert browser.open(f"/seats/{case.seats['ivana']}/pledge/{page}").status == 404
    lenka = english(house, "lenka", ACCOUNT)
    assert "Důvod nezazněl." in note_of(lenka, case.seats["ivana"])
    assert "No reason was given." in note_of(lenka, case.seats["ivana"], "en")
    with house.app.app_context():
        town_settings.change(house.ids.agencies["podlesi"], {"citace: povinnost podle profese": ""}, by="worker:x")
    assert "the town has not filled in" in lenka.open(f"/seats/{case.seats['ivana']}/pledge/refusal.pdf").text


@pytest.mark.rule("S2-17")
def test_a_void_signature_closes_the_content_stays_on_record_and_is_signed_anew(house: House, case: Case) -> None:
    consented(house, case)
    ivana = signed_by(house, case, "ivana")
    assert ivana.open(f"/cases/{case.id}/brief").status == 200
    lenka = english(house, "lenka", ACCOUNT)
    lenka.open(f"/seats/{case.seats['ivana']}/pledge")
    lenka.follow("The signature is void")
    assert lenka.press("Declare it void").mistakes == ["Write why the signature is void. It stays on record with it."]
    page = lenka.press("Declare it void", why="Podepsala to kolegyně.")
    assert "A signature was declared void" in page.text
    assert "Podepsala to kolegyně." in page.text
    assert ivana.open(f"/cases/{case.id}/brief").status == 404
    ivana.open(f"/cases/{case.id}/pledge")
    ivana.press("I sign the pledge", read=True)
    assert ivana.open(f"/cases/{case.id}/brief").status == 200
    with house.app.app_context():
        assert len(db.session.scalars(select(Signature)).all()) == 2
        assert len(db.session.scalars(select(Pledge).where(Pledge.voided_at.is_not(None))).all()) == 1
        assert signed_pledge(seat_of(case.seats["ivana"])) is not None
        assert audit.verify() == []


@pytest.mark.rule("C-02")
def test_the_coordinator_proves_a_pledge_later_and_the_copy_is_noted(house: House, case: Case) -> None:
    signed_by(house, case, "ivana")
    lenka = english(house, "lenka", ACCOUNT)
    lenka.open(f"/seats/{case.seats['ivana']}/pledge")
    paper = lenka.press("Copy with its proof (PDF)")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="slib-PS-7F3K.pdf"'
    with house.app.app_context():
        noted = db.session.scalars(select(Disclosure)).one()
        assert (noted.how, noted.by) == (HowHanded.HANDED, f"worker:{house.worker('lenka')}")


def test_the_sheet_for_the_pen_carries_name_and_case_and_changes_nothing(house: House, case: Case) -> None:
    lenka = english(house, "lenka", ACCOUNT)
    paper = lenka.open(f"/seats/{case.seats['ivana']}/pledge/sheet.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages).split())
    for words in ("PS-7F3K", "Mgr. Ivana Součková", "výchovná poradkyně", "podpis", "Nepodepíšu"):
        assert words in text, words
    assert "Gábina" not in text
    with house.app.app_context():
        assert db.session.scalars(select(Pledge)).all() == []


def test_whoever_collects_nothing_reads_the_list_too(house: House, case: Case) -> None:
    consented(house, case)
    ivana = signed_by(house, case, "ivana", ACCOUNT)
    page = ivana.open(f"/cases/{case.id}/pledges")
    assert page.status == 200
    assert "3 signatures are missing" in page.text
    assert not page.has_link("Sign together at the table")
