"""A further meeting has other people than the first, what came before lies beside it, and nobody signs twice."""

from __future__ import annotations

from datetime import date

import pytest

from agencies.accounts.rules import SessionDoor
from coordination.conferences import actions
from tests.conftest import House
from tests.coordination.agreements.conftest import Table, brief, story, table
from tests.coordination.conferences.conftest import when

__all__ = ["brief", "story", "table"]


@pytest.mark.rule("S2-44")
def test_the_second_meeting_has_its_number_and_shows_the_first(table: Table) -> None:
    lenka = table.sits("lenka")
    lenka.open(f"/conferences/{table.second}")
    assert lenka.page.heading == "Meeting 2"
    assert "Last time: meeting 1" in lenka.page.text
    assert "There were: Bc. Lenka Horáková, Mgr. Ivana Součková" in lenka.page.text
    assert "1 of 2 pledges are signed" in lenka.page.text, "hers of the first meeting counts, Lenka has not signed"
    invited = [each.get_text() for each in lenka.page.soup.select(".person")]
    lenka.follow("Open the last meeting")
    assert lenka.page.heading == "Meeting 1"
    assert "Last time" not in lenka.page.text, "a first meeting follows none"
    assert not any("Součková" in name for name in invited), "other people than at the first meeting"


@pytest.mark.rule("S2-44")
def test_who_has_signed_is_not_asked_again_and_a_newcomer_is(table: Table, house: House) -> None:
    story = table.story
    martina = table.sits("martina", SessionDoor.CODE)
    martina.open(f"/conferences/{table.second}")
    assert martina.page.status == 200, "her pledge of the first meeting opens the second"
    assert "Last time: meeting 1" in martina.page.text
    with story.inside():
        third = actions.begin(story.case_id, by=story.lenka)
        actions.list_people(third, [story.asked("martina"), story.asked("jan")], by=story.lenka)
    lenka = table.sits("lenka")
    lenka.open(f"/conferences/{third}/check")
    assert "Last time: meeting 1" in lenka.page.text
    assert "nobody signs twice: Bc. Martina Dvořáčková." in lenka.page.text
    assert "New, asked to sign the pledge: Mgr. Jan Kučera." in lenka.page.text
    with story.inside():
        actions.set_goal(third, goal="Domluvíme se.", is_realistic=True, because="Jde to.", by=story.lenka)
        actions.list_people(
            third, [story.asked("martina"), story.asked("jan"), story.relative(story.mother)], by=story.lenka
        )

        actions.set_time(third, when(meets_on=date(2026, 3, 17), answer_by=None), by=story.lenka)
        actions.convene(third, despite="Ano.", by=story.lenka)
    jan = table.sits("jan", SessionDoor.CODE)
    assert jan.open(f"/conferences/{third}").status == 404, "the newcomer reads nothing before the pledge"
    jan.open(f"/cases/{story.case_id}/pledge")
    assert jan.page.has_button("I sign the pledge")
    martina.open(f"/cases/{story.case_id}/pledge")
    assert not martina.page.has_button("I sign the pledge")
