"""The log book: one chain a town, and nothing in it can be changed, cut, swapped or taken out unnoticed."""

import hashlib
import json
import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from foundation import audit, clock, outbox
from foundation.audit import AuditContent, AuditEntry, AuditHead, Look, LookSeal
from foundation.database import db, transaction
from foundation.encryption import keyring
from tests.conftest import House
from tests.together import at_once

NUMBER = 12


def write(town: UUID | None, count: int = NUMBER) -> None:
    for number in range(count):
        with transaction():
            audit.record(town, "worker:1", "case opened", f"case:{number}", words=f"kanárek {number}")


@pytest.fixture
def town(floor: Flask) -> UUID:
    return uuid4()


@pytest.fixture
def book(town: UUID) -> UUID:
    """A log book with twelve lines of one town and a line that seals two looks."""
    write(town)
    for who in ("worker:1", "worker:2"):
        audit.look(town, who, "case:1", "brief")
    assert audit.seal_looks() == 2
    assert audit.verify() == []
    return town


def unguarded() -> None:
    """Take away what makes the tables refuse; somebody who holds the file can do so."""
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        for table in audit.APPEND_ONLY:
            for verb in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}")
        connection.close()


def tamper(*statements: object) -> list[str]:
    """Do something nobody should, and read the book again."""
    unguarded()
    with transaction() as session:
        for statement in statements:
            session.execute(statement)
    return audit.verify()


def lines(town: UUID) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.chain == town).order_by(AuditEntry.number)))


def line(town: UUID, number: int) -> AuditEntry:
    return next(entry for entry in lines(town) if entry.number == number)


def broken_off(town: UUID) -> None:
    with transaction():
        audit.record(town, "worker:1", "case opened", "case:9")
        raise ZeroDivisionError


class TestLine:
    def test_each_town_has_its_own_numbers(self, floor: Flask):
        first, second = uuid4(), uuid4()
        for one in (first, second, first):
            write(one, 1)
        assert [entry.number for entry in lines(first)] == [1, 2]
        assert [entry.number for entry in lines(second)] == [1]
        assert line(first, 2).former_seal == line(first, 1).seal
        assert line(second, 1).former_seal == audit.BEGINNING

    def test_what_belongs_to_no_town_is_the_houses(self, floor: Flask):
        before = len(lines(audit.HOUSE))
        write(None, 1)
        assert len(lines(audit.HOUSE)) == before + 1

    def test_a_deed_that_is_not_done_leaves_no_line(self, town: UUID):
        write(town, 1)
        before, code = len(lines(town)), audit.check_code(town)
        with pytest.raises(ZeroDivisionError):
            broken_off(town)
        assert (len(lines(town)), audit.check_code(town)) == (before, code)
        assert audit.verify() == []

    def test_two_lines_of_one_deed_follow_each_other(self, town: UUID):
        with transaction():
            audit.check_code(town)  # a paper that is filed in the same deed prints the code first
            first = audit.record(town, "worker:1", "plan approved", "plan:1")
            second = audit.record(town, "worker:1", "letters filed", "plan:1")
            assert (second.number, second.former_seal) == (first.number + 1, first.seal)
        assert audit.verify() == []

    def test_the_content_is_locked(self, book: UUID):
        stored = db.session.execute(text("SELECT content FROM audit_content")).scalars()
        assert not any("kanárek".encode() in bytes(row) for row in stored)
        read = db.session.scalars(select(AuditContent).join(AuditEntry).where(AuditEntry.about == "case:3")).one()
        assert read.content == {"words": "kanárek 3"}

    def test_the_check_code_is_twenty_characters_of_the_end(self, book: UUID):
        code = audit.check_code(book)
        assert len(code) == 24
        assert lines(book)[-1].seal.upper().startswith(code.replace(" ", ""))
        write(book, 1)
        assert audit.check_code(book) != code
        assert audit.check_code(uuid4()) == "0000 0000 0000 0000 0000"


