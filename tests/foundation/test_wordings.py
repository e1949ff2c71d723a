"""Texts that are signed: loaded once, never changed, a town's own only when it has read them."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from foundation import audit, clock, wordings
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from foundation.wordings import Wording, WordingConfirmed, blanks, confirm, confirmed, current, filled, unfilled
from tests.conftest import House
from tests.together import at_once

TOWN = uuid4()
NAME = "pledges.professional"


def deeds(verb: str) -> int:
    return db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.verb == verb)) or 0


def later(version: int, *, material: bool, days: int = 0) -> Wording:
    wording = Wording(
        name=NAME, language="cs", version=version, text=f"verze {version}", material=material,
        valid_from=clock.now() + timedelta(days=days),
    )  # fmt: skip
    with transaction() as session:
        session.add(wording)
    return wording


class TestShipped:
    def test_every_text_is_found_by_its_feature(self):
        names = {one.name for one in wordings.shipped()}
        assert {NAME, "pledges.interpreter", "pledges.support_person", "pledges.family"} <= names
        assert all(one.text == one.text.strip() and one.text for one in wordings.shipped())

    def test_a_file_with_another_name_is_not_passed_over(self, tmp_path: Path):
        folder = tmp_path / "coordination" / "pledges" / "wordings"
        folder.mkdir(parents=True)
        (folder / "professional.cs.txt").write_text("bez verze", encoding="utf-8")
        with pytest.raises(AssertionError, match=re.escape("professional.cs.txt")):
            list(wordings.shipped(tmp_path))

    def test_they_are_loaded_once(self, floor: Flask):
        shipped = list(wordings.shipped())
        assert wordings.load_shipped() == len(shipped)
        assert wordings.load_shipped() == 0
        assert db.session.scalar(select(func.count(Wording.id))) == len(shipped)
        assert deeds("wordings loaded") == 1
        assert {(row.name, row.text) for row in db.session.scalars(select(Wording))} == {
            (one.name, one.text) for one in shipped
        }

    def test_workers_that_start_together_load_them_once(self, any_house: House):
        with any_house.app.app_context(), transaction() as session:
            session.execute(text("DELETE FROM wording"))
        counts = at_once(any_house.app, 4, lambda _: wordings.load_shipped())
        assert sorted(counts) == [0, 0, 0, len(list(wordings.shipped()))]
        with any_house.app.app_context():
            assert audit.verify() == []


@pytest.mark.parametrize(
    "column", ["text = 'jinak'", "material = NOT material", "valid_from = NULL", "version = 7", "name = 'x'"]
)
def test_the_database_itself_refuses_a_change(any_house: House, column: str):
    with any_house.app.app_context():
        before = current(NAME).text
        with pytest.raises(DBAPIError, match="does not change"), transaction() as session:
            session.execute(text(f"UPDATE wording SET {column}"))
        assert current(NAME).text == before


@pytest.fixture
def loaded(floor: Flask) -> None:
    wordings.load_shipped()


@pytest.mark.usefixtures("loaded")
class TestCurrent:
    def test_is_the_newest_that_holds(self):
        assert current(NAME).version == 1
        later(2, material=False)
        later(3, material=True, days=5)
        assert current(NAME).version == 2
        with clock.standing_at(clock.now() + timedelta(days=5)):
            assert current(NAME).version == 3

    def test_one_never_loaded_is_an_error(self):
        with pytest.raises(LookupError):
            current("pledges.unheard_of")
        with pytest.raises(LookupError):
            current(NAME, "uk")

    def test_a_material_version_closes_what_the_former_opened(self):
        assert wordings.oldest_that_still_opens(NAME) == 1
        later(2, material=False)
        assert wordings.oldest_that_still_opens(NAME) == 1
        later(3, material=True)
        later(4, material=False)
        assert wordings.oldest_that_still_opens(NAME) == 3

    def test_from_the_day_it_holds(self):
        later(2, material=True, days=1)
        assert wordings.oldest_that_still_opens(NAME) == 1
        with clock.standing_at(clock.now() + timedelta(days=1)):
            assert wordings.oldest_that_still_opens(NAME) == 2

    def test_another_language_is_another_text(self):
        with transaction() as session:
            session.add(
                Wording(name=NAME, language="en", version=9, text="nine", material=True, valid_from=clock.now())
            )
        assert current(NAME).version == 1
        assert wordings.oldest_that_still_opens(NAME) == 1
        assert current(NAME, "en").version == 9


@pytest.mark.usefixtures("loaded")
class TestConfirming:
    def test_makes_it_this_towns_own_and_nobody_elses(self):
        wording = current(NAME)
        assert not confirmed(wording, TOWN)
        confirm(wording.id, TOWN, by="worker:1")
        assert confirmed(wording, TOWN)
        assert not confirmed(wording, uuid4())

    def test_twice_changes_nothing(self):
        wording_id = current(NAME).id
        for by in ("worker:1", "worker:2"):
            confirm(wording_id, TOWN, by=by)
        assert db.session.scalars(select(WordingConfirmed.by)).all() == ["worker:1"]
        assert deeds("wording confirmed") == 1
        assert audit.verify() == []

    def test_a_new_version_waits_for_its_own(self):
        confirm(current(NAME).id, TOWN, by="worker:1")
        later(2, material=False)
        assert not confirmed(current(NAME), TOWN)


class TestBlanks:
    def test_are_named_between_braces(self):
        assert blanks("Já {jméno} z {agentura: plný název} slibuji {jméno}.") == (
            "jméno", "agentura: plný název", "jméno",
        )  # fmt: skip
        assert blanks("bez mezer {} a {{dvojité}}") == ("dvojité",)

    def test_are_filled_and_what_is_empty_stays_a_blank(self):
        assert filled("Já {jméno} z {úřad}.", {"jméno": "Ivana", "úřad": ""}) == "Já Ivana z {úřad}."

    def test_a_value_is_not_read_for_blanks_again(self):
        assert filled("{první} {druhý}", {"první": "{druhý}", "druhý": "2"}) == "{druhý} 2"

    def test_what_is_missing_is_said_in_one_sentence(self):
        (why,) = unfilled("{a} {b} {c}", {"b": "2", "c": ""})
        assert why.values == {"names": "a, c"}
        assert unfilled("{b}", {"b": "2"}) == ()
        assert unfilled("nothing", {}) == ()

    def test_a_full_stop_is_not_doubled(self):
        assert filled("Podle {a}. Konec.", {"a": "zákona č. 359/1999 Sb."}) == "Podle zákona č. 359/1999 Sb. Konec."

    @given(st.dictionaries(st.sampled_from("abcd"), st.text("xyz ", max_size=4)), st.text("abcd {}", max_size=40))
    def test_a_text_with_nothing_missing_has_no_blank_left(self, values: dict[str, str], wording: str):
        if "{{" not in wording and not unfilled(wording, values):
            assert blanks(filled(wording, values)) == ()
