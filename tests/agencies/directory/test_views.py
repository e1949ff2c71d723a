"""Stories of the directory: the administrator enters bodies, a school keeps its entry, who has an account reads."""

from uuid import uuid4

import pytest
from sqlalchemy import event

from agencies.directory.rules import AgencyKind
from foundation.database import db
from tests.browsing import Browser
from tests.conftest import House


def english(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


@pytest.mark.rule("S2-06")
def test_the_six_bodies_of_the_leaflet_can_be_entered_and_an_office_has_several_units(house: House) -> None:
    karel = english(house, "karel")
    bodies = {
        "Dům na půli cesty": AgencyKind.NGO,
        "Středisko Úsvit": AgencyKind.SVP,
        "Centrum Kaštan": AgencyKind.COUNSELLING,
        "Probace Lhota": AgencyKind.PMS,
    }
    for name, kind in bodies.items():
        karel.open("/agencies")
        karel.follow("Add an organisation")
        assert karel.press("Save", name=name, kind=str(kind), phone="469000111").heading == name
        assert "469 000 111" in karel.page.text
    for name, kind in (("oddělení bydlení", AgencyKind.OTHER), ("kurátoři", AgencyKind.CHILD_PROTECTION)):
        karel.open(f"/agencies/{house.ids.agencies['podlesi']}")
        karel.follow("Add a unit")
        karel.press("Save", name=name, kind=str(kind))
    assert "oddělení prevence" in karel.page.text
    assert "kurátoři child protection (OSPOD)" in karel.page.text
    assert all(name in karel.open("/agencies").text for name in bodies)


@pytest.mark.rule("S2-06")
def test_a_body_needs_a_name_and_a_kind_and_stands_there_once(house: House) -> None:
    karel = english(house, "karel")
    karel.open("/agencies/new")
    page = karel.press("Save", phone="469 000 111")
    assert page.mistakes == ["Write the name as it stands on letters.", "Choose what kind of organisation it is."]
    assert "469 000 111" in page.whole
    assert karel.press("Save", name="ZŠ Na Kopci", kind="school").mistakes[0].startswith("An organisation of this name")


@pytest.mark.rule("S2-01")
def test_people_of_different_agencies_and_towns_read_one_directory(house: House) -> None:
    for key in ("lenka", "jitka", "hana", "marek", "karel", "jiri", "olga", "alena", "radka"):
        browser = english(house, key)
        assert "ZŠ Na Kopci" in browser.open("/agencies").text, key
        page = browser.open(f"/agencies/{house.ids.agencies['skola']}")
        assert "Mgr. Ivana Součková výchovná poradkyně" in page.text, key


@pytest.mark.rule("S2-01")
def test_nobody_without_an_account_reads_it_and_the_refusal_tells_nothing(house: House) -> None:
    stranger = house.stranger()
    there = stranger.open(f"/agencies/{house.ids.agencies['skola']}")
    nowhere = stranger.open(f"/agencies/{uuid4()}")
    assert (there.status, there.content) == (404, nowhere.content)


def test_only_the_own_manager_and_the_administrator_change_an_entry(house: House) -> None:
    skola, zalesi = house.ids.agencies["skola"], house.ids.agencies["zalesi"]
    for key, may in {
        "karel": True,
        "jiri": True,
        "lenka": False,
        "hana": False,
        "ivana": False,
        "marek": False,
    }.items():
        browser = english(house, key)
        assert browser.open(f"/agencies/{skola}").has_link("Change the entry") is may
        assert (browser.open(f"/agencies/{skola}/entry").status == 200) is may
        assert (browser.open(f"/agencies/{skola}/units/new").status == 200) is may
    karel = english(house, "karel")
    assert karel.open(f"/agencies/{zalesi}/entry").status == 404, "another town's office is not his"
    assert not karel.open(f"/agencies/{zalesi}").has_link("Change the entry")


def test_the_school_changes_its_own_entry_and_what_was_typed_survives_a_mistake(house: House) -> None:
    jiri = english(house, "jiri")
    jiri.open(f"/agencies/{house.ids.agencies['skola']}/entry")
    page = jiri.press("Save", phone="zavolejte", address="Na Kopci 12")
    assert page.mistakes == ["This is not a phone number. Write nine digits, or begin with + and the country."]
    assert "Na Kopci 12" in page.whole
    page = jiri.press("Save", phone="469 000 333", contact_name="Jana Malá", contact_email="mala@nakopci.example")
    assert page.notice == "The entry is saved."
    assert "Na Kopci 12" in page.text
    assert "mala@nakopci.example" in page.text


def test_a_body_is_found_by_accents_kind_and_the_kind_of_its_unit(house: House) -> None:
    karel = english(house, "karel")
    karel.open("/agencies")
    assert "Přístav" in karel.press("Search", q="PŘÍST").text
    page = karel.press("Search", q="", kind=str(AgencyKind.PREVENTION))
    assert "Městský úřad Podlesí" in page.text
    assert "SVP Kompas" not in page.text
    page = karel.press("Search", q="nic takového")
    assert "Nothing was found" in page.text
    assert page.has_link("Show all organisations")


def test_a_body_is_closed_only_when_nobody_works_there(house: House) -> None:
    karel = english(house, "karel")
    karel.open(f"/agencies/{house.ids.agencies['most']}")
    karel.follow("Close this organisation")
    assert karel.press("Close the organisation").mistakes == ["People still work here: 1. End their posts first."]
    karel.open(f"/workers/{house.worker('vrata')}")
    karel.follow("End the post")
    karel.press("End the post", when="at once")
    karel.open(f"/agencies/{house.ids.agencies['most']}/closing")
    karel.press("Close the organisation")
    assert "Spolek Most" not in karel.page.text
    assert "The organisation is closed." in karel.open(f"/agencies/{house.ids.agencies['most']}").text
    assert english(house, "jiri").open(f"/agencies/{house.ids.agencies['skola']}/closing").status == 404


def test_a_towns_own_contact_is_seen_by_this_town_alone(house: House) -> None:
    lenka = english(house, "lenka")
    lenka.open(f"/agencies/{house.ids.agencies['kompas']}")
    lenka.follow("Note our contact")
    page = lenka.press("Save", name="paní Alena", phone="469 000 222", note="volat po obědě")
    assert "volat po obědě" in page.text
    for key, sees in {
        "jitka": True,
        "hana": True,
        "karel": True,
        "marek": False,
        "alena": False,
        "ivana": False,
    }.items():
        page = english(house, key).open(f"/agencies/{house.ids.agencies['kompas']}")
        assert ("volat po obědě" in page.text) is sees, key
    assert english(house, "karel").open(f"/agencies/{house.ids.agencies['kompas']}/our-contact").status == 404


def test_the_list_costs_the_same_for_few_and_for_many(house: House) -> None:
    karel = english(house, "karel")

    def queries() -> int:
        seen: list[str] = []
        with house.app.app_context():
            engine = db.engine
        note = lambda *parts: seen.append(parts[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        karel.open("/agencies")
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    few = queries()
    for number in range(12):
        karel.open("/agencies/new")
        karel.press("Save", name=f"Služba číslo {number}", kind="ngo")
    assert queries() == few


def test_an_agency_says_what_it_offers_and_whether_it_can_take_somebody(house: House) -> None:
    jiri = english(house, "jiri")
    jiri.open(f"/agencies/{house.ids.agencies['skola']}")
    jiri.follow("Add a service")
    jiri.press("Save", name="doučování", for_whom="děti od 6 do 15 let")
    assert jiri.page.heading == "Capacity: doučování"
    assert jiri.press("Save the capacity", capacity="full", places="3").mistakes == [
        "Free places are written, yet the service does not say it has any. Correct one of the two."
    ]
    page = jiri.press("Save the capacity", capacity="free", places="3", note="od března")
    assert "doučování děti od 6 do 15 let 3 free places od března as of 23 Feb 2026" in page.text
    lenka = english(house, "lenka")
    lenka.open("/agencies")
    assert "doučování, has free places" in lenka.press("Search", q="doucovani").text
    assert "SVP Kompas" not in lenka.page.text
    house.hand.on(1, 5)
    assert "that is long ago, ask" in english(house, "lenka").open(f"/agencies/{house.ids.agencies['skola']}").text


def test_a_service_is_corrected_and_ended_by_its_own_agency_and_by_nobody_else(house: House) -> None:
    skola = house.ids.agencies["skola"]
    jiri = english(house, "jiri")
    jiri.open(f"/agencies/{skola}")
    jiri.page = jiri.open(jiri.page.link("Change: školní poradenství"))
    assert jiri.press("Save", name="").mistakes == ["Write the name, for example “debt counselling”."]
    assert "poradna pro žáky" in jiri.press("Save", name="poradna pro žáky").text
    address = jiri.page.link("Say the capacity poradna pro žáky")
    for key in ("lenka", "ivana", "alena", "marek"):
        other = english(house, key)
        assert "poradna pro žáky" in other.open(f"/agencies/{skola}").text
        assert not other.page.has_link("Add a service")
        assert other.open(address).status == 404, key
    jiri.open(jiri.page.link("Change: poradna pro žáky"))
    jiri.follow("We do not offer this service any more")
    assert "No services are entered yet" in jiri.press("End the service").text
    assert jiri.open(address).status == 404


def test_one_name_stands_for_one_service_of_an_agency(house: House) -> None:
    karel = english(house, "karel")
    karel.open(f"/agencies/{house.ids.agencies['skola']}/services/new")
    page = karel.press("Save", name="školní poradenství", description="Povídáme si.")
    assert page.mistakes == ["The organisation already offers a service of this name. Correct that one."]
    assert "Povídáme si." in page.whole