class TestErasing:
    def test_erased_content_leaves_the_chain_whole(self, book: UUID):
        with transaction() as session:
            session.execute(delete(AuditContent).where(AuditContent.entry_id == line(book, 4).id))
        assert audit.verify() == []

    def test_the_list_of_sealed_looks_is_not_erased(self, book: UUID):
        sealing = db.session.scalars(select(AuditEntry.id).where(AuditEntry.verb == audit.LOOKS_SEALED)).one()
        assert "its list of looks is missing" in "".join(
            tamper(delete(AuditContent).where(AuditContent.entry_id == sealing))
        )


OTHER: dict[str, Callable[[AuditEntry], object]] = {
    "id": lambda entry: uuid4(),
    "chain": lambda entry: uuid4(),
    "number": lambda entry: 5000,
    "at": lambda entry: entry.at + timedelta(microseconds=1),
    "actor": lambda entry: "worker:2",
    "verb": lambda entry: "case closed",
    "about": lambda entry: "case:999",
    "commitment": lambda entry: entry.commitment[::-1],
    "former_seal": lambda entry: entry.commitment,
    "seal": lambda entry: entry.seal[::-1],
}


class TestTampering:
    def test_every_column_has_its_flip(self):
        assert set(OTHER) == set(AuditEntry.__table__.columns.keys())

    @pytest.mark.parametrize("column", OTHER)
    @pytest.mark.parametrize("number", [1, 7])
    def test_a_changed_column_is_found(self, book: UUID, column: str, number: int):
        entry = line(book, number)
        assert tamper(update(AuditEntry).where(AuditEntry.id == entry.id).values({column: OTHER[column](entry)}))

    @pytest.mark.parametrize("column", ["number", "seal", "chain"])
    def test_a_changed_head_is_found(self, book: UUID, column: str):
        other = {"number": 3, "seal": line(book, 3).seal, "chain": uuid4()}[column]
        assert tamper(update(AuditHead).where(AuditHead.chain == book).values({column: other}))

    @pytest.mark.parametrize("number", [1, 6, 13])
    def test_a_removed_line_is_found(self, book: UUID, number: int):
        entry = line(book, number)
        assert tamper(
            delete(AuditContent).where(AuditContent.entry_id == entry.id),
            delete(AuditEntry).where(AuditEntry.id == entry.id),
        )

    def test_swapped_lines_are_found(self, book: UUID):
        third, fourth = line(book, 3).id, line(book, 4).id
        swap = [(third, 9000), (fourth, 3), (third, 4)]
        assert tamper(*(update(AuditEntry).where(AuditEntry.id == key).values(number=at) for key, at in swap))

    def test_a_cut_end_is_found(self, book: UUID):
        cut = [entry.id for entry in lines(book)[-4:]]
        problems = tamper(
            delete(LookSeal),
            delete(AuditContent).where(AuditContent.entry_id.in_(cut)),
            delete(AuditEntry).where(AuditEntry.id.in_(cut)),
        )
        assert problems == [f"chain {book}: its end was cut or replaced"]

    def test_a_chain_without_its_head_is_found(self, book: UUID):
        assert f"chain {book} has lines but no head" in tamper(delete(AuditHead).where(AuditHead.chain == book))

    def test_a_line_put_in_is_found(self, book: UUID):
        last = lines(book)[-1]
        false = AuditEntry(
            id=uuid4(), chain=book, number=last.number + 1, at=last.at, actor="worker:1", verb="case opened",
            about="case:77", commitment=last.commitment, former_seal=last.seal,
        )  # fmt: skip
        false.seal = audit._seal(false)
        unguarded()
        with transaction() as session:
            session.add(false)
        assert audit.verify() == [f"chain {book}: its end was cut or replaced"]

    def test_everything_sealed_anew_is_found_by_the_end(self, book: UUID):
        """Whoever changes a line and seals all that follow has another end; only the head, and every paper, knows."""
        unguarded()
        with transaction() as session:
            seal = audit.BEGINNING
            for entry in session.scalars(
                select(AuditEntry).where(AuditEntry.chain == book).order_by(AuditEntry.number)
            ):
                entry.actor = "worker:9" if entry.number == 2 else entry.actor
                entry.former_seal = seal
                entry.seal = seal = audit._seal(entry)
        assert audit.verify() == [f"chain {book}: its end was cut or replaced"]

    def test_changed_content_is_found(self, book: UUID):
        content = update(AuditContent).where(AuditContent.entry_id == line(book, 2).id)
        assert "its content was changed" in "".join(tamper(content.values(content={"words": "jinak"})))

    def test_changed_salt_is_found(self, book: UUID):
        content = update(AuditContent).where(AuditContent.entry_id == line(book, 2).id)
        assert "its content was changed" in "".join(tamper(content.values(salt="0" * 32)))

    def test_contents_of_two_lines_swapped_are_found(self, book: UUID):
        first, second = line(book, 2).id, line(book, 3).id
        elsewhere = uuid4()
        swap = [(first, elsewhere), (second, first), (elsewhere, second)]
        moves = (update(AuditContent).where(AuditContent.entry_id == old).values(entry_id=new) for old, new in swap)
        assert len([problem for problem in tamper(*moves) if "its content was changed" in problem]) == 2

    def test_content_that_does_not_open_is_a_sentence_not_a_fall(self, book: UUID):
        place = {"entry": line(book, 2).id.hex}
        spoil = text("UPDATE audit_content SET content = x'00112233' WHERE entry_id = :entry").bindparams(**place)
        assert "its content cannot be read" in "".join(tamper(spoil))

    @pytest.mark.parametrize("column", ["town_id", "who", "about", "resource", "quarter"])
    def test_a_changed_look_is_found(self, book: UUID, column: str):
        seen = db.session.scalars(select(Look).where(Look.who == "worker:1")).one()
        other = {"town_id": uuid4(), "quarter": seen.quarter - audit.QUARTER}.get(column, "somebody else")
        problems = tamper(update(Look).where(Look.id == seen.id).values({column: other}))
        assert "a sealed look was changed or removed" in "".join(problems)

    def test_a_removed_look_is_found(self, book: UUID):
        seen = db.session.scalars(select(Look).where(Look.who == "worker:1")).one()
        problems = tamper(delete(LookSeal).where(LookSeal.look_id == seen.id), delete(Look).where(Look.id == seen.id))
        assert "a sealed look was changed or removed" in "".join(problems)

    def test_the_list_of_looks_cannot_be_rewritten_to_fit(self, book: UUID):
        seen = db.session.scalars(select(Look).where(Look.who == "worker:1")).one()
        other = db.session.scalars(select(Look).where(Look.who == "worker:2")).one()
        sealing = db.session.scalars(select(AuditEntry.id).where(AuditEntry.verb == audit.LOOKS_SEALED)).one()
        assert "its content was changed" in "".join(
            tamper(
                delete(LookSeal).where(LookSeal.look_id == seen.id),
                delete(Look).where(Look.id == seen.id),
                update(AuditContent)
                .where(AuditContent.entry_id == sealing)
                .values(content={"fingerprints": [audit._fingerprint(other)]}),
            )
        )

    def test_a_hundred_random_bytes_turned_over_are_all_found(self, book: UUID):
        """Any one character of any sealed column of any line."""
        unguarded()
        choose = random.Random(26)
        columns = ("actor", "verb", "about", "commitment", "former_seal", "seal")
        entries = lines(book)
        for _ in range(100):
            entry, column = choose.choice(entries), choose.choice(columns)
            was = getattr(entry, column)
            place = choose.randrange(len(was))
            turned = was[:place] + chr(ord(was[place]) ^ choose.choice((1, 2, 4))) + was[place + 1 :]
            row = update(AuditEntry).where(AuditEntry.id == entry.id)
            with transaction() as session:
                session.execute(row.values({column: turned}))
            assert audit.verify(), (column, was, turned)
            with transaction() as session:
                session.execute(row.values({column: was}))
        assert audit.verify() == []


