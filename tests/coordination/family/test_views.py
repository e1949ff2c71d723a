"""The office's counter of the family's door: a summary sentence by sentence, a number, a paper, words written down."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from coordination.cases.models import Person
from coordination.family.models import FamilyKey, FamilySummary
from coordination.family.readings import DICTIONARY
from foundation import town_settings
from foundation.database import db, transaction
from tests.coordination.family.writing import AGREED, GABINA, JANA, NUMBER, OWN, ROMAN, SCHOOLS, SOFT_OWN, AtHome


@pytest.mark.rule("C-07")
def test_the_coordinator_writes_what_the_mother_reads_beside_the_words_of_the_plan(home: AtHome) -> None:
    lenka = home.lenka
    lenka.open(f"/cases/{home.table.case.case_id}")
    lenka.follow("What the family has and says")
    lenka.follow(f"Write the summary {JANA}")
    for offered in (OWN, SCHOOLS, "Mgr. Ivana Součková"):
        assert offered in lenka.page.text
    assert "Promluví s otcem" not in lenka.page.text
    lenka.press_with("Keep as a draft", {"agreed": AGREED, "sentence_1": SOFT_OWN})
    assert lenka.page.heading == f"Summary for {JANA}", "and sees at once how it reads"
    lenka.open(home.office_page)
    assert "version 1 is being written" in lenka.page.text
    lenka.follow(f"Write the summary {JANA}")
    assert SOFT_OWN in lenka.page.text
    lenka.press_with("Approve", {})
    assert "version 1, approved on 23 Feb 2026" in lenka.page.text


@pytest.mark.rule("C-07")
def test_a_summary_that_nobody_would_read_to_the_end_does_not_go_out(home: AtHome) -> None:
    lenka = home.writes(JANA, agreed="Jedna dlouhá věta a nic víc.", sentence_1="")
    assert lenka.page.status == 200
    assert {
        "What we agreed has 1 sentences. Three to six are read to the end; write as many.",
        "Task 1 has no sentence for the family.",
    } <= set(lenka.page.mistakes)
    assert "Jedna dlouhá věta a nic víc." in lenka.page.text
    with home.house.app.app_context():
        assert not db.session.scalars(select(FamilySummary)).all()
    lenka.open(home.office_page)
    assert not lenka.page.has_button("Print the paper")


def test_what_is_not_theirs_cannot_be_put_in_by_hand(home: AtHome) -> None:
    lenka = home.lenka
    lenka.open(home.office_page)
    lenka.follow(f"Write the summary {JANA}")
    address, values = lenka.filled("Approve", {"agreed": AGREED})
    smuggled = [*values, ("keep_3", "y"), ("sentence_3", "Promluví s otcem"), ("beside_3", "")]
    lenka.post(address, dict(smuggled))
    jana = home.opens(_number_and_paper(home))
    assert "otcem" not in jana.page.text


def _number_and_paper(home: AtHome) -> str:
    home.gives_number(JANA)
    return home.address_on_paper(JANA)


def test_a_task_left_out_stays_out_and_an_own_one_cannot_be_left_out(home: AtHome) -> None:
    jana = home.opens(home.ready(keep_2=False))
    assert OWN in jana.page.text
    assert SCHOOLS not in jana.page.text


def test_two_who_write_at_once_lose_nothing(home: AtHome) -> None:
    lenka = home.lenka
    lenka.open(home.office_page)
    lenka.follow(f"Write the summary {JANA}")
    address, values = lenka.filled("Keep as a draft", {"agreed": AGREED})
    home.writes(JANA, button="Keep as a draft", agreed="Druhá. Ruka. Píše.")
    page = lenka.post(address, dict(values))
    assert page.status == 409
    assert page.mistakes == [
        "Somebody else saved this summary meanwhile. Copy what you wrote, open it again and put it in."
    ]
    assert AGREED in page.text
    lenka.open(home.office_page)
    assert "Druhá. Ruka. Píše." in lenka.follow(f"Write the summary {JANA}").text


def test_a_new_version_begins_with_the_words_of_the_last_one(home: AtHome) -> None:
    home.writes(JANA, sentence_1=SOFT_OWN)
    lenka = home.lenka
    lenka.follow(f"Change the summary {JANA}")
    assert SOFT_OWN in lenka.page.text
    assert AGREED in lenka.page.text
    lenka.press_with("Approve", {"agreed": "Nově. Dvě. Tři."})
    assert "version 2, approved on" in lenka.page.text


# --- the number -------------------------------------------------------------------------------------------------------


def test_a_number_that_the_household_would_guess_is_refused_and_nothing_is_kept(home: AtHome) -> None:
    with home.house.app.app_context(), transaction() as session:
        session.get_one(Person, home.table.case.people["jana"]).born_on = "1988-05-14"
    lenka = home.lenka
    for number in ("140588", "880514", "123456", "111111"):
        home.gives_number(JANA, number)
        assert lenka.page.mistakes == ["This number is easy to guess. Choose another."], number
    lenka.press_with("This number holds", {"number": NUMBER, "again": "274917"})
    assert lenka.page.mistakes == ["The numbers differ. Write them again."]
    with home.house.app.app_context():
        assert not db.session.scalars(select(FamilyKey)).all()


def test_the_house_draws_a_number_and_shows_it_once(home: AtHome) -> None:
    """Renewed in two clicks: one to the page, one to draw."""
    address = home.ready()
    lenka = home.lenka
    lenka.open(home.office_page)
    lenka.follow(f"New number {JANA}")
    lenka.press_with("Draw a number for me", {})
    drawn = "".join(lenka.page.soup.select_one(".num").get_text().split())
    assert len(drawn) == 6
    assert drawn.isdigit()
    assert home.opens(address, NUMBER).page.mistakes
    assert home.opens(address, drawn).page.address.endswith("/appointment")
    lenka.follow("I have said it")
    assert drawn not in lenka.page.whole


def test_only_the_family_gets_a_number(home: AtHome) -> None:
    lenka = home.lenka
    case = home.table.case
    assert lenka.open(f"/seats/{case.seats['ivana']}/key").status == 404
    assert lenka.open(f"/seats/{case.seats['vera']}/key").status == 404
    for key in ("tereza", "ivana", "jitka", "hana"):
        assert home.table.sits(key).open(f"/seats/{case.seats['jana']}/key").status == 404


# --- paper and words --------------------------------------------------------------------------------------------------


def test_without_a_number_the_paper_has_no_square_and_with_it_never_the_number(home: AtHome) -> None:
    home.writes(JANA)
    assert "/r/" not in home.prints(JANA)
    home.gives_number(JANA)
    words = home.prints(JANA)
    assert "/r/" in words
    assert NUMBER not in words
    assert NUMBER.encode() not in home.paper


def test_every_paper_carries_an_address_of_its_own_to_the_same_page(home: AtHome) -> None:
    first = home.ready()
    second = home.address_on_paper(JANA)
    assert first != second
    for address in (first, second):
        assert home.opens(address).page.address.endswith("/appointment")


@pytest.mark.rule("S2-51")
def test_a_family_without_a_phone_is_heard_the_same_way(home: AtHome) -> None:
    home.writes(JANA)
    lenka = home.lenka
    lenka.follow(f"Write down what was said {JANA}")
    lenka.press("Write it down")
    assert lenka.page.mistakes == ["Choose what was said.", "Choose where it was said."]
    lenka.press("Write it down", reply="help", words="Nemám tiskárnu.", said_where="on_visit", said_on="22. 2. 2026")
    assert "needs help · as said on 22 Feb 2026 “Nemám tiskárnu.”" in lenka.page.text
    assert "Jana Vlčková needs help" in lenka.open("/").text
    lenka.open(home.office_page)
    lenka.follow(f"Write down what was said {JANA}")
    lenka.press("Write it down", reply="understand", said_where="by_phone", said_on="1. 1. 2030")
    assert "A word is written down after it was said. Enter today or an earlier day." in lenka.page.mistakes
    lenka.follow(f"Task 1: {OWN}")
    lenka.press("Write it down", answer="accept", said_where="on_visit")
    assert home.steps() == ["offered", "accepted"]


def test_the_head_reads_it_with_a_reason_and_changes_nothing(home: AtHome) -> None:
    home.writes(JANA)
    hana = home.table.sits("hana")
    assert hana.open(home.office_page).status in (303, 404)
    hana.open(f"/cases/{home.table.case.case_id}/reading")
    hana.press("Open the content", reason="Kontrola vedení spisu po stížnosti.")
    page = hana.open(home.office_page)
    assert page.status == 200
    assert "version 1, approved on" in page.text
    assert not page.has_link("Change the summary")


def test_who_saw_what_names_the_reader_and_the_paper(home: AtHome) -> None:
    home.opens(home.ready())
    page = home.lenka.open(f"/cases/{home.table.case.case_id}/looks")
    assert "the family's summary, version 1" in page.text
    assert JANA in page.text
    assert GABINA not in page.text
    assert ROMAN not in page.text


# --- how it reads -----------------------------------------------------------------------------------------------------

OFFICIAL = (
    "Na základě vyhodnocení případové konference byla stanovena povinnost součinnosti rodičů při zajištění pravidelné "
    "školní docházky a neprodleném předložení příslušných potvrzení orgánu. Dvě. Tři."
)


def test_an_offices_words_are_marked_and_go_out_only_with_a_reason(home: AtHome) -> None:
    lenka = home.writes(JANA, agreed=OFFICIAL)
    assert any("This reads hard:" in one for one in lenka.page.mistakes)
    assert any("případové konference" in one for one in lenka.page.mistakes)
    assert "Instead of “vyhodnocení” write: jak se to daří." in lenka.page.text
    marked = [one.get_text() for one in lenka.page.soup.select("mark.jargon")]
    assert marked[:2] == ["vyhodnocení", "případové konference"]
    assert "Divide the long sentence:" in lenka.page.text
    lenka.press_with("Approve", {"despite": "Soud chce přesná slova."})
    assert "version 1, approved on" in lenka.page.text
    with home.house.app.app_context():
        assert db.session.scalars(select(FamilySummary)).one().despite == "Soud chce přesná slova."


def test_counting_again_saves_nothing(home: AtHome) -> None:
    lenka = home.writes(JANA, button="Count again", agreed=OFFICIAL)
    assert "Hard:" in lenka.page.text
    lenka.press_with("Count again", {"agreed": AGREED})
    assert "Easy:" in lenka.page.text
    with home.house.app.app_context():
        assert not db.session.scalars(select(FamilySummary)).all()


def test_a_draft_shows_how_it_reads_and_may_be_hard(home: AtHome) -> None:
    lenka = home.writes(JANA, button="Keep as a draft", agreed=OFFICIAL)
    assert "The draft is kept." in lenka.page.text
    assert "Hard:" in lenka.page.text


def test_a_town_writes_its_own_words_of_the_office(home: AtHome) -> None:
    with home.house.app.app_context():
        town = home.house.ids.agencies["podlesi"]
        town_settings.change(town, {DICTIONARY: "výživn- = peníze na děti"}, by="house")
    lenka = home.writes(JANA, button="Keep as a draft")
    assert "Instead of “výživné” write: peníze na děti." in lenka.page.text


def test_a_number_without_a_paper_waits_for_it_and_has_not_ended(home: AtHome) -> None:
    home.writes(JANA)
    home.gives_number(JANA)
    assert "waits for its paper: print it, its address stands there" in home.lenka.open(home.office_page).text
    home.address_on_paper(JANA)
    assert "the page opens" in home.lenka.open(home.office_page).text


def test_a_sentence_that_was_ended_with_a_full_stop_ends_with_one(home: AtHome) -> None:
    jana = home.opens(home.ready(sentence_2="Napíše, co škola od Gábiny čeká."))
    assert "co škola od Gábiny čeká." in jana.page.text
    assert ".." not in jana.page.text
