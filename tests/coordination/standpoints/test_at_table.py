"""Needs and offers on the table; an accepted offer is an agency at work."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from coordination.seats.models import Involvement
from coordination.seats.rules import Relation
from coordination.tasks.models import TaskWording
from foundation.database import db, transaction
from tests.coordination.standpoints.table import DAY, PROGRAMME, SAID, Table

NEED = "Někdo, kdo bude do rodiny pravidelně docházet."
VISITS = "Budeme docházet dvakrát týdně."


def raised(table: Table) -> None:
    lenka = table.lies()
    lenka.follow("Raise a need")
    lenka.press("Save", text=NEED)
    assert NEED in lenka.page.text


@pytest.mark.rule("S2-31")
def test_a_need_is_open_until_somebody_offers_to_cover_it(table: Table):
    raised(table)
    assert "Open" in _of_need(table)
    martina = table.lies("martina")
    martina.follow("We can do that")
    martina.press("Put it on the table", what=VISITS, from_on="9. 3. 2026")
    assert "Covered by Přístav" in _of_need(table)


@pytest.mark.rule("S2-31")
def test_an_offer_taken_back_leaves_the_need_open(table: Table):
    raised(table)
    table.lies("martina").follow("We can do that")
    martina = table.sits("martina")
    martina.press("Put it on the table", what=VISITS)
    martina.follow("Take back")
    martina.press("Take it back")
    assert "Open" in _of_need(table)
    assert "Covered" not in _of_need(table)


def _of_need(table: Table) -> str:
    page = table.lies().page
    return next(one.get_text(" ") for one in page.soup.select(".on-table") if NEED in one.get_text())


@pytest.mark.rule("S2-21")
def test_offers_of_standpoints_and_of_the_table_are_listed_together(table: Table):
    table.speaks("alena", facts="Neznáme ji.", offer=PROGRAMME)
    lenka = table.lies()
    lenka.follow("Write down an offer")
    lenka.press_with("Write it down", {"seat_id": str(table.case.seats["martina"]), "what": VISITS, **SAID})
    text = table.lies().page.text
    assert PROGRAMME in text
    assert VISITS in text
    assert "as said at the table" in text


@pytest.mark.rule("S2-21")
def test_an_offer_in_a_draft_is_not_listed_yet(table: Table):
    table.at("alena", "My standpoint").press("Save and go on later", offer=PROGRAMME)
    assert PROGRAMME not in table.lies().page.whole
    table.at("alena", "My standpoint").press("Put it on the table")
    assert PROGRAMME in table.lies().page.text


@pytest.mark.rule("S2-35", "S2-36", "S2-22")
def test_an_accepted_offer_is_an_agency_at_work_with_three_areas_and_a_task(table: Table):
    areas = ["finance", "maintenance", "parenting"]
    _may_serve(table, "pristav")
    table.speaks("martina", facts="Rodina má dluhy.", offer=VISITS, offer_from_on="9. 3. 2026", offer_focus=areas)
    lenka = table.lies()
    lenka.follow("Accept")
    lenka.press("Accept")
    assert "Přístav works with the family from now on." in lenka.page.notice
    with table.house.app.app_context():
        involvement = db.session.get_one(Involvement, table.case.involvements["pristav"])
        assert involvement.relation == Relation.SERVES
        assert involvement.since == DAY
        assert set(areas) <= set(involvement.areas)
    lenka.press("Make it a task")
    assert VISITS in lenka.page.whole
    assert "It is a task in the plan." in table.lies().page.text
    with table.house.app.app_context():
        made = [one for one in db.session.scalars(select(TaskWording)) if one.text == VISITS]
        assert [(one.seat_id, one.due_on) for one in made] == [(table.case.seats["martina"], DAY)]


@pytest.mark.rule("S2-42")
def test_the_programme_of_the_centre_is_offered_and_accepted_alike(table: Table):
    _may_serve(table, "kompas")
    table.speaks("alena", offer=PROGRAMME, offer_from_on="20. 3. 2026", offer_focus=["behaviour"])
    lenka = table.lies()
    lenka.follow("Accept")
    lenka.press("Accept")
    lenka.press("Make it a task")
    assert PROGRAMME in lenka.page.whole


@pytest.mark.rule("S2-35", "S2-36", "S2-42")
def test_an_offer_without_a_start_is_not_accepted_and_nobody_but_the_coordinator_accepts(table: Table):
    _may_serve(table, "kompas")
    table.speaks("alena", offer=PROGRAMME)
    for key in ("tereza", "martina", "alena"):
        assert not table.lies(key).page.has_link("Accept")
    lenka = table.lies()
    lenka.follow("Accept")
    lenka.press("Accept", from_on="")
    assert lenka.page.mistakes == ["It is missing from when. Enter the day on which the service begins."]
    with table.house.app.app_context():
        assert db.session.get_one(Involvement, table.case.involvements["kompas"]).relation == Relation.MAY_SERVE


def test_an_accepted_offer_changes_no_more_and_is_taken_back_only_with_a_reason(table: Table):
    table.speaks("alena", offer=PROGRAMME, offer_from_on="20. 3. 2026")
    lenka = table.lies()
    lenka.follow("Accept")
    lenka.press("Accept")
    alena = table.at("alena", "My standpoint")
    assert "People count on it." in alena.page.text
    table.lies("alena").follow("Take back")
    alena.press("Take it back")
    assert alena.page.mistakes == ["The offer is accepted. Write why it can no longer hold."]
    alena.press("Take it back", why="Odešla nám terapeutka.")
    assert "Taken back" in table.lies().page.text
    assert "Odešla nám terapeutka." in table.lies().page.text
    assert "Odešla nám terapeutka." not in table.lies("ivana").page.text


def test_at_what_an_offer_is_aimed_is_told_as_far_as_the_ground_of_the_reader_names_it(table: Table):
    table.speaks("martina", offer=VISITS, offer_focus=["finance", "school"])
    assert "Aimed at: school" in table.lies("ivana").page.text
    assert "Aimed at: money and debts, school" in table.lies("martina").page.text
    table.speaks("alena", offer=PROGRAMME, areas=["behaviour"])
    assert PROGRAMME not in table.lies("ivana").page.whole


def _may_serve(table: Table, agency: str) -> None:
    with table.house.app.app_context(), transaction() as session:
        involvement = session.get_one(Involvement, table.case.involvements[agency])
        involvement.relation, involvement.areas = Relation.MAY_SERVE, ()
