"""Stories of people and posts: a school names its people, a mailbox turns out to be shared, a post ends."""

from datetime import timedelta

import pytest

from foundation import audit
from tests.browsing import Browser
from tests.conftest import House


def english(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


def taking_on(house: House, key: str, agency: str) -> Browser:
    browser = english(house, key)
    browser.open(f"/agencies/{house.ids.agencies[agency]}/workers/new")
    return browser


@pytest.mark.rule("S2-27")
def test_two_people_of_one_school_stand_there_with_their_functions(house: House) -> None:
    jiri = taking_on(house, "jiri", "skola")
    page = jiri.press(
        "Add the person",
        name="Mgr. Věra Malíková",
        email="vera.malikova@nakopci.example",
        function="metodička prevence",
    )
    assert page.heading == "Mgr. Věra Malíková"
    page = english(house, "lenka").open(f"/agencies/{house.ids.agencies['skola']}")
    assert "Mgr. Věra Malíková metodička prevence" in page.text
    assert "Mgr. Tomáš Beran třídní učitel" in page.text


@pytest.mark.rule("S2-27")
def test_nobody_is_taken_on_without_a_function(house: House) -> None:
    jiri = taking_on(house, "jiri", "skola")
    page = jiri.press("Add the person", name="Mgr. Věra Malíková", email="vera.malikova@nakopci.example")
    assert page.mistakes == ["Write what the person does there."]
    assert "vera.malikova@nakopci.example" in page.whole
    assert taking_on(house, "ivana", "skola").page.status == 404
    assert taking_on(house, "jiri", "kompas").page.status == 404


def test_an_office_mailbox_is_asked_about_and_then_marked(house: House) -> None:
    jiri = taking_on(house, "jiri", "skola")
    typed = {"name": "Jana Malá", "email": "Skola@nakopci.example", "function": "hospodářka"}
    page = jiri.press("Add the person", **typed)
    assert page.mistakes[0].startswith("Does only this person read this mailbox?")
    page = jiri.press("Add the person", mailbox="several people")
    assert "shared mailbox" in page.text.lower()
    assert "skola@nakopci.example" in page.text


def test_an_address_of_two_people_of_the_school_is_shared_for_both(house: House) -> None:
    jiri = taking_on(house, "jiri", "skola")
    typed = {"name": "Jana Malá", "email": "tomas.beran@nakopci.example", "function": "asistentka"}
    page = jiri.press("Add the person", **typed)
    assert page.mistakes[0].startswith("This address also belongs to Mgr. Tomáš Beran.")
    jiri.press("Add the person", mailbox="several people")
    assert "shared mailbox" in jiri.open(f"/workers/{house.worker('tomas')}").text.lower()


def test_nobody_makes_the_address_of_another_organisation_shared(house: House) -> None:
    jiri = taking_on(house, "jiri", "skola")
    typed = {
        "name": "Jana Malá",
        "email": "lenka.horakova@podlesi.example",
        "function": "asistentka",
        "mailbox": "shared",
    }
    page = jiri.press("Add the person", **typed)
    assert page.mistakes[0].startswith("This address belongs to Bc. Lenka Horáková of another organisation.")


def test_a_school_gives_no_offices_and_a_town_only_the_administrator(house: House) -> None:
    words = taking_on(house, "jiri", "skola").page.text
    assert "keeps the organisation's entry" in words
    assert not any(office in words for office in ("coordinates cases", "heads the department", "runs the system"))
    jiri = taking_on(house, "jiri", "skola")
    address, fields = jiri.filled("Add the person", {"name": "Jana Malá", "function": "asistentka"})
    forged = dict(fields) | {"role": "administrator"}
    assert jiri.post(address, forged).mistakes == ["Choose one of the offered answers."]

    karel = taking_on(house, "karel", "podlesi")
    page = karel.press("Add the person", name="Bc. Nová Kolegyně", function="sociální pracovnice", role="coordinator")
    assert "coordinates cases" in page.text.lower()
    assert taking_on(house, "karel", "zalesi").page.status == 404, "another town lets its own people in"


def test_at_an_office_nobody_is_taken_on_without_a_word_what_they_may_do(house: House) -> None:
    karel = english(house, "karel")
    karel.open(f"/agencies/{house.ids.agencies['podlesi']}/workers/new")
    page = karel.press("Add the person", name="Bc. Nová Kolegyně", function="sociální pracovnice")
    assert page.mistakes == ["Choose what the person may do here."]
    assert "Bc. Nová Kolegyně" in page.whole


def test_a_second_post_elsewhere_gives_nobody_power_over_a_person(house: House) -> None:
    """Otherwise a manager could take over the mailbox, and with it the account, of somebody of the town."""
    for key in ("jiri", "ivana", "marek", "hana", "lenka"):
        browser = english(house, key)
        page = browser.open(f"/workers/{house.worker('lenka')}")
        assert page.status == 200
        assert not page.has_link("Change the entry")
        assert not page.has_link("End the post")
        for path in ("entry", "posts/new"):
            assert browser.open(f"/workers/{house.worker('lenka')}/{path}").status == 404
        skola = house.ids.agencies["skola"]
        assert browser.open(f"/agencies/{skola}/workers/{house.worker('lenka')}/posts").status == 404


def test_a_person_gets_a_further_post_at_another_agency(house: House) -> None:
    karel = english(house, "karel")
    karel.open(f"/workers/{house.worker('petr')}")
    karel.follow("Add a post")
    karel.follow("SVP Kompas")
    page = karel.press("Add the post", function="lektor", from_on="1. 3. 2026")
    assert "lektor SVP Kompas from 1 March 2026" in page.text or "lektor SVP Kompas" in page.text
    assert "facilitátor" in page.text


def test_a_function_is_corrected_and_the_log_book_knows(house: House) -> None:
    jiri = english(house, "jiri")
    jiri.open(f"/workers/{house.worker('tomas')}")
    jiri.follow("Change třídní učitel")
    page = jiri.press("Save", function="třídní učitel 8. A")
    assert "třídní učitel 8. A" in page.text
    with house.app.app_context():
        assert audit.verify() == []


def test_a_post_ends_after_its_last_day(house: House) -> None:
    jiri = english(house, "jiri")
    jiri.open(f"/workers/{house.worker('olga')}")
    jiri.follow("End the post")
    page = jiri.press("End the post", when="after a day")
    assert page.mistakes == ["Write the last day, for example “by Friday” or 31. 8."]
    jiri.press("End the post", last_day="24. 2. 2026")
    olga = english(house, "olga")
    house.hand.forward(timedelta(days=1))
    assert olga.open("/agencies").status == 200, "the last day still counts"
    house.hand.forward(timedelta(days=1))
    assert olga.open("/agencies").address.endswith("/sign-in?next=%2Fagencies")
    assert "Mgr. Olga Nová" not in english(house, "lenka").open(f"/agencies/{house.ids.agencies['skola']}").text


def test_the_last_administrator_stays(house: House) -> None:
    karel = english(house, "karel")
    karel.open(f"/workers/{house.worker('karel')}")
    karel.follow("End the post")
    assert karel.press("End the post", when="at once").mistakes[0].startswith("This is the last administrator")


def test_the_same_form_sent_twice_takes_one_person_on(house: House) -> None:
    jiri = taking_on(house, "jiri", "skola")
    address, fields = jiri.filled("Add the person", {"name": "Jana Malá", "function": "asistentka"})
    jiri.post(address, dict(fields))
    jiri.post(address, dict(fields))
    page = jiri.open(f"/agencies/{house.ids.agencies['skola']}")
    assert page.text.count("Jana Malá") == 1
