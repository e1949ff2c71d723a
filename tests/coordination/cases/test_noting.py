"""An organisation keeps notes for itself: two of one school read them, the office and the others never do."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import select

from coordination.seats.models import Pledge, Seat
from foundation.database import transaction
from tests.conftest import House
from tests.coordination.plans.writing import english
from tests.world import Case, build

Row = TypeVar("Row", Seat, Pledge)
WORDS = "Promluvit s družinou, než přijde matka."


@pytest.fixture
def case(house: House) -> Case:
    """The world, in which Tomáš of the same school sits beside Ivana."""
    case = build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        ivana = session.get_one(Seat, case.seats["ivana"])
        tomas = _like(ivana, worker_id=house.worker("tomas"), name="Mgr. Tomáš Beran")
        session.add(tomas)
        session.flush()
        signed = session.scalars(select(Pledge).where(Pledge.seat_id == ivana.id)).one()
        session.add(_like(signed, seat_id=tomas.id))
    return case


def _like(row: Row, **changes: object) -> Row:
    """A row of its own that says the same but for `changes`."""
    values = {column.key: getattr(row, column.key) for column in type(row).__table__.columns if column.key != "id"}
    return type(row)(**{**values, **changes})


@pytest.mark.rule("S2-51")
def test_the_coordinator_reads_no_internal_note(house: House, case: Case):
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.case_id}/notes")
    page = ivana.press("Note it", text=WORDS)
    assert WORDS in page.text
    for key in ("lenka", "tereza", "petr", "alena", "martina", "hana", "olga"):
        assert english(house, key).open(f"/cases/{case.case_id}/notes").status == 404, key
    assert WORDS not in english(house, "lenka").open(f"/cases/{case.case_id}").whole


def test_a_colleague_at_the_table_reads_it_and_cannot_take_it_out(house: House, case: Case):
    house.hand.forward(timedelta(minutes=1))
    ivana, tomas = english(house, "ivana"), english(house, "tomas")
    ivana.open(f"/cases/{case.case_id}/notes")
    ivana.press("Note it", text=WORDS)
    page = tomas.open(f"/cases/{case.case_id}/notes")
    assert WORDS in page.text
    assert not page.has_button("Take out")
    ivana.press("Take out")
    assert WORDS not in tomas.open(f"/cases/{case.case_id}/notes").text


def test_an_empty_note_is_refused(house: House, case: Case):
    ivana = english(house, "ivana")
    ivana.open(f"/cases/{case.case_id}/notes")
    assert ivana.press("Note it", text="  ").mistakes == ["Write the note."]
