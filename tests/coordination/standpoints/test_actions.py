"""Deeds at the table that come from beside it, or at the same moment."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from agencies.accounts.visitors import Visitor
from coordination.cases.models import Person
from coordination.standpoints import actions
from coordination.standpoints.actions import Words
from coordination.standpoints.models import Standpoint, standpoints_at, voice_of
from foundation import clock
from foundation.access import Door
from foundation.database import ChangedMeanwhile, db, transaction
from foundation.reasons import Refused
from tests.conftest import House
from tests.coordination.standpoints.table import SAID, Table, laid
from tests.together import at_once


def visitor(house: House, key: str) -> Visitor:
    return Visitor(
        worker_id=house.worker(key), name=key, door=Door.ACCOUNT2, agencies=(), offices=frozenset(),
        session_id=house.worker(key), seen_at=clock.now(),
    )  # fmt: skip


def test_the_mothers_own_hand_takes_the_place_of_what_was_written_down(table: Table):
    lenka = table.canvas()
    lenka.follow("Write down what Jana Vlčková says")
    lenka.press_with("Write it down", {"concern": "Bojím se.", **SAID})
    jana, meeting = table.case.people["jana"], table.case.conference_id
    with table.house.app.app_context(), transaction() as session:
        actions.say(session, meeting, jana, Words(concern="Bojím se, že mi děti vezmou."), by=f"person:{jana}")
    first = table.canvas().page.soup.select("article")[0].get_text(" ")
    assert "Bojím se, že mi děti vezmou." in first
    assert "as said" not in first


def test_nobody_of_another_family_says_anything_here(table: Table):
    with table.house.app.app_context():
        with transaction() as session:
            other = session.scalars(select(Person).where(Person.case_id == table.case.case_id)).first()
            outsider = table.case.people["vera"]
            assert other is not None
        with pytest.raises(Refused), transaction() as session:
            actions.say(session, table.case.conference_id, outsider, Words(facts="x"), by="person:x")
        assert voice_of(table.case.conference_id, outsider) is None


def test_of_first_words_from_several_browsers_at_once_one_stays_and_the_others_are_told(any_house: House):
    table = laid(any_house)

    def give(number: int) -> str:
        try:
            actions.give(
                table.case.conference_id, Words(facts=f"slovo {number}"), version=0, actor=visitor(any_house, "ivana")
            )
        except ChangedMeanwhile:
            return "told"
        finally:
            db.session.remove()
        return "kept"

    ends = at_once(any_house.app, 6, give)
    assert sorted(ends) == ["kept", *["told"] * 5]
    with any_house.app.app_context():
        assert len(standpoints_at(table.case.conference_id)) == 1


def test_several_speak_at_once_and_nothing_is_lost(any_house: House):
    table = laid(any_house)
    keys = ("ivana", "alena", "martina", "eva")

    def give(number: int) -> None:
        key = keys[number]
        actions.give(table.case.conference_id, Words(facts=key), version=0, actor=visitor(any_house, key))
        db.session.remove()

    at_once(any_house.app, len(keys), give)
    with any_house.app.app_context():
        assert {one.facts for one in db.session.scalars(select(Standpoint))} == set(keys)
