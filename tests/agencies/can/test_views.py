"""Stories of the special procedure: it begins at once, only named people read the file, it ends with a reason."""

from datetime import date

import pytest
from sqlalchemy import select, text

from agencies.can.models import CanProcedure, running
from agencies.circles.models import circle_of
from agencies.circles.rules import State
from agencies.staff.models import Post
from foundation.database import db, transaction
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.service import Family, kratochvilovi, open_service

CONCERN = "Adam řekl, že ho děda bije páskem."
OWN = "Metodika poradny.\n- Zavolat vedoucímu.\n- Zapsat přesná slova."


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


def begun(house: House, family: Family, key: str = "blazkova") -> tuple[Browser, Page]:
    browser = english(house, key)
    browser.open(file_of(family))
    browser.follow("Abuse or neglect of a child (CAN)")
    return browser, browser.press("Begin the special procedure", concern=CONCERN)


def procedure_of(house: House, family: Family) -> str:
    with house.app.app_context():
        procedure = running(family.circle_id)
        assert procedure is not None
        return f"/service/special-procedures/{procedure.id}"


@pytest.mark.rule("S1-56")
def test_the_file_goes_over_to_the_checklist_of_the_service(house: House, family: Family) -> None:
    manager = english(house, "kral")
    manager.open("/service")
    manager.follow("Checklist of the special procedure")
    assert "It came with the product" in manager.page.text
    page = manager.press("Save as a new version", text=OWN)
    assert "Version 2 holds" in page.text
    assert "It came with the product" not in page.text
    hana, page = begun(house, family)
    assert "version 2" in page.text
    assert "Zavolat vedoucímu." in page.text
    hana.follow("It is done")
    page = hana.press("It is done", note="Řeč byla v 9:10.")
    assert "Mgr. Hana Blažková" in page.text
    assert "Řeč byla v 9:10." in page.text
    assert "1 of 2 steps done" in hana.open(file_of(family)).text


@pytest.mark.rule("S1-56")
def test_no_ordinary_condition_delays_it(house: House) -> None:
    """Before any intake, assessment, key worker or consent."""
    open_service(house)
    family = kratochvilovi(house, State.NEW_CONTACT)
    nikola, page = begun(house, family, "nikola")
    assert CONCERN in page.text
    nikola.follow("It is done")
    nikola.press("It is done")
    nikola.follow("Name somebody")
    page = nikola.press("Name this colleague", worker="Mgr. Ondřej Ševčík, mediátor")
    assert "Mgr. Ondřej Ševčík" in page.text
    assert english(house, "sevcik").open(file_of(family)).status == 200


@pytest.mark.rule("S1-56")
def test_only_named_people_read_the_file_from_then_on(house: House, family: Family) -> None:
    ondrej, manager = english(house, "sevcik"), english(house, "kral")
    assert ondrej.open(file_of(family)).status == manager.open(file_of(family)).status == 200
    hana, _page = begun(house, family)
    ways = (file_of(family), procedure_of(house, family), f"{file_of(family)}/team", f"{file_of(family)}/hand-over")
    for somebody in (ondrej, manager, english(house, "burda"), english(house, "dolezalova")):
        for way in ways:
            assert somebody.open(way).status == 404
        assert "Kratochvíl" not in somebody.open("/service").whole
    nothing = ondrej.open("/service/files/00000000-0000-4000-8000-000000000000").whole
    assert ondrej.open(file_of(family)).whole == nothing
    hana.open(procedure_of(house, family))
    hana.follow("Name somebody")
    hana.press("Name this colleague", worker="PhDr. Libor Král, vedoucí poradny")
    page = manager.open(file_of(family))
    assert "Zuzana Kratochvílová" in page.text
    assert manager.open(procedure_of(house, family)).status == 200
    assert not page.has_link("Hand the file over")
    assert ondrej.open(file_of(family)).status == 404


@pytest.mark.rule("S1-56")
def test_nobody_but_the_key_worker_names_and_ends(house: House, family: Family) -> None:
    """A counsellor of the team begins it and is named by that; the rest is the key worker's."""
    ondrej, page = begun(house, family, "sevcik")
    assert CONCERN in page.text
    assert not page.has_link("Name somebody")
    here = procedure_of(house, family)
    for way in ("names", "end"):
        assert ondrej.open(f"{here}/{way}").status == 404
    hana = english(house, "blazkova")
    page = hana.open(here)
    assert "Mgr. Ondřej Ševčík" in page.text
    page = hana.press("No longer")
    assert "No longer named." in page.notice
    assert ondrej.open(here).status == 404


@pytest.mark.rule("S1-56", "S1-53")
def test_whoever_is_kept_out_is_never_named(house: House, family: Family) -> None:
    hana = english(house, "blazkova")
    hana.open(f"{file_of(family)}/kept-out")
    hana.press("Keep out", worker="Mgr. Zora Tichá, rodinná terapeutka", kind="the client does not wish it")
    begun(house, family)
    page = hana.open(f"{procedure_of(house, family)}/names")
    assert "Zora" not in page.whole
    address, values = hana.filled("Name this colleague", {})
    answer = hana.post(address, {**dict(values), "worker": str(house.worker("ticha"))})
    assert answer.mistakes
    assert english(house, "ticha").open(file_of(family)).status == 404


