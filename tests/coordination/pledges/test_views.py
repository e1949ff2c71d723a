"""The pledge at its counter: read, signed by account or by code, refused, proved by a copy of one's own."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from agencies.staff.models import Worker
from coordination.pledges.models import PROFESSIONAL
from coordination.pledges.rules import PledgeStanding
from coordination.pledges.standings import pledge_states
from coordination.seats.models import Disclosure, Pledge, Seat
from coordination.seats.rules import Ending
from foundation import audit, clock, town_settings, wordings
from foundation.database import db, transaction
from foundation.outbox import Letter
from foundation.signatures import Method, Signature
from foundation.wordings import Wording
from tests.browsing import squeezed
from tests.cast import PHONE
from tests.conftest import House, text_of
from tests.coordination.pledges.laying import Case, consented, english, signed_by, speaking

SECRETS = ("Gábina", "Vlčková", "Om 14/2026", "neomluvených", "stabilní příjem", "Lenka Horáková")
NO_GROUND = (
    "The content does not open yet: an agreement or a legal title is missing. "
    f"The coordinator will add it, you need not do anything. Questions: {PHONE}."
)
GROUND_OVER = f"The content has closed, the ground for reading has ended. Your pledge still holds. Questions: {PHONE}."


# --- the gate --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-17")
def test_before_the_pledge_nothing_but_the_code_is_shown_and_after_it_the_content_opens(
    house: House, case: Case
) -> None:
    consented(house, case)
    ivana = english(house, "ivana")
    page = ivana.open(f"/cases/{case.id}/pledge")
    assert "For now you see only date and place. Your signed pledge opens the content." in page.text
    assert case.code in page.text
    assert not [secret for secret in SECRETS if secret in page.whole]
    assert ivana.open(f"/cases/{case.id}/brief").status == 404
    ivana.open(f"/cases/{case.id}/pledge")
    ivana.press("I sign the pledge", read=True)
    assert "Gábina dokončí 8. třídu." in ivana.open(f"/cases/{case.id}/brief").text


@pytest.mark.rule("S2-17")
@pytest.mark.parametrize("key", ["olga", "jiri", "alena", "marek", "karel", "jitka"])
def test_who_has_no_seat_finds_no_pledge_to_sign(house: House, case: Case, key: str) -> None:
    other = english(house, key, SessionDoor.ACCOUNT2)
    for address in ("pledge", "pledge/refusal", "pledge/paper", "pledges", "brief"):
        refused = other.open(f"/cases/{case.id}/{address}")
        absent = other.open(f"/cases/00000000-0000-4000-8000-000000000000/{address}")
        assert (refused.status, refused.content) == (404, absent.content)


def test_the_text_is_shown_with_the_citations_of_the_town(house: House, case: Case) -> None:
    page = english(house, "ivana").open(f"/cases/{case.id}/pledge")
    assert "Slibuji, že o nich budu mlčet." in page.text
    assert "Mlčenlivost mi ukládá také zákon: zákon, který platí pro mé povolání." in page.text
    assert "{" not in page.text


def test_the_coordinator_reads_by_her_office_and_signs_like_everyone(house: House, case: Case) -> None:
    lenka = english(house, "lenka", SessionDoor.ACCOUNT2)
    assert lenka.open(f"/cases/{case.id}/brief").status == 200
    signed_by(house, case, "lenka", SessionDoor.ACCOUNT2)
    with house.app.app_context():
        assert db.session.scalars(select(Pledge)).one().seat_id == case.seats["lenka"]


# --- how it is signed ------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-02")
@pytest.mark.parametrize(
    ("door", "method", "factors"),
    [
        (SessionDoor.ACCOUNT2, Method.ACCOUNT, ("password", "totp")),
        (SessionDoor.CODE, Method.LINK_CODE, ("link", "mailed_code")),
    ],
)
def test_a_signature_keeps_who_as_whom_what_text_how_and_when(
    house: House, case: Case, door: SessionDoor, method: Method, factors: tuple[str, ...]
) -> None:
    house.hand.on(2, 3, 8, 12)
    signed_by(house, case, "ivana", door)
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert (signature.method, signature.factors) == (method, factors)
        assert (signature.name, signature.function, signature.agency) == (
            "Mgr. Ivana Součková", "výchovná poradkyně", "ZŠ Na Kopci",
        )  # fmt: skip
        assert signature.text_sha256 == hashlib.sha256(signature.text.encode()).hexdigest()
        assert signature.at == clock.now()
        kept = db.session.scalars(
            select(audit.AuditContent).join(audit.AuditEntry).where(audit.AuditEntry.verb == "pledge signed")
        ).one()
        assert signature.text_sha256 in kept.content["evidence"]
        assert audit.verify() == []


def test_the_tick_is_needed_and_what_was_typed_stays(house: House, case: Case) -> None:
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.id}/pledge")
    page = ivana.press("I sign the pledge", name="Ivana Součková, Mgr.")
    assert page.mistakes == ["Read the text and tick that you understand it."]
    assert "Ivana Součková, Mgr." in page.whole
    with house.app.app_context():
        assert db.session.scalars(select(Pledge)).all() == []


@pytest.mark.rule("C-02")
def test_a_mailbox_that_several_people_read_signs_nothing(house: House, case: Case) -> None:
    vrata = english(house, "vrata")
    sentence = (
        "Several people read this mailbox, a pledge cannot be signed through it. Sign at the table or on paper, "
        f"or let your organisation enter an address of your own. Questions: {PHONE}."
    )
    page = vrata.open(f"/cases/{case.id}/pledge")
    assert sentence in page.text
    assert not page.has_button("I sign the pledge")
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.id}/pledge")
    address, fields = ivana.filled("I sign the pledge", {"read": True})
    vrata.open(f"/cases/{case.id}/pledge/refusal")
    token = vrata.page.soup.find(attrs={"name": "csrf_token"})
    assert token is not None
    page = vrata.post(address, dict(fields) | {"csrf_token": str(token["value"]), "once": "another"})
    assert sentence in page.text
    with house.app.app_context():
        assert db.session.scalars(select(Signature)).all() == []


def test_the_shared_mailbox_signs_with_an_account(house: House, case: Case) -> None:
    signed_by(house, case, "vrata", SessionDoor.ACCOUNT2)
    with house.app.app_context():
        assert db.session.scalars(select(Signature)).one().method == Method.ACCOUNT


def test_a_text_that_changed_while_it_lay_open_is_read_again(house: House, case: Case) -> None:
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.id}/pledge")
    address, fields = ivana.filled("I sign the pledge", {"read": True})
    with house.app.app_context():
        town_settings.change(case_town(house), {"doba uchování": "dvacet let"}, by="worker:x")
    page = ivana.post(address, dict(fields))
    assert page.mistakes == ["The text changed while it lay open here. Read it once more and sign what you see now."]
    assert "dvacet let" in page.text
    with house.app.app_context():
        assert db.session.scalars(select(Signature)).all() == []
    assert ivana.press("I sign the pledge").mistakes == ["Read the text and tick that you understand it."]
    ivana.press("I sign the pledge", read=True)
    with house.app.app_context():
        assert "dvacet let" in squeezed(db.session.scalars(select(Signature)).one().text)


def case_town(house: House) -> UUID:
    return house.ids.agencies["podlesi"]


def test_blanks_that_the_town_has_not_filled_keep_the_pledge_back(house: House, case: Case) -> None:
    with house.app.app_context():
        town_settings.change(case_town(house), {"citace: odpovědnost": "", "doba uchování": ""}, by="worker:x")
    page = english(house, "ivana").open(f"/cases/{case.id}/pledge")
    assert (
        "This text cannot be issued yet, the town has not filled in: Pledge: the law on liability, "
        "Pledge: how long the signature is kept." in page.text
    )
    assert not page.has_button("I sign the pledge")


@pytest.mark.rule("C-02")
def test_one_pledge_for_one_person_however_often_it_is_sent(house: House, case: Case) -> None:
    ivana, again = english(house, "ivana"), english(house, "ivana")
    ivana.open(f"/cases/{case.id}/pledge")
    again.open(f"/cases/{case.id}/pledge")
    address, fields = ivana.filled("I sign the pledge", {"read": True})
    for _time in range(20):
        ivana.post(address, dict(fields))
    again.press("I sign the pledge", read=True)
    with house.app.app_context():
        assert len(db.session.scalars(select(Signature)).all()) == 1
        assert len(db.session.scalars(select(Letter).where(Letter.kind == "pledges.signed")).all()) == 1


def test_a_new_material_wording_closes_until_it_is_signed(house: House, case: Case) -> None:
    consented(house, case)
    ivana = signed_by(house, case, "ivana")
    house.hand.forward(timedelta(days=1))
    with house.app.app_context(), transaction() as session:
        former = wordings.current(PROFESSIONAL, case_town(house))
        session.add(
            Wording(
                name=PROFESSIONAL,
                language="cs",
                version=2,
                text=former.text + "\n6. Nová věta.",
                material=True,
                valid_from=clock.now(),
            )  # fmt: skip
        )
    assert ivana.open(f"/cases/{case.id}/brief").status == 404
    with house.app.app_context():
        assert pledge_states(case.id)[case.seats["ivana"]].standing is PledgeStanding.SUPERSEDED
    page = ivana.open(f"/cases/{case.id}/pledge")
    assert "The pledge has a new wording. Read and sign it, and the content opens again." in page.text
    ivana.press("I sign the pledge", read=True)
    assert ivana.open(f"/cases/{case.id}/brief").status == 200
    with house.app.app_context():
        assert len(db.session.scalars(select(Pledge)).all()) == 2


# --- refusal ---------------------------------------------------------------------------------------------------------


def test_a_refusal_reaches_the_coordinator_only_and_can_be_taken_back(house: House, case: Case) -> None:
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.id}/pledge")
    ivana.follow("I will not sign")
    page = ivana.press("I will not sign", reason="Nejdřív se zeptám ředitele.")
    assert "You have not signed." in page.text
    assert ivana.open(f"/cases/{case.id}/brief").status == 404
    lenka = english(house, "lenka", SessionDoor.ACCOUNT2)
    assert "Nejdřív se zeptám ředitele." in lenka.open(f"/cases/{case.id}/pledges").text
    tereza = signed_by(house, case, "tereza", SessionDoor.ACCOUNT2)
    seen = tereza.open(f"/cases/{case.id}/pledges")
    assert "Pledge refused" in seen.text
    assert "ředitele" not in seen.whole
    signed_by(house, case, "ivana")
    with house.app.app_context():
        pledge = db.session.scalars(select(Pledge).where(Pledge.seat_id == case.seats["ivana"])).one()
        assert (pledge.refused_at, pledge.refusal_reason) == (None, None)
        assert pledge.signed_at == clock.now()


def test_a_signed_pledge_cannot_be_refused_any_more(house: House, case: Case) -> None:
    ivana, other = english(house, "ivana"), english(house, "ivana")
    other.open(f"/cases/{case.id}/pledge/refusal")
    address, fields = other.filled("I will not sign", {"reason": "Už nechci."})
    ivana.open(f"/cases/{case.id}/pledge")
    ivana.press("I sign the pledge", read=True)
    assert "Your pledge is signed" in other.post(address, dict(fields)).heading
    with house.app.app_context():
        assert db.session.scalars(select(Pledge)).one().refused_at is None


# --- without a ground ------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-17")
def test_a_signed_pledge_without_ground_opens_nothing_and_says_why(house: House, case: Case) -> None:
    ivana = signed_by(house, case, "ivana")
    assert ivana.page.address.endswith("/pledge")
    assert NO_GROUND in ivana.page.text
    assert not ivana.page.has_link("Go on")
    assert ivana.open(f"/cases/{case.id}/brief").status == 404
    consented(house, case, days=2)
    assert ivana.open(f"/cases/{case.id}/brief").status == 200
    house.hand.forward(timedelta(days=3))
    assert GROUND_OVER in ivana.open(f"/cases/{case.id}/pledge").text
    assert ivana.open(f"/cases/{case.id}/brief").status == 404


def test_with_a_ground_the_way_leads_on_to_whose_family_it_is(house: House, case: Case) -> None:
    consented(house, case)
    assert signed_by(house, case, "ivana").page.address.endswith("/introduction")


# --- the copy and the letter -----------------------------------------------------------------------------------------


@pytest.mark.rule("C-02")
def test_the_signer_fetches_a_copy_that_proves_the_signature(house: House, case: Case) -> None:
    house.hand.on(3, 3, 8, 12)
    with house.app.app_context(), transaction() as session:
        session.get_one(Worker, house.worker("ivana")).email_changed_at = clock.now() - timedelta(days=5)
    ivana = signed_by(house, case, "ivana")
    ivana.open(f"/cases/{case.id}/pledge/paper")
    with house.app.app_context():
        assert db.session.scalars(select(Disclosure)).all() == [], "opening the page hands out nothing"
        check_code = audit.check_code(case_town(house))
    speaking(ivana, "cs")
    paper = ivana.press("Download the PDF")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.headers["Content-Disposition"] == 'attachment; filename="slib-PS-7F3K.pdf"'
    text = squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages))
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        disclosure = db.session.scalars(select(Disclosure)).one()
        assert disclosure.sha256 == hashlib.sha256(paper.content).hexdigest()
        assert (disclosure.paper, disclosure.seat_id) == ("pledge", case.seats["ivana"])
    for words in (
        "Mgr. Ivana Součková", "PS-7F3K", "út 3. 3. 2026 v 8:12:00 (SEČ", "jednorázový kód z téže schránky",
        "adresa schránky se naposledy změnila 26. 2. 2026", "Slibuji, že o nich budu mlčet.", "VZOR",
    ):  # fmt: skip
        assert words in text, words
    assert signature.text_sha256[:8] in text
    assert text.count(f"{check_code}") == 2, "in the evidence and at the foot"
    assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.rule("C-02")
def test_the_copy_speaks_the_language_of_its_reader_and_keeps_the_words_that_were_signed(
    house: House, case: Case
) -> None:  # fmt: skip
    house.hand.on(3, 3, 8, 12)
    ivana = signed_by(house, case, "ivana")
    texts = {}
    for spoken in ("en", "cs"):
        speaking(ivana, "en")
        ivana.open(f"/cases/{case.id}/pledge/paper")
        speaking(ivana, spoken)
        reader = PdfReader(io.BytesIO(ivana.press("Download the PDF").content))
        assert str(reader.trailer["/Root"]["/Lang"])[:2] == spoken
        texts[spoken] = squeezed(" ".join(page.extract_text() for page in reader.pages))
    with house.app.app_context():
        signature = db.session.scalars(select(Signature)).one()
        assert len({made.sha256 for made in db.session.scalars(select(Disclosure))}) == 2, "each copy is noted"
    for words in (
        "Town of Podlesí", "Case PS-7F3K", "Pledge of confidentiality worker of an organisation · version 1",
        "Signed by Mgr. Ivana Součková (name as typed at signing)", "When Tue 3 Mar 2026 at 8:12:00 (CET, server time)",
        "a one-time code from the same mailbox; proves control of the mailbox", "in Czech",
        "The text of the pledge is in Czech: these are the words that were signed.", "not a signature of the office",
        "SPECIMEN",
    ):  # fmt: skip
        assert words in texts["en"], words
    assert "Kdo podepsal" not in texts["en"]
    assert "Text slibu je" not in texts["cs"], "a copy in the language of the wording has nothing to explain"
    for text in texts.values():
        assert "Slibuji, že o nich budu mlčet." in text
        assert signature.text_sha256[:8] in text


def test_a_sheet_to_be_signed_speaks_the_language_of_its_wording_whoever_prints_it(house: House, case: Case) -> None:
    papers = set()
    lenka = english(house, "lenka", SessionDoor.ACCOUNT2)
    for spoken in ("en", "cs"):
        speaking(lenka, spoken)
        papers.add(lenka.open(f"/seats/{case.seats['ivana']}/pledge/sheet.pdf").content)
    (sheet,) = papers
    assert "Nepodepíšu" in PdfReader(io.BytesIO(sheet)).pages[0].extract_text()


def test_a_confirmed_wording_leaves_without_the_mark_of_a_specimen(house: House, case: Case) -> None:
    with house.app.app_context():
        wordings.confirm(wordings.current(PROFESSIONAL, None).id, case_town(house), by="worker:x")
    ivana = signed_by(house, case, "ivana", SessionDoor.ACCOUNT2)
    ivana.open(f"/cases/{case.id}/pledge/paper")
    pages = PdfReader(io.BytesIO(ivana.press("Download the PDF").content)).pages
    text = squeezed(" ".join(page.extract_text() for page in pages))
    assert "SPECIMEN" not in text
    assert "with an account: password and second factor" in text


def test_whoever_has_left_the_case_still_fetches_the_own_copy_and_nothing_else(house: House, case: Case) -> None:
    consented(house, case)
    ivana = signed_by(house, case, "ivana")
    with house.app.app_context(), transaction() as session:
        seat = session.get_one(Seat, case.seats["ivana"])
        seat.to_at, seat.ended_how = clock.now(), Ending.STEPPED_ASIDE
    ivana.open(f"/cases/{case.id}/pledge/paper")
    assert ivana.press("Download the PDF").headers["Content-Type"] == "application/pdf"
    assert ivana.open(f"/cases/{case.id}/brief").status == 404


@pytest.mark.rule("C-02")
def test_the_letter_tells_the_signer_and_leads_through_the_code_to_the_copy(house: House, case: Case) -> None:
    house.hand.on(3, 3, 8, 12)
    signed_by(house, case, "ivana")
    house.deliver()
    letter = house.letters_to("ivana")[-1]
    assert letter["Subject"] == "Slib mlčenlivosti je podepsán (PS-7F3K)"
    text = squeezed(text_of(letter))
    assert "máme váš podpis z úterý 3. března 2026, 8:12." in text
    assert not [secret for secret in SECRETS if secret in text]
    link = next(word for word in text.split() if "/o/" in word)
    thief = house.stranger()
    thief.client.set_cookie("lang", "en")
    thief.open(link)
    assert thief.page.address.endswith("/code")
    assert not thief.page.has_link("My copy")
    assert english(house, "ivana").open(link).has_link("My copy")
    assert english(house, "olga", SessionDoor.ACCOUNT2).open(link).address.endswith("/code")


# --- who has pledged -------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-02")
def test_the_coordinator_sees_who_has_pledged_when_and_how(house: House, case: Case) -> None:
    house.hand.on(2, 3)
    signed_by(house, case, "ivana")
    page = english(house, "lenka", SessionDoor.ACCOUNT2).open(f"/cases/{case.id}/pledges")
    assert (
        "Mgr. Ivana Součková výchovná poradkyně, ZŠ Na Kopci Signed electronically 2 Mar 2026, link and mailed code"
        in page.text
    )
    assert "Josef Vrátný terénní pracovník, ZŠ Na Kopci Waiting for signature" in page.text
    with house.app.app_context():
        states = pledge_states(case.id)
        assert {key: states[seat].standing for key, seat in case.seats.items()} == {
            "lenka": "pending", "ivana": "signed", "vrata": "pending", "tereza": "pending",
        }  # fmt: skip


def test_an_unpledged_seat_does_not_see_who_has_pledged(house: House, case: Case) -> None:
    consented(house, case)
    assert english(house, "ivana").open(f"/cases/{case.id}/pledges").status == 404
    signed_by(house, case, "ivana")
    assert english(house, "ivana").open(f"/cases/{case.id}/pledges").status == 200


def test_a_coordinator_who_has_signed_goes_on_to_the_case(house: House, case: Case) -> None:
    lenka = signed_by(house, case, "lenka", SessionDoor.ACCOUNT2)
    assert lenka.page.status == 200
    assert lenka.page.address.endswith(f"/cases/{case.id}")
    assert lenka.page.notice == "The pledge is signed. Thank you."
    lenka.open(f"/cases/{case.id}/pledge")
    assert lenka.follow("Go on").address.endswith(f"/cases/{case.id}")
