"""Stories of becoming a client: information, an honest order, a consent that each parent signs alone."""

import subprocess
from pathlib import Path

import pytest

from agencies.circles.models import ServicePerson, circle_of
from agencies.circles.rules import State
from agencies.clients.composing import consent_text
from agencies.clients.models import consents_of, orders_of
from foundation import clock, town_settings
from foundation.database import transaction
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.service import Family, kratochvilovi, open_service

HEARD = [
    "what the service does", "its mission", "for whom it is", "its methods", "the basic rules",
    "rights and duties of clients", "how it treats confidential information", "how the service goes on",
]  # fmt: skip
ORDER = {
    "problem": "Dohodnout péči bez hádek před dětmi.", "text_1": "společná dohoda", "verdict_1": "yes, we can",
    "text_2": "posudek pro soud", "verdict_2": "no, we cannot", "why_2": "Posudky neděláme.",
}  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


@pytest.fixture
def family(house: House) -> Family:
    service = open_service(house)
    with house.app.app_context():
        law = {
            "citace: mlčenlivost služby": "§ 100 zákona", "citace: sdělení údajů": "§ 53 zákona",
            "citace: smlouva": "§ 91 zákona", "doba uchování údajů": "pět let",
        }  # fmt: skip
        town_settings.change(service, law, by="house")
    return kratochvilovi(house)


def at_file(house: House, family: Family, key: str = "blazkova") -> tuple[Browser, Page]:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser, browser.open(f"/service/files/{family.circle_id}")


def with_order(house: House, family: Family) -> tuple[Browser, Page]:
    hana, _page = at_file(house, family)
    hana.follow("Open counselling")
    hana.press("Open counselling", told=HEARD)
    return hana, hana.press("Save the order", **ORDER)


@pytest.mark.rule("S1-37", "S1-38")
def test_counselling_opens_once_everything_was_told(house: House, family: Family) -> None:
    hana, _page = at_file(house, family)
    hana.follow("Open counselling")
    page = hana.press("Open counselling", told=HEARD[:3])
    assert page.mistakes == [
        "The process cannot open, the client has not yet heard: its methods, the basic rules, rights and duties of"
        " clients, how it treats confidential information, how the service goes on. Go through them and tick."
    ]
    page = hana.press("Open counselling", told=HEARD)
    assert "Counselling is open." in page.notice


@pytest.mark.rule("S1-37", "S1-38")
def test_any_professional_of_the_team_may_open_it_and_nobody_else(house: House, family: Family) -> None:
    ondrej, _page = at_file(house, family, "sevcik")
    ondrej.follow("Open counselling")
    assert "Counselling is open." in ondrej.press("Open counselling", told=HEARD).notice
    burda = house.signed_in("burda")
    assert burda.open(f"/service/files/{family.circle_id}/opening").status == 404


@pytest.mark.rule("S1-39", "S1-40")
def test_the_order_says_what_can_and_what_cannot_be_met(house: House, family: Family) -> None:
    _hana, page = with_order(house, family)
    assert "We can společná dohoda" in page.text
    assert "We cannot posudek pro soud Posudky neděláme." in page.text


@pytest.mark.rule("S1-39", "S1-40")
def test_an_order_without_a_problem_or_a_verdict_is_not_kept(house: House, family: Family) -> None:
    hana, _page = at_file(house, family)
    hana.follow("Open counselling")
    hana.press("Open counselling", told=HEARD)
    page = hana.press("Save the order", text_1="společná dohoda")
    assert page.mistakes == [
        "Write what the client wants to solve.", "Say of each expectation whether it can be met: “společná dohoda”.",
    ]  # fmt: skip
    with house.app.app_context():
        assert not orders_of(family.circle_id)


@pytest.mark.rule("S1-33", "S1-34")
def test_the_parents_change_the_order_and_ask_for_mediation(house: House, family: Family) -> None:
    hana, _page = with_order(house, family)
    hana.follow("Change the order")
    page = hana.press("Save the order", problem="Chceme mediaci.")
    assert page.mistakes == ["Write in a sentence what made the order change."]
    page = hana.press("Save the order", because="Po výstupech z pozorování.")
    assert "1 earlier version" in page.text
    assert "Dohodnout péči bez hádek před dětmi." in page.text
    page = hana.press("They ask for mediation")
    assert "mediation asked for" in page.text.lower()


def test_two_who_change_the_order_at_once_overwrite_nothing(house: House, family: Family) -> None:
    hana, _page = with_order(house, family)
    hana.follow("Change the order")
    ondrej, _page = at_file(house, family, "sevcik")
    ondrej.follow("Change the order")
    ondrej.press("Save the order", problem="Dohodnout prázdniny.", because="Po rozhovoru s otcem.")
    page = hana.press("Save the order", problem="Chceme mediaci.", because="Po výstupech.")
    assert page.mistakes == ["Somebody else has just changed the order. Read it, then write yours."]
    assert "Dohodnout prázdniny." in page.text
    assert "Chceme mediaci." in page.whole
    page = hana.press("Save the order")
    assert "2 earlier versions" in page.text