def test_one_who_is_kept_out_later_reads_no_more(house: House, family: Family) -> None:
    hana, _page = begun(house, family)
    hana.follow("Name somebody")
    hana.press("Name this colleague", worker="Mgr. Zora Tichá, rodinná terapeutka")
    zora = english(house, "ticha")
    assert zora.open(file_of(family)).status == 200
    hana.open(f"{file_of(family)}/kept-out")
    hana.press("Keep out", worker="Mgr. Zora Tichá, rodinná terapeutka", kind="the client does not wish it")
    assert zora.open(file_of(family)).status == 404
    assert zora.open(procedure_of(house, family)).status == 404


@pytest.mark.rule("S1-56")
def test_it_ends_with_a_reason_and_the_team_reads_again(house: House, family: Family) -> None:
    hana, _page = begun(house, family)
    here, ondrej = procedure_of(house, family), english(house, "sevcik")
    hana.open(f"{file_of(family)}/end")
    page = hana.press("End the file", outcome="cooperation ended")
    assert page.mistakes == ["The special procedure holds. End it first, with its reason."]
    hana.open(here)
    hana.follow("End the special procedure")
    page = hana.press("End the special procedure")
    assert page.mistakes == ["Write why the special procedure ends. The team reads the file again from that moment."]
    assert ondrej.open(file_of(family)).status == 404
    page = hana.press("End the special procedure", because="Předáno úřadu.")
    assert page.status == 200
    assert ondrej.open(file_of(family)).status == 200
    assert ondrej.open(here).status == 404
    page = hana.open(here)
    assert "Předáno úřadu." in page.text
    assert not page.has_link("It is done")
    with house.app.app_context():
        circle = circle_of(family.circle_id)
        assert circle is not None
        assert circle.restricted_at is None


def test_the_team_grows_only_by_those_who_are_named(house: House, family: Family) -> None:
    hana, _page = begun(house, family)
    hana.open(f"{file_of(family)}/team")
    page = hana.press("Add to the team", worker="PhDr. Iveta Doležalová, psychodiagnostička", part="diagnostician")
    assert page.mistakes == [
        "The special procedure holds, only named people read the file. Name PhDr. Iveta Doležalová there first."
    ]


def test_a_file_whose_key_worker_left_can_be_handed_over_unread(house: House, family: Family) -> None:
    begun(house, family)
    with house.app.app_context(), transaction() as session:
        post = session.scalars(select(Post).where(Post.worker_id == house.worker("blazkova"))).one()
        post.to_on = date(2026, 1, 1)
    manager = english(house, "kral")
    page = manager.open(file_of(family))
    assert "Zuzana" not in page.whole
    manager.follow("Hand the file over")
    manager.press("Hand over", worker="Mgr. Ondřej Ševčík, mediátor", because="the key worker cannot go on")
    assert english(house, "sevcik").open(procedure_of(house, family)).status == 200
    assert manager.open(file_of(family)).status == 404


def test_whoever_hands_over_and_stays_goes_on_reading(house: House, family: Family) -> None:
    hana, _page = begun(house, family)
    hana.open(f"{file_of(family)}/hand-over")
    hana.press("Hand over", worker="Mgr. Ondřej Ševčík, mediátor", because="another order prevails", stays="y")
    assert hana.open(procedure_of(house, family)).status == 200
    assert english(house, "sevcik").open(procedure_of(house, family)).status == 200


def test_a_step_ticked_by_mistake_opens_again(house: House, family: Family) -> None:
    hana, _page = begun(house, family)
    hana.follow("It is done")
    hana.press("It is done")
    page = hana.press("Take back")
    assert "The step is open again." in page.notice
    assert not page.has_button("Take back")
    assert hana.open(f"{procedure_of(house, family)}/steps/99").status == 404


def test_a_procedure_goes_on_by_the_version_by_which_it_began(house: House, family: Family) -> None:
    hana, page = begun(house, family)
    assert "The service has not put its own methodology here yet." in page.text
    manager = english(house, "kral")
    manager.open("/service")
    manager.follow("Checklist of the special procedure")
    page = manager.press("Save as a new version", text="Bez kroku.")
    assert page.mistakes == ["The checklist has no step yet. Begin each step on a new line with a dash and a space."]
    assert "Bez kroku." in page.whole
    manager.press("Save as a new version", text=OWN)
    assert "version 1" in hana.open(procedure_of(house, family)).text
    assert not english(house, "blazkova").open("/service").has_link("Checklist of the special procedure")


def test_what_was_seen_lies_locked(house: House, family: Family) -> None:
    begun(house, family)
    with house.app.app_context():
        kept = db.session.scalar(text("SELECT concern FROM can_procedure"))
        assert CONCERN.encode() not in bytes(kept)
        assert db.session.scalars(select(CanProcedure)).one().concern == CONCERN
