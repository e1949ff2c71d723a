"""The filing cabinet: whole or not at all, once for each form, and sound under many writers."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import psycopg
import pysqlite3.dbapi2
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, event, func, select, text
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import IntegrityError, OperationalError

from foundation import clock, database
from foundation.database import AlreadyDone, Submission, UtcDateTime, Words, db, done_once, transaction
from foundation.town_settings import TownSetting
from tests.conftest import House
from tests.foundation.conftest import build_house, house_settings
from tests.together import at_once

TOWN = uuid4()
EARLIEST, LATEST = datetime(1990, 1, 1), datetime(2090, 1, 1)  # noqa: DTZ001


def note(value: str) -> TownSetting:
    return TownSetting(town_id=TOWN, name=value, value=value, changed_at=clock.now(), changed_by="house")


def known() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(TownSetting.name).where(TownSetting.changed_by == "house")))


def fall(*, after: str) -> None:
    with transaction() as session:
        session.add(note(after))
        session.flush()
        raise ZeroDivisionError


class TestTransaction:
    def test_is_committed_whole(self, floor: Flask):
        with transaction() as session:
            session.add_all([note("first"), note("second")])
        assert known() == ["first", "second"]

    def test_or_not_at_all(self, floor: Flask):
        with pytest.raises(ZeroDivisionError):
            fall(after="first")
        assert known() == []
        with transaction() as session:
            session.add(note("second"))
        assert known() == ["second"]

    def test_a_fault_at_the_very_end_leaves_nothing(self, floor: Flask):
        with pytest.raises(IntegrityError), transaction() as session:
            session.add_all([note("first"), note("first")])
        assert known() == []

    def test_what_was_read_before_is_read_again_inside(self, floor: Flask):
        with transaction() as session:
            session.add(note("first"))
        row = db.session.scalars(select(TownSetting)).one()
        assert row.value == "first"
        at_once(floor, 1, lambda _: somebody_else_writes("changed"))
        with transaction():
            assert row.value == "changed"

    def test_what_was_added_outside_is_not_written(self, floor: Flask):
        db.session.add(note("outside"))
        with transaction() as session:
            session.add(note("inside"))
        assert known() == ["inside"]

    def test_a_deed_within_a_deed_is_refused(self, floor: Flask):
        """The inner one would silently undo what the outer one has done so far."""
        with pytest.raises(RuntimeError, match="within a deed"):
            deed_within_a_deed()
        assert known() == []
        with transaction() as session:
            session.add(note("after"))
        assert known() == ["after"]


def deed_within_a_deed() -> None:
    with transaction() as outer:
        outer.add(note("outer"))
        with transaction() as inner:
            inner.add(note("inner"))


def somebody_else_writes(value: str) -> None:
    with transaction() as session:
        session.scalars(select(TownSetting)).one().value = value


class TestOnce:
    def test_the_same_form_has_one_effect(self, floor: Flask):
        done_once("nonce")
        with transaction() as session:
            session.add(note("first"))
        done_once("nonce")
        with pytest.raises(AlreadyDone), transaction() as session:
            session.add(note("second"))
        assert known() == ["first"]

    def test_a_form_whose_deed_was_refused_may_come_again(self, floor: Flask):
        done_once("nonce")
        with pytest.raises(ZeroDivisionError):
            fall(after="first")
        done_once("nonce")
        with transaction() as session:
            session.add(note("first"))
        assert known() == ["first"]

    def test_only_the_next_deed_is_tied(self, floor: Flask):
        done_once("nonce")
        for name in ("first", "second"):
            with transaction() as session:
                session.add(note(name))
        assert known() == ["first", "second"]

    def test_a_form_can_be_untied(self, floor: Flask):
        done_once("nonce")
        done_once(None)
        with transaction() as session:
            session.add(note("first"))
            assert session.scalar(select(func.count(Submission.nonce_hash))) == 0

    def test_the_nonce_itself_is_not_kept(self, floor: Flask):
        done_once("very secret nonce")
        with transaction():
            pass
        stored = db.session.scalars(select(Submission.nonce_hash)).all()
        assert [len(kept) for kept in stored] == [64]
        assert "secret" not in stored[0]

    def test_twenty_at_once_have_one_effect(self, any_house: House):
        def press(number: int) -> str:
            done_once("pressed twenty times")
            try:
                with transaction() as session:
                    session.add(note(f"press {number}"))
            except AlreadyDone:
                return "already"
            return "done"

        answers = at_once(any_house.app, 20, press)
        assert sorted(answers) == ["already"] * 19 + ["done"]
        with any_house.app.app_context():
            assert len([name for name in known() if name.startswith("press")]) == 1


class TestOutOfReach:
    def test_a_locked_file_is_told_from_a_fault_of_ours(self, floor: Flask, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(database, "WAITS", 20)
        db.engine.dispose()
        holder = pysqlite3.dbapi2.connect(str(db.engine.url.database), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError) as locked:
            somebody_else_writes("changed")
        holder.close()
        assert database.out_of_reach(locked.value)
        with pytest.raises(OperationalError) as fault:
            db.session.execute(text("SELECT nothing FROM nowhere"))
        assert not database.out_of_reach(fault.value)

    def test_a_server_that_is_not_there_is_out_of_reach(self):
        app = build_house(house_settings("postgresql://nobody@127.0.0.1:1/nothing"))
        with app.app_context(), pytest.raises(OperationalError) as away:
            db.session.execute(text("SELECT 1"))
        assert database.out_of_reach(away.value)

    @pytest.mark.postgres
    def test_a_server_that_was_restarted_is_met_with_a_fresh_connection(self, postgres_house: House):
        with postgres_house.app.app_context():
            db.session.execute(text("SELECT 1"))
            db.session.rollback()
            with psycopg.connect(str(db.engine.url.render_as_string(False)).replace("+psycopg", "")) as other:
                other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                              " AND datname = current_database()")  # fmt: skip
            with transaction() as session:
                session.add(note("after"))
            assert "after" in known()


class TestSqlite:
    def test_is_sound_and_careful(self, floor: Flask):
        asked = ("sqlite_version()", "journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        with db.engine.connect() as connection:
            version = connection.exec_driver_sql(f"SELECT {asked[0]}").scalar_one()
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in asked[1:]}
        assert tuple(map(int, version.split("."))) >= database.SOUND_SQLITE
        assert found == {
            "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1,
        }  # fmt: skip

    def test_an_affected_one_is_refused(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(pysqlite3.dbapi2, "sqlite_version_info", (3, 51, 2))
        with pytest.raises(RuntimeError, match="can corrupt"):
            build_house(house_settings("sqlite:///never.db"))

    def test_an_affected_one_does_not_matter_to_postgresql(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(pysqlite3.dbapi2, "sqlite_version_info", (3, 51, 2))
        app = build_house(house_settings("postgresql://nobody@127.0.0.1:1/nothing"))
        assert app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql+psycopg://")

    def test_a_row_of_nobody_is_refused(self, floor: Flask):
        """Foreign keys are kept."""
        with pytest.raises(IntegrityError), transaction() as session:
            session.execute(text("INSERT INTO audit_content VALUES ('ff', 'salt', x'00')"))

    def test_a_writer_says_so_from_the_start(self, floor: Flask):
        said: list[str] = []
        with db.engine.connect() as connection:
            connection.rollback()

        def hear(_connection, _cursor, statement, *_) -> None:
            said.append(statement)

        event.listen(db.engine, "before_cursor_execute", hear)
        try:
            db.session.rollback()
            db.session.scalar(select(func.count(TownSetting.id)))
            with transaction() as session:
                session.add(note("first"))
        finally:
            event.remove(db.engine, "before_cursor_execute", hear)
        begun = [statement for statement in said if statement.startswith("BEGIN")]
        assert begun == ["BEGIN", "BEGIN IMMEDIATE"]

    def test_a_second_writer_waits_for_the_first(self, floor: Flask):
        """The lock is taken before anything is read, so nobody decides on what another is just changing."""
        file = db.engine.url.database
        assert file is not None
        other = pysqlite3.dbapi2.connect(file, timeout=0)
        with transaction(), pytest.raises(pysqlite3.dbapi2.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.close()

    def test_two_hundred_writers_lose_nothing(self, floor: Flask):
        with transaction() as session:
            session.add(note("counter"))
            session.flush()
            session.scalars(select(TownSetting)).one().value = "0"

        def count(_: int) -> None:
            for _again in range(10):
                with transaction() as session:
                    row = session.scalars(select(TownSetting)).one()
                    row.value = str(int(row.value) + 1)

        at_once(floor, 20, count)
        db.session.rollback()
        assert db.session.scalars(select(TownSetting.value)).one() == "200"
        assert db.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"


class TestInstantColumn:
    @given(st.datetimes(min_value=EARLIEST, max_value=LATEST), st.integers(-14 * 60, 14 * 60))
    def test_is_the_same_instant_in_utc_whatever_its_zone(self, naive: datetime, minutes: int):
        instant = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
        column, dialect = UtcDateTime(), sqlite_dialect()
        stored = column.process_bind_param(instant, dialect)
        assert stored is not None
        assert stored.tzinfo is None
        assert column.process_result_value(stored, dialect) == instant
        assert column.process_result_value(stored, dialect).tzinfo is UTC

    def test_without_a_zone_it_is_refused(self):
        with pytest.raises(ValueError, match="time zone"):
            UtcDateTime().process_bind_param(datetime(2026, 1, 1), sqlite_dialect())  # noqa: DTZ001

    def test_nothing_stays_nothing(self):
        assert UtcDateTime().process_bind_param(None, sqlite_dialect()) is None
        assert UtcDateTime().process_result_value(None, sqlite_dialect()) is None

    def test_both_databases_give_back_the_same(self, any_house: House):
        instant = datetime(2026, 10, 25, 2, 30, 0, 123456, tzinfo=clock.PRAGUE).replace(fold=1)
        with any_house.app.app_context():
            with transaction() as session:
                session.add(Submission(nonce_hash="a" * 64, at=instant))
            row = db.session.get_one(Submission, "a" * 64)
            assert row.at == instant.astimezone(UTC)
            assert row.at.utcoffset() == timedelta(0)


class TestWordsColumn:
    @given(st.lists(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), max_size=8).map(tuple))
    def test_comes_back_as_it_was(self, words: tuple[str, ...]):
        stored = Words().process_bind_param(words, sqlite_dialect())
        assert Words().process_result_value(stored, sqlite_dialect()) == words

    @pytest.mark.parametrize("spoilt", ["two words", "", "no\tgap", "no\xa0break"])
    def test_a_word_that_would_fall_apart_is_refused(self, spoilt: str):
        with pytest.raises(ValueError, match="code words"):
            Words().process_bind_param(("good", spoilt), sqlite_dialect())


def sqlite_dialect() -> SQLiteDialect_pysqlite:
    return SQLiteDialect_pysqlite()


def test_erased_bytes_are_gone(floor: Flask):
    """What is deleted is overwritten in the file, not only forgotten."""
    with transaction() as session:
        session.add(note("kanárek v dole"))
    with transaction() as session:
        session.execute(delete(TownSetting))
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    file = db.engine.url.database
    assert file is not None
    with open(file, "rb") as opened:
        assert "kanárek".encode() not in opened.read()


def test_keys_are_random(floor: Flask):
    with transaction() as session:
        session.add_all([note(str(number)) for number in range(50)])
    keys = db.session.scalars(select(TownSetting.id)).all()
    assert {key.version for key in keys} == {4}
    assert len(set(keys)) == 50