@pytest.mark.rule("S1-34")
def test_one_alone_asks_for_no_mediation(house: House, family: Family) -> None:
    with house.app.app_context(), transaction() as session:
        session.delete(session.get_one(ServicePerson, family.father))
    hana, _page = with_order(house, family)
    page = hana.press("They ask for mediation")
    assert "Mediation is for two." in page.notice


@pytest.mark.rule("S1-41", "S1-42", "S1-43")
def test_the_first_signature_makes_a_client_at_that_instant(house: House, family: Family) -> None:
    hana, _page = with_order(house, family)
    page = hana.open(f"/service/people/{family.mother}/consent")
    assert "společná dohoda" in page.text
    assert "Mgr. Hana Blažková" in page.text
    page = hana.press("I sign the consent")
    assert "Zuzana Kratochvílová is a client." in page.notice
    with house.app.app_context():
        circle = circle_of(family.circle_id)
        (consent,) = consents_of(family.circle_id)
        assert circle.state == State.CLIENT
        assert circle.client_since == consent.signature.at == clock.now()
        assert "společná dohoda" in consent.signature.text
        assert consent.signature.witness == f"worker:{house.worker('blazkova')}"
    assert "Still to sign, each alone: Pavel Kratochvíl" in page.text


@pytest.mark.rule("S1-41", "S1-42")
def test_without_a_signature_nobody_is_a_client(house: House, family: Family) -> None:
    hana, _page = at_file(house, family)
    page = hana.open(f"/service/people/{family.mother}/consent")
    assert "The counselling process is not open." in page.text
    assert not page.has_button("I sign the consent")
    hana, _page = with_order(house, family)
    page = hana.open(f"/service/people/{family.adam}/consent")
    assert "Only an adult signs; a parent signs for a child." in page.text
    with house.app.app_context():
        assert circle_of(family.circle_id).state == State.PROCESS_OPENED


@pytest.mark.rule("S1-41")
def test_what_changed_meanwhile_is_not_signed_unseen(house: House, family: Family) -> None:
    hana, _page = with_order(house, family)
    hana.open(f"/service/people/{family.mother}/consent")
    ondrej, _page = at_file(house, family, "sevcik")
    ondrej.follow("Change the order")
    ondrej.press("Save the order", problem="Něco docela jiného.", because="Jiná zakázka.")
    page = hana.press("I sign the consent")
    assert page.mistakes == ["This has changed since you opened it. Read it again, then answer."]
    with house.app.app_context():
        assert not consents_of(family.circle_id)


@pytest.mark.rule("S1-43")
def test_a_withdrawn_consent_stops_what_rests_on_it_and_can_be_given_again(house: House, family: Family) -> None:
    hana, _page = with_order(house, family)
    hana.open(f"/service/people/{family.mother}/consent")
    hana.press("I sign the consent")
    page = hana.press("They withdraw the consent")
    assert "withdrawn" in page.text.lower()
    unsigned = page.text.partition("Still to sign, each alone:")[2]
    assert "Zuzana Kratochvílová" in unsigned
    assert "Pavel Kratochvíl" in unsigned
    with house.app.app_context():
        assert consents_of(family.circle_id)[0].withdrawn_at == clock.now()
        assert circle_of(family.circle_id).state == State.CLIENT


def test_the_sheet_for_the_pen_carries_the_exact_text(house: House, family: Family, tmp_path: Path) -> None:
    hana, _page = with_order(house, family)
    sheet = hana.open(f"/service/people/{family.father}/consent.pdf")
    file = tmp_path / "consent.pdf"
    file.write_bytes(sheet.content)
    text = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert "Pavel Kratochvíl" in text
    assert "posudek pro soud" in text
    info = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Kratochv" not in info


@pytest.mark.rule("S1-41")
def test_a_sheet_signed_with_a_pen_is_filed(house: House, family: Family) -> None:
    hana, _page = with_order(house, family)
    hana.open(f"/service/people/{family.father}/consent")
    hana.follow("File a signed sheet")
    page = hana.hand_in("File the sheet", {"file": PNG}, {"signed_on": "tomorrow", "original": "složka 7"})
    assert page.mistakes == ["This day is still to come.", "Copy the check code from the foot of the sheet."]
    with house.app.app_context():
        printed = consent_text(family.father).check_code
    ondrej, _page = at_file(house, family, "sevcik")
    ondrej.follow("Change the order")
    ondrej.press("Save the order", problem="Něco docela jiného.", because="Jiná zakázka.")
    page = hana.hand_in("File the sheet", {"file": PNG}, {"signed_on": "today", "check_code": printed})
    assert [one[:24] for one in page.mistakes] == ["The check code differs: "]
    with house.app.app_context():
        assert not consents_of(family.circle_id)
        anew = consent_text(family.father).check_code
    page = hana.hand_in("File the sheet", {"file": PNG}, {"signed_on": "today", "check_code": anew.lower()})
    assert "The paper is filed." in page.notice
    assert "on paper" in page.text
