"""Texts that are signed: loaded once, never changed, a town's own only when it has read them."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Uuid, func, literal, or_, select, text
from sqlalchemy.exc import DBAPIError

from foundation import audit, clock, wordings
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from foundation.reasons import Refused
from foundation.wordings import (
    NewVersion,
    Wording,
    WordingConfirmed,
    blanks,
    confirm,
    confirmed,
    current,
    filled,
    unfilled,
)
from tests.conftest import House
from tests.together import at_once

TOWN, ELSEWHERE = uuid4(), uuid4()
NAME = "pledges.professional"


DEEDS = ("shipped", "shipped material", "own", "own material", "wait", "drop", "day")
"""What may happen to a text in the course of time."""


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
    "column",
    ["text = 'jinak'", "material = NOT material", "valid_from = NULL", "version = 7", "name = 'x'", "town_id = NULL"],
)
def test_the_database_itself_refuses_a_change(any_house: House, column: str):
    with any_house.app.app_context():
        before = current(NAME, TOWN).text
        with pytest.raises(DBAPIError, match="does not change"), transaction() as session:
            session.execute(text(f"UPDATE wording SET {column}"))
        assert current(NAME, TOWN).text == before


@pytest.fixture
def loaded(floor: Flask) -> None:
    wordings.load_shipped()


def own(text: str, *, material: bool = True, days: int | None = None, town: UUID = TOWN, name: str = NAME) -> UUID:
    """A town writes its next version."""
    day = clock.midnight(clock.today() + timedelta(days=days)) if days is not None else None
    new = NewVersion(text, material, day, confirmed=False)
    return wordings.write(wordings.line_of(name, town)[0].id, town, new, by="worker:1")


def opens(version: int, town: UUID | None = TOWN, name: str = NAME) -> bool:
    """Whether a signature under this version still opens anything in a town."""
    signed = select(Wording.id).where(Wording.name == name, Wording.version == version, Wording.language == "cs")
    theirs = or_(Wording.town_id == town, Wording.town_id.is_(None))
    return db.session.scalar(signed.where(theirs, wordings.still_opens(Wording, literal(town, Uuid)))) is not None


@pytest.mark.usefixtures("loaded")
class TestCurrent:
    def test_is_the_newest_that_holds(self):
        assert current(NAME, TOWN).version == 1
        later(2, material=False)
        later(3, material=True, days=5)
        assert current(NAME, TOWN).version == 2
        with clock.standing_at(clock.now() + timedelta(days=5)):
            assert current(NAME, TOWN).version == 3
            assert current(NAME, None).version == 3

    def test_one_never_loaded_is_an_error(self):
        with pytest.raises(LookupError):
            current("pledges.unheard_of", TOWN)
        with pytest.raises(LookupError):
            current(NAME, TOWN, "uk")

    def test_a_material_version_closes_what_the_former_opened(self):
        assert opens(1)
        later(2, material=False)
        assert opens(1)
        later(3, material=True)
        later(4, material=False)
        assert [opens(version) for version in (1, 2, 3, 4)] == [False, False, True, True]

    def test_from_the_day_it_holds(self):
        later(2, material=True, days=1)
        assert opens(1)
        with clock.standing_at(clock.now() + timedelta(days=1)):
            assert [opens(1), opens(2)] == [False, True]

    def test_another_language_is_another_text(self):
        with transaction() as session:
            session.add(
                Wording(name=NAME, language="en", version=9, text="nine", material=True, valid_from=clock.now())
            )
        assert current(NAME, TOWN).version == 1
        assert opens(1)
        assert current(NAME, TOWN, "en").version == 9


@pytest.mark.usefixtures("loaded")
class TestOfOneTown:
    def test_its_own_text_holds_there_and_nowhere_else(self):
        shipped = current(NAME, TOWN)
        own("naše znění")
        assert (current(NAME, TOWN).text, current(NAME, TOWN).version) == ("naše znění", 2)
        assert current(NAME, ELSEWHERE).id == current(NAME, None).id == shipped.id
        assert [opens(1), opens(2)] == [False, True]
        assert opens(1, ELSEWHERE)
        assert opens(1, None)
        assert current("pledges.family", TOWN).version == 1
        assert audit.verify() == []

    def test_what_is_shipped_later_does_not_reach_a_town_with_its_own(self):
        own("naše znění", material=False)
        later(2, material=True)
        later(3, material=True)
        assert current(NAME, TOWN).text == "naše znění"
        assert opens(1)
        assert current(NAME, ELSEWHERE).version == 3
        assert not opens(1, ELSEWHERE)
        own("další naše znění", material=False)
        assert current(NAME, TOWN).version == 3, "the number after its own last one"

    def test_one_that_waits_for_its_day_holds_from_then_and_no_shipped_one_takes_its_number(self):
        own("od pondělí", days=7)
        later(2, material=True)
        assert current(NAME, TOWN).version == 1
        assert opens(1)
        with clock.standing_at(clock.midnight(clock.today() + timedelta(days=7))):
            assert current(NAME, TOWN).text == "od pondělí"
            assert not opens(1)

    def test_one_taken_back_never_holds_and_its_number_is_spent(self):
        waiting = own("od pondělí", days=7)
        wordings.take_back(waiting, TOWN, by="worker:1")
        wordings.take_back(waiting, TOWN, by="worker:1")
        assert deeds("wording taken back") == 1
        with clock.standing_at(clock.now() + timedelta(days=8)):
            assert current(NAME, TOWN).version == 1
            assert opens(1)
            own("jinak")
            assert current(NAME, TOWN).version == 3

    def test_one_that_holds_is_not_taken_back(self):
        for wording in (own("hned"), current(NAME, ELSEWHERE).id):
            with pytest.raises(Refused):
                wordings.take_back(wording, TOWN, by="worker:1")

    def test_nor_does_another_town_take_one_back(self):
        with pytest.raises(Refused):
            wordings.take_back(own("od pondělí", days=7), ELSEWHERE, by="worker:1")

    def test_while_one_waits_no_other_is_written(self):
        own("od pondělí", days=7)
        with pytest.raises(Refused, match="waits for its day already"):
            own("hned")

    def test_nothing_changed_and_a_day_gone_by_are_refused_together(self):
        with pytest.raises(Refused) as refused:
            own(current(NAME, TOWN).text + "\n", days=-1)
        assert {why.field for why in refused.value.reasons} == {"text", "valid_from"}

    def test_of_two_who_read_the_same_version_the_second_is_told(self):
        read = current(NAME, TOWN).id
        own("první")
        with pytest.raises(Refused, match="meanwhile"):
            wordings.write(read, TOWN, NewVersion("druhý", True, None, confirmed=False), by="worker:2")

    def test_two_at_the_same_moment_give_one_number(self, any_house: House):
        with any_house.app.app_context():
            read, town = current(NAME, TOWN).id, TOWN

        def write(one: int) -> str:
            try:
                wordings.write(read, town, NewVersion(f"znění {one}", True, None, confirmed=False), by=f"worker:{one}")
            except Refused:
                return "refused"
            return "written"

        assert sorted(at_once(any_house.app, 3, write)) == ["refused", "refused", "written"]
        with any_house.app.app_context():
            assert [version.version for version in wordings.line_of(NAME, town)] == [2, 1]

    def test_confirmed_while_it_is_written(self):
        wordings.write(current(NAME, TOWN).id, TOWN, NewVersion("naše", True, None, confirmed=True), by="worker:1")
        assert confirmed(current(NAME, TOWN), TOWN)

    @given(st.lists(st.sampled_from(DEEDS), max_size=9))
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_whatever_happens_numbers_rise_and_the_current_text_is_the_newest(self, deeds: list[str]):
        """No number is given twice in a town's line, and a signature opens exactly until a later material one holds."""
        town, name = uuid4(), f"stories.{uuid4().hex}"
        now = clock.now()
        with transaction() as session:
            session.add(Wording(name=name, language="cs", version=1, text="1", material=True, valid_from=now))
        for place, deed in enumerate(deeds):
            now += timedelta(days=1)
            with clock.standing_at(now):
                self._do(deed, town, name, place)
                line = wordings.line_of(name, town)
                numbers = [version.version for version in line]
                assert numbers == sorted(set(numbers), reverse=True)
                holding = [version for version in line if version.valid_from <= now]
                assert current(name, town).id == holding[0].id
                for version in holding:
                    closed = any(later.material for later in holding if later.version > version.version)
                    assert opens(version.version, town, name) is not closed

    def _do(self, deed: str, town: UUID, name: str, place: int) -> None:
        if deed.startswith("shipped"):
            last = db.session.scalar(
                select(func.max(Wording.version)).where(Wording.name == name, Wording.town_id.is_(None))
            )
            with transaction() as session:
                session.add(
                    Wording(
                        name=name, language="cs", version=(last or 0) + 1, text=f"s{place}",
                        material="material" in deed, valid_from=clock.now(),
                    )
                )  # fmt: skip
        elif deed == "drop":
            for version in wordings.line_of(name, town):
                if version.valid_from > clock.now():
                    wordings.take_back(version.id, town, by="worker:1")
        elif deed != "day" and wordings.line_of(name, town)[0].valid_from <= clock.now():
            own(f"o{place}", material="material" in deed, days=3 if deed == "wait" else None, town=town, name=name)


@pytest.mark.usefixtures("loaded")
class TestConfirming:
    def test_makes_it_this_towns_own_and_nobody_elses(self):
        wording = current(NAME, TOWN)
        assert not confirmed(wording, TOWN)
        confirm(wording.id, TOWN, by="worker:1")
        assert confirmed(wording, TOWN)
        assert not confirmed(wording, uuid4())

    def test_twice_changes_nothing(self):
        wording_id = current(NAME, TOWN).id
        for by in ("worker:1", "worker:2"):
            confirm(wording_id, TOWN, by=by)
        assert db.session.scalars(select(WordingConfirmed.by)).all() == ["worker:1"]
        assert deeds("wording confirmed") == 1
        assert audit.verify() == []

    def test_a_new_version_waits_for_its_own(self):
        confirm(current(NAME, TOWN).id, TOWN, by="worker:1")
        later(2, material=False)
        assert not confirmed(current(NAME, TOWN), TOWN)


NESTED = re.compile(r"\{[^}]*\{")
"""A brace within braces: no blank, and no wording has one."""


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
        if not NESTED.search(wording) and not unfilled(wording, values):
            assert blanks(filled(wording, values)) == ()
