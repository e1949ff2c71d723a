"""Stories of diagnostics: a colleague is asked, the output leads on, and each parent gets it explained."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from agencies.circles.models import team_of
from agencies.circles.rules import Part, State
from agencies.diagnostics.models import diagnostics_of
from foundation import clock
from foundation.database import db
from foundation.language import day
from tests.browsing import Browser, Page, squeezed
from tests.conftest import House
from tests.hearing import faults_of
from tests.service import Family, kratochvilovi, open_service

IVETA = "PhDr. Iveta Doležalová, psychodiagnostička"
ONDREJ = "Mgr. Ondřej Ševčík"
WHY = "Úzkosti před předáváním, potřebujeme vědět, co dítě zvládne."
FOUND = "Výrazná separační úzkost, rozumové schopnosti v pásmu průměru."


@pytest.fixture
def family(house: House) -> Family:
    open_service(house)
    return kratochvilovi(house, State.CLIENT)


def english(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


def file_of(family: Family) -> str:
    return f"/service/files/{family.circle_id}"


def asked(house: House, family: Family, whom: str = IVETA) -> tuple[Browser, Page]:
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    hana.follow("Ask for psychodiagnostics")
    return hana, hana.press("Ask the colleague", child="Adam Kratochvíl", why=WHY, worker=whom)


def accepted(house: House, family: Family) -> tuple[Browser, Page]:
    asked(house, family)
    iveta = english(house, "dolezalova")
    iveta.open("/service")
    iveta.follow("Answer")
    return iveta, iveta.press("Answer", answer="yes, I take it")


def written(house: House, family: Family) -> tuple[Browser, Page]:
    iveta, _page = accepted(house, family)
    iveta.follow("Write the output")
    return iveta, iveta.press("Save the output", report=FOUND)


def one_of(house: House, family: Family) -> str:
    with house.app.app_context():
        return f"/service/diagnostics/{diagnostics_of(family.circle_id)[0].id}"


@pytest.mark.rule("S1-48")
def test_a_colleague_is_asked_accepts_and_the_file_opens(house: House, family: Family) -> None:
    _hana, page = asked(house, family)
    assert "Waits for an answer" in page.text
    iveta = english(house, "dolezalova")
    assert iveta.open(file_of(family)).status == 404
    iveta.open("/service")
    page = iveta.follow("Answer")
    assert WHY in page.text
    assert "Kratochvíl" not in page.whole
    page = iveta.press("Answer", answer="yes, I take it")
    assert "Adam Kratochvíl" in page.text
    assert iveta.open(file_of(family)).status == 200
    with house.app.app_context():
        places = [(place.worker_id, place.part) for place in team_of(family.circle_id)]
        assert (house.worker("dolezalova"), Part.DIAGNOSTICIAN) in places
    assert iveta.open(f"{one_of(house, family)}/answer").status == 404


@pytest.mark.rule("S1-48")
def test_a_colleague_declines_with_a_reason_and_another_is_asked(house: House, family: Family) -> None:
    asked(house, family)
    iveta = english(house, "dolezalova")
    iveta.open("/service")
    iveta.follow("Answer")
    page = iveta.press("Answer", answer="no, I cannot")
    assert page.mistakes == ["Write in a sentence why you decline. The key worker reads it."]
    iveta.press("Answer", answer="no, I cannot", note="Do června nemám volný termín.")
    assert iveta.open(file_of(family)).status == 404
    hana = english(house, "blazkova")
    page = hana.open(one_of(house, family))
    assert "Do června nemám volný termín." in page.text
    _hana, page = asked(house, family, f"{ONDREJ}, mediátor")
    assert "Waits for an answer" in page.text


@pytest.mark.rule("S1-48")
def test_nothing_goes_on_before_somebody_has_accepted(house: House, family: Family) -> None:
    hana, _page = asked(house, family)
    page = hana.open(one_of(house, family))
    assert "Wait for the answer of PhDr. Iveta Doležalová, or ask another worker." in page.text
    hana.open(f"{one_of(house, family)}/interpreter")
    page = hana.press("Save the agreement", agreed=["Mgr. Hana Blažková"])
    assert page.mistakes == [
        "Nobody has accepted the diagnostics yet. Wait for the answer of PhDr. Iveta Doležalová, or ask another worker."
    ]


@pytest.mark.rule("S1-48")
def test_whoever_asks_another_takes_the_waiting_request_back(house: House, family: Family) -> None:
    asked(house, family)
    asked(house, family, f"{ONDREJ}, mediátor")
    assert not english(house, "dolezalova").open("/service").has_link("Answer")
    assert english(house, "sevcik").open("/service").has_link("Answer")


@pytest.mark.rule("S1-53", "S1-48")
def test_whoever_is_kept_out_is_never_asked(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/kept-out")
    hana.press("Keep out", worker=IVETA, kind="the client does not wish it")
    page = hana.open(f"{file_of(family)}/diagnostics")
    assert "Iveta" not in page.whole
    address, values = hana.filled("Ask the colleague", {"child": "Adam Kratochvíl", "why": WHY})
    page = hana.post(address, {**dict(values), "worker": str(house.worker("dolezalova"))})
    assert page.mistakes
    with house.app.app_context():
        assert not diagnostics_of(family.circle_id)


@pytest.mark.rule("S1-53")
def test_whoever_is_kept_out_meanwhile_finds_no_request(house: House, family: Family) -> None:
    hana, _page = asked(house, family)
    iveta = english(house, "dolezalova")
    iveta.open("/service")
    iveta.follow("Answer")
    hana.open(f"{file_of(family)}/kept-out")
    hana.press("Keep out", worker=IVETA, kind="the client does not wish it")
    assert iveta.press("Answer", answer="yes, I take it").status == 404
    assert not iveta.open("/service").has_link("Answer")
    assert "Taken back" in hana.open(file_of(family)).text


@pytest.mark.rule("S1-47")
def test_the_output_leads_to_a_next_step(house: House, family: Family) -> None:
    iveta, page = written(house, family)
    assert FOUND in page.text
    assert "Output without a next step" in page.text
    iveta.follow("Set the next step")
    on = clock.today() + timedelta(days=7)
    page = iveta.press("Set the next step", what="Edukace obou rodičů.", on=day(on, "cs"), who=ONDREJ)
    assert "Done, the next step is set" in page.text
    assert "Edukace obou rodičů." in page.text
    assert "Done, the next step is set" in english(house, "blazkova").open(file_of(family)).text


@pytest.mark.rule("S1-47")
def test_an_output_without_a_whole_next_step_is_not_done(house: House, family: Family) -> None:
    iveta, _page = written(house, family)
    iveta.follow("Set the next step")
    page = iveta.press("Set the next step", what="Edukace obou rodičů.")
    assert page.mistakes == ["Write the day of the next step.", "Choose who does the next step."]
    assert "Edukace obou rodičů." in page.whole
    assert "Output without a next step" in iveta.open(one_of(house, family)).text
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/diagnostics")
    page = hana.press("Ask the colleague")
    assert page.mistakes == [
        "Choose the child. It must stand among the family first.",
        "Write why the diagnostics are needed and what they should answer.",
        "Choose whom you ask.",
    ]


@pytest.mark.rule("S1-49")
def test_no_parent_gets_the_output_before_it_is_agreed_who_explains_it(house: House, family: Family) -> None:
    iveta, _page = written(house, family)
    iveta.follow("Hand over the output")
    page = iveta.press("The parent has it", parent="Zuzana Kratochvílová")
    assert page.mistakes == ["Agree first who explains the output to the parents."]
    assert "Who explains the output is not agreed yet." in iveta.open(one_of(house, family)).text


@pytest.mark.rule("S1-49", "S1-50", "S1-32")
def test_the_key_worker_explains_it_and_each_parent_gets_it(house: House, family: Family) -> None:
    written(house, family)
    hana = english(house, "blazkova")
    hana.open(one_of(house, family))
    hana.follow("Agree who explains it")
    page = hana.press("Save the agreement", agreed=["Mgr. Hana Blažková", "PhDr. Iveta Doležalová"])
    assert "Mgr. Hana Blažková explains it." in page.text
    assert "Mgr. Hana Blažková, PhDr. Iveta Doležalová" in page.text
    hana.follow("Hand over the output")
    page = hana.press("The parent has it", parent="Zuzana Kratochvílová")
    assert "Both parents do not have the outputs, Pavel Kratochvíl is missing." in page.text
    assert not page.has_link("Change who explains it")
    hana.follow("Hand over the output")
    page = hana.press("The parent has it", parent="Zuzana Kratochvílová")
    assert page.mistakes == ["This parent has the output already."]
    page = hana.press("The parent has it", parent="Pavel Kratochvíl")
    assert "Both parents do not have" not in page.text
    assert not page.has_link("Hand over the output")


@pytest.mark.rule("S1-50")
def test_somebody_else_than_the_key_worker_needs_a_note(house: House, family: Family) -> None:
    iveta, _page = written(house, family)
    iveta.follow("Agree who explains it")
    page = iveta.press("Save the agreement", who=ONDREJ, agreed=["Mgr. Hana Blažková"])
    assert page.mistakes == [
        "The key worker has the relationship with the family and comes first. Write why it is Mgr. Ondřej Ševčík this"
        " time."
    ]
    page = iveta.press(
        "Save the agreement", who=ONDREJ, agreed=["Mgr. Hana Blažková"], note="Vede s rodiči mediaci."
    )  # fmt: skip
    assert "Vede s rodiči mediaci." in page.text


def test_the_output_lies_locked_and_only_the_care_of_the_file_reads_it(house: House, family: Family) -> None:
    written(house, family)
    with house.app.app_context():
        assert FOUND.encode() not in bytes(db.session.scalar(text("SELECT report FROM diagnostics")))
    here = one_of(house, family)
    for somebody in ("kral", "burda", "ticha", "nikola", "lenka"):
        browser = house.signed_in(somebody)
        for way in ("", "/output", "/next-step", "/interpreter", "/handed", "/request.pdf", "/answer"):
            assert browser.open(here + way).status == 404
    assert FOUND in english(house, "sevcik").open(here).text
    assert english(house, "sevcik").open(f"{here}/output").status == 404
    assert english(house, "sevcik").open(f"{file_of(family)}/diagnostics").status == 404


def test_what_a_parent_holds_is_not_mended(house: House, family: Family) -> None:
    iveta, _page = written(house, family)
    iveta.follow("Mend the output")
    page = iveta.press("Save the output", report=f"{FOUND} Doplněno.")
    assert "Doplněno." in page.text
    iveta.follow("Agree who explains it")
    iveta.press("Save the agreement", agreed=["Mgr. Hana Blažková"])
    editing = english(house, "dolezalova")
    editing.open(f"{one_of(house, family)}/output")
    iveta.follow("Hand over the output")
    page = iveta.press("The parent has it", parent="Zuzana Kratochvílová")
    assert not page.has_link("Mend the output")
    page = editing.press("Save the output", report="Jinak.")
    assert page.mistakes == ["A parent has the output already. It does not change any more."]
    assert "Jinak." in page.whole


def test_the_key_worker_does_them_alone_and_takes_a_request_back(house: House, family: Family) -> None:
    hana, page = asked(house, family)
    hana.open(one_of(house, family))
    page = hana.press("Take back")
    assert "Taken back" in page.text
    asked(house, family, "Mgr. Hana Blažková, psycholožka")
    hana.open(file_of(family))
    assert "Accepted, no output yet" in hana.page.text
    with house.app.app_context():
        assert house.worker("blazkova") not in [place.worker_id for place in team_of(family.circle_id)]


@pytest.mark.rule("S1-25")
def test_a_next_step_goes_to_the_new_key_worker(house: House, family: Family) -> None:
    iveta, _page = written(house, family)
    iveta.follow("Set the next step")
    on = clock.today() + timedelta(days=7)
    iveta.press("Set the next step", what="Edukace.", on=day(on, "cs"), who="Mgr. Hana Blažková")
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/hand-over")
    hana.press("Hand over", worker=f"{ONDREJ}, mediátor", because="another order prevails")
    page = english(house, "sevcik").open(one_of(house, family))
    section = next(one for one in page.soup.select("section") if "Next step" in one.get_text())
    assert ONDREJ in section.get_text(" ")


@pytest.mark.parametrize("tongue", ["cs", "en"])
def test_the_request_goes_on_paper(house: House, family: Family, tongue: str) -> None:
    iveta, _page = written(house, family)
    iveta.client.set_cookie("lang", tongue)
    answer = iveta.client.get(f"{one_of(house, family)}/request.pdf")
    assert answer.mimetype == "application/pdf"
    assert not faults_of(answer.data, language=tongue)
    pages = PdfReader(BytesIO(answer.data)).pages
    printed = squeezed(" ".join(page.extract_text() for page in pages))
    assert "Úzkosti před předáváním" in printed
    assert FOUND not in printed
    assert ("Žádost o psychodiagnostiku" if tongue == "cs" else "Request for psychodiagnostics") in printed