class TestAppendOnly:
    @pytest.mark.parametrize("table", audit.APPEND_ONLY)
    @pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
    def test_the_database_itself_refuses(self, any_house: House, table: str, change: str):
        with any_house.app.app_context():
            town = any_house.ids.agencies["podlesi"]
            write(town, 1)
            audit.look(town, "worker:1", "case:1", "brief")
            audit.seal_looks()
            column = {"audit_entry": "verb", "look": "who", "look_seal": "look_id"}[table]
            with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
                session.execute(text(change.format(table, column, column)))
            assert audit.verify() == []


class TestLooks:
    def test_one_row_a_person_object_and_quarter(self, hand, town: UUID):
        for minute in (0, 1, 14):
            hand.on(23, 2, 10, minute)
            audit.look(town, "worker:1", "case:1", "brief")
        audit.look(town, "worker:2", "case:1", "brief")
        audit.look(town, "worker:1", "case:2", "brief")
        audit.look(town, "worker:1", "case:1", "plan")
        hand.on(23, 2, 10, 15)
        audit.look(town, "worker:1", "case:1", "brief")
        seen = db.session.scalars(select(Look).where(Look.who == "worker:1", Look.resource == "brief")).all()
        assert len(seen) == 3
        assert db.session.scalar(select(func.count(Look.id))) == 5
        assert {look.quarter.minute for look in seen} == {0, 15}

    def test_each_look_is_sealed_once_into_its_towns_chain(self, floor: Flask):
        towns = uuid4(), uuid4()
        for town in (*towns, None):
            audit.look(town, "worker:1", f"case:{town}", "brief")
        assert audit.seal_looks() == 3
        assert audit.seal_looks() == 0
        sealing = db.session.scalars(select(AuditEntry.chain).where(AuditEntry.verb == audit.LOOKS_SEALED)).all()
        assert set(sealing) == {*towns, audit.HOUSE}
        assert audit.verify() == []

    def test_the_worker_seals_them_each_minute(self, house: House):
        with house.app.app_context():
            audit.look(house.ids.agencies["podlesi"], "worker:1", "case:1", "brief")
        outbox.run(house.app, once=True)
        with house.app.app_context():
            assert db.session.scalar(select(func.count(LookSeal.look_id))) == 1
            assert audit.verify() == []

    def test_the_same_look_by_many_at_once_is_one_row(self, any_house: House):
        town = any_house.ids.agencies["podlesi"]
        at_once(any_house.app, 8, lambda _: audit.look(town, "worker:1", "case:1", "brief"))
        with any_house.app.app_context():
            assert db.session.scalar(select(func.count(Look.id))) == 1

    def test_two_workers_seal_each_look_once(self, any_house: House):
        town = any_house.ids.agencies["podlesi"]
        with any_house.app.app_context():
            for number in range(20):
                audit.look(town, "worker:1", f"case:{number}", "brief")
        sealed = at_once(any_house.app, 4, lambda _: audit.seal_looks())
        assert sum(sealed) == 20
        with any_house.app.app_context():
            assert audit.verify() == []


