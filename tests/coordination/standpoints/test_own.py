"""A worker's own standpoint: drafted, given, with one file, readable for those whom it is meant for."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.cases.rules import LONGEST_BRIEF
from coordination.conferences.models import Conference
from coordination.standpoints.models import Standpoint
from foundation.database import db, transaction
from tests.conftest import Hand, House
from tests.coordination.standpoints.table import ABSENCES, TIRED, Table
from tests.handed_in import photo
from tests.world import build


def test_a_draft_is_its_authors_alone_until_it_lies_on_the_table(table: Table):
    ivana = table.at("ivana", "My standpoint")
    ivana.press("Save and go on later", facts=ABSENCES)
    assert "Draft, only you see it" in ivana.page.text
    assert ABSENCES in ivana.page.whole
    assert ABSENCES not in table.canvas().page.whole
    lenka = table.sits("lenka")
    lenka.follow("Write down what Mgr. Ivana Součková says")
    assert ABSENCES not in lenka.page.whole
    table.at("ivana", "My standpoint").press("Put it on the table", concern=TIRED)
    assert {ABSENCES, TIRED} <= set(_lines(table.canvas().page.text))


def _lines(text: str) -> list[str]:
    return [one for one in (ABSENCES, TIRED) if one in text]


def test_an_empty_standpoint_is_no_word_and_keeps_whatever_was_chosen(table: Table):
    ivana = table.at("ivana", "My standpoint")
    ivana.press("Put it on the table", open_to="named", readers=[])
    assert ivana.page.mistakes == ["It is missing who may read it. Tick at least one person."]
    ivana.press("Put it on the table", open_to="office")
    assert ivana.page.mistakes == ["Nothing is written yet. One topic in one sentence is enough."]
    assert ivana.page.soup.select_one("input[name=open_to][value=office]").has_attr("checked")


def test_what_a_topic_takes_is_limited_and_nothing_is_lost(table: Table):
    ivana = table.at("ivana", "My standpoint")
    ivana.press("Put it on the table", facts="a" * 1001)
    assert "1001 characters, 1000 fit" in " ".join(ivana.page.mistakes)
    assert "a" * 1001 in ivana.page.whole


def test_of_two_browsers_the_second_sees_both_texts(table: Table):
    first = table.at("ivana", "My standpoint")
    second = table.house.signed_in("ivana", SessionDoor.CODE)
    second.client.set_cookie("lang", "en")
    second.open(first.page.address)
    first.press("Save and go on later", facts=ABSENCES)
    second.press("Save and go on later", facts=TIRED)
    assert second.page.status == 409
    assert "saved elsewhere meanwhile" in second.page.text
    assert ABSENCES in second.page.text
    assert TIRED in second.page.whole
    second.press("Save and go on later")
    assert TIRED in second.page.whole


@pytest.mark.rule("S2-30")
def test_the_case_in_brief_is_short_and_lies_beside_the_own_standpoint(table: Table):
    lenka = table.sits("lenka")
    lenka.open(f"/cases/{table.case.case_id}/brief")
    lenka.press("Save", situation="a" * (LONGEST_BRIEF + 1))
    assert f"{LONGEST_BRIEF} fit" in " ".join(lenka.page.mistakes)
    assert "a" * (LONGEST_BRIEF + 1) in lenka.page.whole
    lenka.press("Save", situation="Matka je na tři děti sama.")
    alena = table.at("alena", "My standpoint")
    assert "The case in brief" in alena.page.text
    assert "Matka je na tři děti sama." in alena.page.text
    assert "Matka je na tři děti sama." not in table.at("ivana", "My standpoint").page.text, "not of everybody"


@pytest.mark.rule("S2-30")
def test_before_the_pledge_nobody_reads_the_brief(house: House):
    case = build(house, "open", "PS-BBBB")
    martina = house.signed_in("martina", SessionDoor.CODE)
    for way in (f"/conferences/{case.conference_id}/standpoint", f"/cases/{case.case_id}/brief"):
        assert martina.open(way).status == 404


def test_whoever_has_not_pledged_writes_nothing(table: Table):
    tomas = table.house.signed_in("jan", SessionDoor.CODE)
    assert tomas.open(f"{table.meeting}/standpoint").status == 404
    assert tomas.open(f"{table.meeting}/standpoints").status == 404


def test_named_readers_read_and_nobody_else_but_the_office(table: Table):
    table.speaks("ivana", facts=ABSENCES, open_to="named", readers=[str(table.case.seats["alena"])])
    assert ABSENCES in table.canvas("alena").page.text
    assert ABSENCES in table.canvas("lenka").page.text
    assert ABSENCES in table.canvas("tereza").page.text
    martina = table.canvas("martina").page
    assert ABSENCES not in martina.whole
    assert "Has spoken, not to everybody at the table" in martina.text


def test_words_about_a_member_reach_only_those_who_may_know_of_them(table: Table):
    table.speaks("ivana", facts=ABSENCES, concerns=[str(table.case.people["gabina"])])
    assert ABSENCES in table.canvas("alena").page.text
    assert ABSENCES not in table.canvas("martina").page.whole, "her consent names the mother alone"


def test_words_of_an_area_reach_only_those_whose_ground_names_it(table: Table):
    table.speaks("ivana", facts=ABSENCES, areas=["school"])
    assert ABSENCES not in table.canvas("alena").page.whole, "her title is about behaviour"
    assert ABSENCES in table.canvas("ivana").page.text, "nobody is kept from their own words"


def test_nobody_speaks_of_whom_they_may_not_know(table: Table):
    ivana = table.at("ivana", "My standpoint")
    assert "Eliška" not in ivana.page.whole
    address, values = ivana.filled("Put it on the table", {"facts": ABSENCES})
    forged = [*values, ("concerns", str(table.case.people["eliska"]))]
    data: dict[str, list[str]] = {}
    for name, value in forged:
        data.setdefault(name, []).append(value)
    ivana.post(address, data)
    assert "Choose only from the offered answers." in ivana.page.mistakes


def test_the_facilitator_hears_it_from_the_start_of_the_meeting(table: Table, hand: Hand):
    table.speaks("ivana", facts=ABSENCES)
    petr = table.sits("petr")
    assert petr.open(f"{table.meeting}/standpoints").status == 404
    assert not table.at("petr").page.has_link("Standpoints side by side")
    hand.on(3, 3, 13, 0)
    table.browsers.pop("petr")
    assert ABSENCES in table.canvas("petr").page.text


def test_one_file_is_cleaned_and_opens_only_to_its_readers(table: Table):
    ivana = table.at("ivana", "My standpoint")
    ivana.hand_in("Put it on the table", {"file": photo()}, {"facts": ABSENCES, "open_to": "office"})
    ivana.follow("Download the file")
    assert ivana.page.headers["Content-Disposition"].startswith("attachment")
    assert ivana.page.content.startswith(b"\xff\xd8")
    way = f"/standpoints/{table.standpoint_id('ivana')}/file"
    assert table.sits("lenka").open(way).status == 200
    assert table.sits("alena").open(way).status == 404
    assert table.sits("martina").open(way).status == 404


def test_what_is_no_paper_is_refused_with_the_text_kept(table: Table):
    ivana = table.at("ivana", "My standpoint")
    ivana.hand_in("Put it on the table", {"file": b"MZ this is a program"}, {"facts": ABSENCES})
    assert ivana.page.mistakes
    assert ABSENCES in ivana.page.whole
    with table.house.app.app_context():
        assert db.session.scalar(select(Standpoint.id)) is None


def test_after_the_meeting_nobody_adds_own_words(table: Table, hand: Hand):
    hand.on(3, 3, 15)
    with table.house.app.app_context(), transaction() as session:
        conference = session.get_one(Conference, table.case.conference_id)
        conference.held_at, conference.held_by = conference.ends_at, "house"
    ivana = table.at("ivana", "My standpoint")
    assert "The meeting is over" in ivana.page.text
    assert not ivana.page.has_button("Put it on the table")
