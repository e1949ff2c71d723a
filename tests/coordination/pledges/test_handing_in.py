"""A signed sheet is handed in: known by its content, cleaned, locked, waiting until somebody else has confirmed it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.pledges import actions
from coordination.pledges.actions import Filed
from coordination.pledges.models import offered_text
from coordination.pledges.models import seat as seat_of
from coordination.pledges.sheets import CONFIRMATION, SWITCHED_OFF, PledgeSheet
from coordination.seats.models import Exclusion, Pledge
from foundation import audit, clock, town_settings
from foundation.access import Door
from foundation.database import db, transaction
from foundation.encryption import keyring
from foundation.outbox import Letter
from foundation.reasons import Refused
from foundation.signatures import Confirmation, Method, Signature
from foundation.signatures.examination import examined
from foundation.signatures.scans import Scan
from tests.browsing import Browser, Page, squeezed
from tests.cast import BY_KEY
from tests.conftest import House, text_of
from tests.coordination.pledges.laying import Case, consented, english, signed_by
from tests.handed_in import HOSTILE, drawing, photo, scan

ACCOUNT = SessionDoor.ACCOUNT2


def handed_in(
    house: House, case: Case, content: bytes, by: str = "lenka", whose: str = "vrata", **typed: str | bool
) -> tuple[Browser, Page]:
    """A sheet uploaded by whoever collects; Jitka is asked to compare it."""
    browser = english(house, by, ACCOUNT)
    browser.open(f"/seats/{case.seats[whose]}/pledge/sheet")
    filled = {"signed_on": "20. 2. 2026", "original": "č. j. 12/2026", "confirmer": "Bláhová"} | typed
    return browser, browser.hand_in("Hand the sheet in", {"file": content}, filled)


def the_sheet(house: House) -> PledgeSheet:
    with house.app.app_context():
        return db.session.scalars(select(PledgeSheet)).one()


@pytest.mark.rule("C-02")
def test_a_sheet_holds_once_a_second_worker_has_compared_it(house: House, case: Case) -> None:
    _lenka, page = handed_in(house, case, photo())
    assert page.notice == "The sheet is handed in. It holds once it is confirmed; Mgr. Jitka Bláhová is asked to."
    assert "Paper waits for confirmation" in page.text
    with house.app.app_context():
        assert db.session.scalars(select(Pledge)).all() == []
    house.deliver()
    letter = house.letters_to("jitka")[-1]
    assert letter["Subject"] == "Slib na papíře čeká na potvrzení (PS-7F3K)"
    assert "porovnejte prosím nahraný list s originálem a do pondělí 2. března 2026 ho potvrďte" in squeezed(
        text_of(letter)
    )
    jitka = english(house, "jitka", ACCOUNT)
    assert "Compare a sheet with a pledge with its original" in jitka.open("/").text
    link = next(word for word in text_of(letter).split() if "/o/" in word)
    page = jitka.open(link)
    assert page.heading == "Handed-in sheet"
    assert "Josef Vrátný" in page.text
    assert "č. j. 12/2026" in page.text
    assert not [word for word in ("Gábina", "Vlčková", "neomluvených", "Ivana") if word in page.whole]
    page = jitka.press("It agrees, I confirm it")
    assert page.notice == "The sheet is confirmed and the pledge holds. Thank you."
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert (signature.method, signature.confirmation) == (Method.PAPER, Confirmation.SECOND_WORKER)
        assert (signature.confirmer, signature.signed_on) == ("Mgr. Jitka Bláhová", date(2026, 2, 20))
        assert signature.name == BY_KEY["vrata"].name
        assert audit.verify() == []
    assert jitka.open(f"/pledge-sheets/{the_sheet(house).id}").status == 404, "her errand is done"


@pytest.mark.rule("C-02")
def test_whoever_uploaded_a_sheet_cannot_confirm_it(house: House, case: Case) -> None:
    lenka, _page = handed_in(house, case, photo())
    sheet = the_sheet(house).id
    page = lenka.open(f"/pledge-sheets/{sheet}")
    sentence = "Whoever uploaded the sheet cannot confirm it. Ask another worker, or the signer."
    assert sentence in page.text
    assert not page.has_button("It agrees, I confirm it")
    with house.app.app_context(), pytest.raises(Refused) as refused:
        actions.confirm(sheet, by=f"worker:{house.worker('lenka')}")
    assert refused.value.reasons[0].sentence == sentence
    with house.app.app_context():
        assert db.session.scalars(select(Pledge)).all() == []


@pytest.mark.rule("S2-17")
def test_until_it_is_confirmed_the_content_stays_closed(house: House, case: Case) -> None:
    consented(house, case)
    handed_in(house, case, photo(), whose="ivana")
    ivana = english(house, "ivana")
    assert ivana.open(f"/cases/{case.id}/brief").status == 404
    page = ivana.open(f"/cases/{case.id}/pledge")
    assert "We have a sheet with your signature." in page.text
    ivana.follow("Look and confirm")
    page = ivana.press("It is mine, I confirm it")
    assert page.heading == "Your pledge is signed"
    assert ivana.open(f"/cases/{case.id}/brief").status == 200
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert (signature.confirmation, signature.confirmer) == (Confirmation.SIGNER, "Mgr. Ivana Součková")


def test_the_signer_hears_of_the_sheet_and_says_that_it_is_not_theirs(house: House, case: Case) -> None:
    handed_in(house, case, photo(), whose="ivana")
    house.deliver()
    letter = house.letters_to("ivana")[-1]
    assert letter["Subject"] == "Váš podpis na papíře (PS-7F3K)"
    assert "máme list s vaším podpisem z pátku 20. února 2026." in squeezed(text_of(letter))
    ivana = english(house, "ivana")
    ivana.open(next(word for word in text_of(letter).split() if "/o/" in word))
    ivana.follow("Look and confirm")
    ivana.follow("It is not mine")
    assert ivana.press("It is not mine").mistakes == [
        "Write what is wrong with the sheet. Whoever handed it in reads it."
    ]
    ivana.press("It is not mine", why="Podepsala to kolegyně.")
    with house.app.app_context():
        sheet = db.session.scalars(select(PledgeSheet)).one()
        assert (sheet.state, sheet.rejection_reason) == ("rejected", "Podepsala to kolegyně.")
        assert db.session.scalars(select(Pledge)).all() == []
        assert db.session.scalars(select(Scan)).one(), "nothing is deleted"
    lenka = english(house, "lenka", ACCOUNT)
    assert "Podepsala to kolegyně." in lenka.open(f"/seats/{case.seats['ivana']}/pledge").text


def test_a_shared_mailbox_is_not_asked_to_confirm(house: House, case: Case) -> None:
    handed_in(house, case, photo(), whose="vrata")
    with house.app.app_context():
        waiting = db.session.scalars(select(Letter).where(Letter.kind == "pledges.paper_waits")).all()
        assert [letter.recipient for letter in waiting] == [BY_KEY["jitka"].email]
    with house.app.app_context(), pytest.raises(Refused, match="Several people read this mailbox"):
        actions.confirm_own(case.seats["vrata"], door=Door.CODE, by=f"worker:{house.worker('vrata')}")


@pytest.mark.parametrize("content", [photo(), drawing(), drawing(mode="P"), drawing(mode="1"), drawing(mode="I;16")])
def test_a_picture_is_drawn_anew_without_what_the_camera_wrote(house: House, case: Case, content: bytes) -> None:
    handed_in(house, case, content)
    with house.app.app_context():
        kept = db.session.scalars(select(Scan)).one()
        picture = Image.open(io.BytesIO(kept.content))
        assert not picture.getexif()
        assert b"Telefon" not in kept.content
        if content == photo():
            assert picture.size == (400, 300), "turned as the phone was held"
        raw = db.session.connection().exec_driver_sql("SELECT content FROM scan").scalar_one()
        assert kept.content not in bytes(raw)
        assert keyring().open(bytes(raw), "scan.content") == kept.content


def test_a_pdf_is_kept_to_the_byte_and_leaves_only_as_a_download(house: House, case: Case) -> None:
    lenka, _page = handed_in(house, case, scan())
    sheet = the_sheet(house).id
    answer = lenka.open(f"/pledge-sheets/{sheet}/scan")
    assert answer.content == scan()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    name = answer.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="list-')
    assert "scan.pdf" not in name
    for key in ("ivana", "olga", "karel", "hana", "marek"):
        assert english(house, key, ACCOUNT).open(f"/pledge-sheets/{sheet}/scan").status == 404, key


@pytest.mark.rule("C-02")
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_is_no_sheet_is_refused_and_nothing_typed_is_lost(house: House, case: Case, name: str) -> None:
    content, why = HOSTILE[name]
    _lenka, page = handed_in(house, case, content(), original="č. j. 99/2026, založeno u Novákové")
    assert page.status == 200
    assert any(mistake.startswith(why) for mistake in page.mistakes), page.mistakes
    assert "č. j. 99/2026, založeno u Novákové" in page.whole
    assert "20. 2. 2026" in page.whole or "20 Feb 2026" in page.whole
    with house.app.app_context():
        assert db.session.scalars(select(Scan)).all() == []


def test_what_is_missing_on_a_sheet_is_said_at_once(house: House, case: Case) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).strftime("%-d. %-m. %Y")
    _lenka, page = handed_in(house, case, photo(), signed_on=tomorrow, original="", confirmer="")
    assert page.mistakes == [
        "The day on the sheet is in the future. Enter the day that stands there.",
        "It is missing where the original lies. Write its reference or file number.",
        "Choose somebody else from your office to compare the sheet with the original.",
    ]


def test_nobody_is_asked_who_must_not_see_the_case_or_runs_the_system(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        session.add(
            Exclusion(
                case_id=case.id, worker_id=house.worker("jitka"), since=clock.now(), reason="x", recorded_by="house"
            )
        )
    lenka = english(house, "lenka", ACCOUNT)
    page = lenka.open(f"/seats/{case.seats['vrata']}/pledge/sheet")
    offered = [option.get_text() for option in page.soup.select("select[name=confirmer] option")]
    assert {"Bc. Tereza Malá", "Mgr. Hana Dvorská", "Mgr. Zdeňka Stará"} <= set(offered)
    assert not set(offered) & {"Mgr. Jitka Bláhová", "Ing. Karel Svoboda", "Bc. Lenka Horáková", "Josef Vrátný"}


def test_another_colleague_is_asked_and_the_first_one_is_out(house: House, case: Case) -> None:
    lenka, _page = handed_in(house, case, photo())
    sheet = the_sheet(house).id
    jitka, hana = english(house, "jitka", ACCOUNT), english(house, "hana", ACCOUNT)
    assert jitka.open(f"/pledge-sheets/{sheet}").status == 200
    assert hana.open(f"/pledge-sheets/{sheet}").status == 404
    lenka.open(f"/pledge-sheets/{sheet}/confirmer")
    lenka.press("Ask", confirmer="Dvorská")
    assert jitka.open(f"/pledge-sheets/{sheet}").status == 404
    assert hana.open(f"/pledge-sheets/{sheet}").status == 200
    house.deliver()
    assert [letter["Subject"] for letter in house.letters_to("hana")] == ["Slib na papíře čeká na potvrzení (PS-7F3K)"]


def test_a_wrong_sheet_is_rejected_with_a_reason_and_another_one_comes(house: House, case: Case) -> None:
    lenka, _page = handed_in(house, case, photo())
    assert "Another sheet of this person waits" in lenka.open(f"/seats/{case.seats['vrata']}/pledge/sheet").text
    jitka = english(house, "jitka", ACCOUNT)
    jitka.open(f"/pledge-sheets/{the_sheet(house).id}")
    jitka.follow("The sheet is wrong")
    assert jitka.press("Reject the sheet").mistakes == [
        "Write what is wrong with the sheet. Whoever handed it in reads it."
    ]
    jitka.press("Reject the sheet", why="Chybí podpis.")
    _lenka, page = handed_in(house, case, scan())
    assert "Paper waits for confirmation" in page.text
    with house.app.app_context():
        assert len(db.session.scalars(select(PledgeSheet)).all()) == 2
        assert len(db.session.scalars(select(Scan)).all()) == 2


@pytest.mark.rule("C-02")
def test_a_town_with_one_worker_asks_nobody_and_the_proof_says_so(house: House, case: Case) -> None:
    with house.app.app_context():
        town_settings.change(house.ids.agencies["podlesi"], {CONFIRMATION: SWITCHED_OFF}, by="worker:x")
    lenka = english(house, "lenka", ACCOUNT)
    page = lenka.open(f"/seats/{case.seats['vrata']}/pledge/sheet")
    assert "In this town nobody else compares the sheet" in page.text
    page = lenka.hand_in(
        "Hand the sheet in", {"file": photo()}, {"signed_on": "20. 2. 2026", "original": "č. j. 12/2026"}
    )
    assert page.notice == "The sheet is handed in and the pledge holds."
    paper = lenka.press("Copy with its proof (PDF)")
    text = squeezed(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(paper.content)).pages))
    for words in (
        "Evidence of a signature on paper", "Josef Vrátný (name on the sheet)", "Day on the sheet Fri 20 Feb 2026",
        "nobody, confirmation by a second worker is switched off in this town", "č. j. 12/2026",
        "The signature on paper holds.",
    ):  # fmt: skip
        assert words in text, words


def test_the_head_switches_the_second_worker_off_and_reads_it_as_a_choice(house: House, case: Case) -> None:
    hana = english(house, "hana", ACCOUNT)
    hana.open(f"/towns/{house.ids.agencies['podlesi']}/settings")
    field = hana.page.soup.find("input", attrs={"value": SWITCHED_OFF})
    assert field is not None
    hana.press_with("Save", {str(field["name"]): "nobody, the office has one worker"})
    with house.app.app_context():
        assert town_settings.get(house.ids.agencies["podlesi"], CONFIRMATION) == SWITCHED_OFF
    lenka = english(house, "lenka", ACCOUNT)
    assert "nobody, the office has one worker" in lenka.open(f"/towns/{house.ids.agencies['podlesi']}/settings").text


def test_a_signer_hands_in_the_own_sheet_and_the_coordinator_confirms_it(house: House, case: Case) -> None:
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.id}/pledge")
    ivana.follow("Sign with a qualified signature or hand in a signed sheet")
    page = ivana.hand_in("Hand the sheet in", {"file": photo()}, {"signed_on": "20. 2. 2026"})
    assert "Bc. Lenka Horáková is asked to." in page.notice
    assert "It waits for confirmation." in page.text
    assert ivana.open(f"/cases/{case.id}/pledge/sheet/confirmation").status == 200
    refused = ivana.press("It is mine, I confirm it")
    assert refused.mistakes == ["Whoever uploaded the sheet cannot confirm it. Ask another worker, or the signer."]
    lenka = english(house, "lenka", ACCOUNT)
    page = lenka.open("/")
    assert "A sheet with a pledge waits for confirmation: Mgr. Ivana Součková" in page.text
    lenka.follow("Compare and confirm")
    lenka.press("It agrees, I confirm it")
    with house.app.app_context():
        assert db.session.scalars(select(Signature)).one().confirmer == "Bc. Lenka Horáková"


def test_whoever_signs_otherwise_meanwhile_needs_no_sheet(house: House, case: Case) -> None:
    handed_in(house, case, photo(), whose="ivana")
    signed_by(house, case, "ivana", ACCOUNT)
    with house.app.app_context():
        sheet = db.session.scalars(select(PledgeSheet)).one()
        assert sheet.decided
        assert len(db.session.scalars(select(Pledge)).all()) == 1
    jitka = english(house, "jitka", ACCOUNT)
    assert jitka.open("/").has_link("Compare and confirm") is False


def test_a_deed_files_a_sheet_of_a_meeting_long_past(house: House, case: Case) -> None:
    """What entering a past meeting needs: the deed alone, without the page."""
    with house.app.app_context():
        wording = offered_text(seat_of(case.seats["ivana"])).wording.id
        filed = Filed(
            name="Mgr. Ivana Součková", function="výchovná poradkyně", agency="ZŠ Na Kopci",
            signed_on=date(2024, 11, 5), original="sp. zn. Om 3/2024", wording_id=wording,
            confirmer_id=house.worker("tereza"),
        )  # fmt: skip
        kept = actions.file_sheet(
            case.seats["ivana"], filed, examined(photo(), "file"), by=f"worker:{house.worker('lenka')}"
        )
        actions.confirm(kept, by=f"worker:{house.worker('tereza')}")
        assert db.session.scalars(select(Signature)).one().day == date(2024, 11, 5)
