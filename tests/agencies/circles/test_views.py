"""Stories of a file: it changes hands without a gap, its team grows, and a neighbour of the family never sees it."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from agencies.circles.models import held_chain, key_worker_of
from agencies.circles.rules import State, key_worker_at
from foundation import clock
from foundation.language import day
from tests.browsing import Browser, squeezed
from tests.conftest import House
from tests.hearing import faults_of
from tests.service import Family, kratochvilovi, open_service


@pytest.fixture
def family(house: House) -> Family:
    open_service(house)
    return kratochvilovi(house)


def english(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


def file_of(family: Family) -> str:
    return f"/service/files/{family.circle_id}"


@pytest.mark.rule("S1-21", "S1-23", "S1-24")
def test_the_file_changes_hands_without_a_moment_in_between(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    hana.follow("Hand the file over")
    house.hand.forward(timedelta(days=3))
    page = hana.press(
        "Hand over", worker="Mgr. Ondřej Ševčík, mediátor", because="another order prevails", stays="y",
        note="Mediace běží, příště 19. 3.",
    )  # fmt: skip
    assert "handed over" in page.notice
    assert "another order prevails" in page.text
    with house.app.app_context():
        chain = held_chain(family.circle_id)
        assert [held.worker_id for held in chain] == [house.worker("blazkova"), house.worker("sevcik")]
        assert chain[0].to_at == chain[1].from_at
        assert key_worker_at(chain, clock.now()) == house.worker("sevcik")


@pytest.mark.rule("S1-23")
def test_no_hand_over_without_a_reason(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/hand-over")
    page = hana.press("Hand over", worker="Mgr. Ondřej Ševčík, mediátor", note="Nechci to psát znovu.")
    assert page.mistakes == ["A handover needs a reason: other expertise, or another order. Choose it."]
    assert "Nechci to psát znovu." in page.whole
    with house.app.app_context():
        assert key_worker_of(family.circle_id).worker_id == house.worker("blazkova")


@pytest.mark.rule("S1-25", "S1-22")
def test_the_team_goes_along_and_only_the_key_worker_changes_it(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    hana.follow("Add a colleague")
    hana.press("Add to the team", worker="PhDr. Iveta Doležalová, psychodiagnostička", part="diagnostician")
    hana.follow("Hand the file over")
    page = hana.press("Hand over", worker="Mgr. Ondřej Ševčík, mediátor", because="another order prevails", stays="y")
    assert "PhDr. Iveta Doležalová" in page.text
    assert not page.has_link("Add a colleague")
    assert hana.open(f"{file_of(family)}/team").status == 404
    ondrej = english(house, "sevcik").open(file_of(family))
    assert ondrej.has_link("Add a colleague")


@pytest.mark.rule("S1-22")
def test_a_colleague_of_the_team_adds_nobody(house: House, family: Family) -> None:
    ondrej = english(house, "sevcik")
    page = ondrej.open(file_of(family))
    assert "Mgr. Hana Blažková, puts the team together" in page.text
    assert not page.has_link("Add a colleague")
    assert ondrej.open(f"{file_of(family)}/team").status == 404


@pytest.mark.rule("S1-53")
def test_the_neighbour_of_the_family_finds_nothing_anywhere(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    hana.follow("Add a colleague")
    hana.press("Add to the team", worker="Mgr. Zora Tichá, rodinná terapeutka", part="therapist")
    zora = english(house, "ticha")
    assert zora.open(file_of(family)).status == 200
    hana.follow("Keep a worker out")
    page = hana.press(
        "Keep out", worker="Mgr. Zora Tichá, rodinná terapeutka", kind="a personal relation to the family",
        note="Je to naše sousedka.",
    )  # fmt: skip
    assert "Je to naše sousedka." in page.text
    gone = zora.open(file_of(family))
    assert gone.status == 404
    assert gone.whole == zora.open("/service/files/00000000-0000-4000-8000-000000000000").whole
    board = zora.open("/service")
    assert "PR-" not in board.text
    assert "Kratochvílovi" not in board.whole


@pytest.mark.rule("S1-53")
def test_whoever_is_kept_out_is_offered_nowhere_and_never_reads_why(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/kept-out")
    hana.press(
        "Keep out", worker="Mgr. Zora Tichá, rodinná terapeutka", kind="a personal relation to the family"
    )  # fmt: skip
    for page in ("hand-over", "team", "kept-out"):
        assert "Zora" not in hana.open(f"{file_of(family)}/{page}").whole
    ondrej = english(house, "sevcik").open(file_of(family))
    assert "Zora" not in ondrej.whole
    manager = english(house, "kral").open(file_of(family))
    assert "a personal relation to the family" in manager.text
    assert "Kratochvíl" not in manager.whole


def test_before_the_assessment_the_file_is_open_to_whoever_took_it(house: House) -> None:
    open_service(house)
    family = kratochvilovi(house, State.NEW_CONTACT)
    assert house.signed_in("nikola").open(file_of(family)).status == 200
    for stranger in ("blazkova", "burda", "ticha", "lenka", "martina"):
        assert house.signed_in(stranger).open(file_of(family)).status == 404


def test_one_of_the_family_is_entered_and_corrected(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    hana.follow("Add one of the family")
    page = hana.press("Save", relation="mother", name="Někdo jiný")
    assert page.mistakes == ["The file has this parent already. Correct the entry there."]
    page = hana.press("Save", relation="another adult", name="babička Věra")
    hana.follow("babička Věra")
    page = hana.press("Save", reach="601 000 333")
    assert "601 000 333" in page.text


def test_an_ended_file_is_read_and_not_written(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(file_of(family))
    hana.follow("End the file")
    page = hana.press("End the file", outcome="cooperation ended")
    assert "cooperation ended" in page.text.lower()
    assert not page.has_link("Hand the file over")
    assert hana.open(f"{file_of(family)}/hand-over").status == 404


@pytest.mark.rule("S1-23", "S1-25")
@pytest.mark.parametrize("tongue", ["cs", "en"])
def test_the_hand_over_goes_on_paper_with_what_was_open_then(house: House, family: Family, tongue: str) -> None:
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/intervisions")
    hana.press(
        "Save the record", participants=["Mgr. Hana Blažková", "Mgr. Ondřej Ševčík"], discussed="Kdo povede dál?"
    )
    hana.open(f"{file_of(family)}/hand-over")
    hana.press(
        "Hand over", worker="Mgr. Ondřej Ševčík, mediátor", because="another order prevails", stays="y",
        note="Mediace běží.",
    )  # fmt: skip
    ondrej = english(house, "sevcik")
    ondrej.open(file_of(family))
    ondrej.follow(day(clock.today(), "en"))
    ondrej.follow("Finish the record")
    ondrej.press("Finish the record", conclusions="Ondřej.")  # what came later changes nothing on the record
    page = ondrej.open(file_of(family))
    here = next(link["href"] for link in page.soup.select("a[href]") if "/hand-overs/" in link["href"])
    ondrej.client.set_cookie("lang", tongue)
    answer = ondrej.client.get(here)
    assert answer.mimetype == "application/pdf"
    assert not faults_of(answer.data, language=tongue)
    printed = squeezed(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages))
    for words in ("Mgr. Hana Blažková", "Mgr. Ondřej Ševčík", "Mediace běží.", day(clock.today(), tongue)):
        assert words in printed
    assert ("Záznamy intervizí k uzavření" if tongue == "cs" else "Records of intervisions to be finished") in printed
    for stranger in ("kral", "burda", "ticha", "lenka"):
        assert house.signed_in(stranger).client.get(here).status_code == 404


@pytest.mark.rule("S1-25")
def test_no_paper_of_a_hand_over_that_never_was(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    assert "/hand-overs/" not in hana.open(file_of(family)).whole
    with house.app.app_context():
        first = key_worker_of(family.circle_id).id
    assert hana.open(f"/service/hand-overs/{first}/record.pdf").status == 404
