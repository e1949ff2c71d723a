"""A qualified signature on the PDF: taken only on the very file that was issued, of an issuer whom the town trusts."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.pledges.sheets import IssuedSheet, PledgeSheet
from coordination.seats.models import Pledge
from foundation import audit
from foundation.database import db
from foundation.signatures import Confirmation, Method, Signature
from foundation.signatures.issuers import TrustedIssuer
from tests.browsing import Browser, Page, squeezed
from tests.cast import BY_KEY
from tests.certificates import Holder, a_signer, an_issuer, signed_pdf
from tests.conftest import House
from tests.coordination.pledges.laying import Case, consented, english

ACCOUNT = SessionDoor.ACCOUNT2
IVANA = BY_KEY["ivana"].name


def trusted(house: House, *issuers: Holder) -> None:
    """The administrator enters the issuers whom the town trusts."""
    karel = english(house, "karel", ACCOUNT)
    karel.open(f"/towns/{house.ids.agencies['podlesi']}/issuers")
    karel.hand_in("Enter the issuer", {"file": b"".join(issuer.pem for issuer in issuers)})
    assert karel.page.notice == "Saved."


def downloaded(house: House, case: Case, key: str = "ivana") -> tuple[Browser, bytes]:
    browser = english(house, key)
    browser.open(f"/cases/{case.id}/pledge/sheet")
    return browser, browser.press("Download the PDF").content


def handed_in(browser: Browser, case: Case, content: bytes, **typed: str | bool) -> Page:
    browser.open(f"/cases/{case.id}/pledge/sheet")
    return browser.hand_in("Hand the sheet in", {"file": content}, dict(typed))


@pytest.mark.rule("C-02")
def test_a_qualified_signature_of_the_signer_holds_at_once(house: House, case: Case) -> None:
    consented(house, case)
    issuer = an_issuer()
    trusted(house, issuer)
    ivana, ours = downloaded(house, case)
    text = squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(ours)).pages))
    assert "Slibuji, že o nich budu mlčet." in text
    assert "Nepodepíšu" not in text
    page = handed_in(ivana, case, signed_pdf(ours, a_signer(IVANA, issuer)))
    assert page.heading == "Your pledge is signed"
    assert "qualified signature" in page.text
    assert ivana.open(f"/cases/{case.id}/brief").status == 200
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert (signature.method, signature.confirmation) == (Method.QUALIFIED, None)
        assert signature.certificate["subject"] == f"{IVANA}, ZŠ Na Kopci, CZ"
        assert signature.text == db.session.scalars(select(IssuedSheet)).one().text
        assert audit.verify() == []
    ivana.open(f"/cases/{case.id}/pledge/paper")
    paper = ivana.press("Download the PDF").content
    text = squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages))
    for words in (
        f"Certificate {IVANA}, ZŠ Na Kopci, CZ, number", "Certificate issued by Zkušební certifikační autorita",
        "qualified electronic signature in the PDF", "a revoked certificate cannot be noticed",
    ):  # fmt: skip
        assert words in text, words


def changed_page(ours: bytes) -> bytes:
    """The issued file with something drawn over its page, as a later part of the same file."""
    writer = PdfWriter(io.BytesIO(ours), incremental=True)
    writer.pages[0].rotate(180)
    kept = io.BytesIO()
    writer.write(kept)
    assert kept.getvalue().startswith(ours)
    return kept.getvalue()


def saved_anew(ours: bytes) -> bytes:
    kept = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(ours)).write(kept)
    return kept.getvalue()


@pytest.mark.rule("C-02")
def test_a_signature_that_cannot_be_taken_says_honestly_why(house: House, case: Case) -> None:
    issuer, other = an_issuer(), an_issuer("Neznámá autorita")
    trusted(house, issuer)
    ivana, ours = downloaded(house, case)
    own = a_signer(IVANA, issuer)
    whole = signed_pdf(ours, own)
    for content, why in (
        (signed_pdf(ours, a_signer(IVANA, other)),
         "The signature is whole, but the town does not know the issuer of the certificate (Neznámá autorita, "
         "Zkouška, a. s., CZ). It is not taken as a qualified one."),
        (signed_pdf(ours, a_signer(IVANA, issuer, qualified=False)),
         "The signature is whole, but the certificate does not say that it is a qualified one. "
         "It is not taken as a qualified one."),
        (signed_pdf(ours, a_signer("Mgr. Olga Nová", issuer)),
         "The signature is whole, but the certificate belongs to somebody else: Mgr. Olga Nová."),
        (signed_pdf(whole, own, name="Podruhé"),
         "The PDF must carry exactly one electronic signature. Sign the file that you downloaded here, once."),
        (signed_pdf(changed_page(ours), own), "The signature is whole, but it does not lie on the file that you"),
        (signed_pdf(saved_anew(ours), own), "The signature is whole, but it does not lie on the file that you"),
        (changed_page(whole), "The file was changed after it was signed, so the signature does not hold."),
    ):  # fmt: skip
        page = handed_in(ivana, case, content)
        assert len(page.mistakes) == 1, page.text
        assert page.mistakes[0].startswith(why), page.mistakes
    with house.app.app_context():
        assert db.session.scalars(select(PledgeSheet)).all() == []
        assert db.session.scalars(select(Pledge)).all() == []


def test_a_changed_byte_is_found(house: House, case: Case) -> None:
    issuer = an_issuer()
    trusted(house, issuer)
    ivana, ours = downloaded(house, case)
    whole = signed_pdf(ours, a_signer(IVANA, issuer))
    for place in (len(ours) // 2, len(ours) + 40):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        page = handed_in(ivana, case, bytes(flipped))
        assert page.mistakes, place
        assert page.heading == "Hand in a signed sheet"


def test_an_unknown_issuer_may_be_handed_in_like_a_paper_to_be_confirmed(house: House, case: Case) -> None:
    ivana, ours = downloaded(house, case)
    content = signed_pdf(ours, a_signer(IVANA, an_issuer("Neznámá autorita")))
    page = handed_in(ivana, case, content, as_paper=True)
    assert "Bc. Lenka Horáková is asked to." in page.notice
    with house.app.app_context():
        sheet = db.session.scalars(select(PledgeSheet)).one()
        assert sheet.method == Method.PAPER
    lenka = english(house, "lenka", ACCOUNT)
    lenka.open(f"/pledge-sheets/{sheet.id}")
    lenka.press("It agrees, I confirm it")
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert (signature.method, signature.confirmation) == (Method.PAPER, Confirmation.SECOND_WORKER)


def test_the_coordinator_hands_in_what_came_back_and_somebody_else_confirms_it(house: House, case: Case) -> None:
    issuer = an_issuer()
    trusted(house, issuer)
    lenka = english(house, "lenka", ACCOUNT)
    lenka.open(f"/seats/{case.seats['ivana']}/pledge")
    ours = lenka.press("PDF for an electronic signature").content
    lenka.open(f"/seats/{case.seats['ivana']}/pledge/sheet")
    lenka.hand_in(
        "Hand the sheet in",
        {"file": signed_pdf(ours, a_signer("Ivana Součková", issuer))},
        {"original": "č. j. 5/2026", "confirmer": "Bláhová"},
    )
    with house.app.app_context():
        assert db.session.scalars(select(Pledge)).all() == []
        sheet = db.session.scalars(select(PledgeSheet)).one()
        assert sheet.method == Method.QUALIFIED
    jitka = english(house, "jitka", ACCOUNT)
    page = jitka.open(f"/pledge-sheets/{sheet.id}")
    assert "Zkušební certifikační autorita" in page.text
    jitka.press("It agrees, I confirm it")
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert (signature.method, signature.confirmer) == (Method.QUALIFIED, "Mgr. Jitka Bláhová")


def test_the_administrator_enters_and_takes_off_issuers_and_nothing_else_passes_for_one(house: House) -> None:
    town = house.ids.agencies["podlesi"]
    issuer = an_issuer()
    karel = english(house, "karel", ACCOUNT)
    karel.open(f"/towns/{town}/issuers")
    for content, why in (
        (b"", "No certificate was found in this file."),
        (b"hello", "No certificate was found in this file."),
        (a_signer("Nikdo", issuer).pem, "Nikdo, ZŠ Na Kopci is not an issuer of certificates"),
        (an_issuer("Prošlá", days=-1).der, "The certificate of Prošlá, Zkouška, a. s. has expired."),
    ):
        page = karel.hand_in("Enter the issuer", {"file": content})
        assert page.mistakes, why
        assert page.mistakes[0].startswith(why), page.mistakes
    karel.hand_in("Enter the issuer", {"file": issuer.der})
    karel.hand_in("Enter the issuer", {"file": issuer.pem})
    with house.app.app_context():
        assert len(db.session.scalars(select(TrustedIssuer)).all()) == 1, "the same one twice is one"
    lenka = english(house, "lenka", ACCOUNT)
    page = lenka.open(f"/towns/{town}/issuers")
    assert "Zkušební certifikační autorita, Zkouška, a. s." in page.text
    assert not page.has_button("Take off")
    assert english(house, "marek", ACCOUNT).open(f"/towns/{town}/issuers").status == 404
    page = karel.open(f"/towns/{town}/issuers")
    page = karel.press("Take off")
    assert "No issuer is entered yet" in page.text