def test_deeds_of_one_town_at_once_make_one_chain(any_house: House):
    """Ten people of one town act at the same moment, in a chain that their deeds begin."""
    new_town = uuid4()
    at_once(any_house.app, 10, lambda _: write(new_town, 5))
    with any_house.app.app_context():
        assert [entry.number for entry in lines(new_town)] == list(range(1, 51))
        assert audit.verify() == []


def test_the_command_says_by_its_exit_whether_the_book_is_whole(house: House):
    town = house.ids.agencies["podlesi"]
    with house.app.app_context():
        write(town, 3)
        changed = line(town, 2).id
    verify = house.app.test_cli_runner().invoke
    whole = verify(args=["audit", "verify"])
    assert (whole.exit_code, whole.output) == (0, "The log book is whole.\n")
    with house.app.app_context():
        assert tamper(update(AuditEntry).where(AuditEntry.id == changed).values(actor="worker:9"))
    broken = verify(args=["audit", "verify"])
    assert (broken.exit_code, broken.output) == (1, f"chain {town}, line 2: was changed\n1 problems.\n")


def test_a_seal_is_what_the_page_says_it_is(book: UUID):
    """Computed here once more with nothing but the standard library, as somebody outside would."""
    entry = line(book, 2)
    content = db.session.get_one(AuditContent, entry.id)
    canonical = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
    commitment = hashlib.sha256((content.salt + json.dumps(content.content, **canonical)).encode()).hexdigest()
    sealed = [
        str(entry.id), str(entry.chain), entry.number, entry.at.isoformat(), entry.actor, entry.verb, entry.about,
        commitment, line(book, 1).seal,
    ]  # fmt: skip
    assert entry.seal == hashlib.sha256(json.dumps(sealed, **canonical).encode()).hexdigest()
    assert entry.at == clock.now()
    assert keyring()
