"""The history of the tables: from nothing up to exactly the models, and back to nothing, on both databases."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import flask_migrate
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from agencies.directory.models import Agency
from agencies.directory.rules import AgencyKind
from agencies.staff.models import Post, Worker
from agencies.staff.rules import Role
from app import create_app
from coordination.conferences.models import Conference, Invitation
from coordination.seats.models import CaseFrame, Seat
from coordination.seats.rules import Role as SeatRole
from foundation import audit, clock, wordings
from foundation.database import Base, db, transaction
from foundation.settings import ROOT
from foundation.wordings import WordingConfirmed
from tests.conftest import settings_for

FOLDER = str(ROOT / "migrations")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty database of each kind."""
    if request.param == "sqlite":
        yield from at_work(f"sqlite:///{tmp_path / 'new.db'}")
        return
    server: str = request.getfixturevalue("postgres")
    name = f"history_{uuid4().hex}"
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield from at_work(server.replace("/postgres", f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def at_work(url: str) -> Iterator[Flask]:
    app = create_app(settings_for(url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def upgrade() -> None:
    flask_migrate.upgrade(directory=FOLDER)


def differences() -> list[object]:
    """What stands otherwise in the database than in the models."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def things() -> set[str]:
    """Every table, trigger and function of ours."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            return set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")))
        found = set(inspect(connection).get_table_names())
        found |= set(connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))
        ours = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        return found | set(connection.scalars(text(ours)))


def test_up_from_nothing_gives_exactly_the_models(empty: Flask):
    assert things() == set()
    upgrade()
    assert differences() == []
    upgrade()
    assert differences() == []


def test_what_the_models_make_themselves_is_the_same(empty: Flask):
    """The tests build their tables from the models; triggers and functions must be those of the history too."""
    Base.metadata.create_all(db.engine)
    made = things()
    Base.metadata.drop_all(db.engine)
    with db.engine.connect().execution_options(writes=True) as connection:
        for name in things():
            connection.exec_driver_sql(f"DROP FUNCTION {name}()")
        connection.commit()
    upgrade()
    assert things() - {"alembic_version"} == made


def test_constraints_are_those_of_the_models(empty: Flask):
    """Comparing leaves CHECK constraints out, and they are what forbids impossible pairs."""
    upgrade()
    inspector = inspect(db.engine)
    for table in Base.metadata.sorted_tables:
        there = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        wanted = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        assert there == wanted, table.name


def test_down_to_nothing_leaves_nothing(empty: Flask):
    upgrade()
    flask_migrate.downgrade(directory=FOLDER, revision="base")
    assert things() == {"alembic_version"}
    upgrade()
    assert differences() == []


def test_what_was_confirmed_lives_through_the_change_to_wordings_of_one_town(empty: Flask):
    """The table is made anew on SQLite while others refer to it; and the way back gives no town's text to another."""
    before = ScriptDirectory(FOLDER).get_revision("town_wordings").down_revision
    flask_migrate.upgrade(directory=FOLDER, revision=before)
    wording, town, now = uuid4(), uuid4(), clock.now()
    text_of = {"name": "pledges.family", "language": "cs", "version": 1, "text": "Slibuji.", "material": True}
    with transaction() as session:
        former = Base.metadata.tables["wording"]
        session.execute(insert(former).values(id=wording, valid_from=now, **text_of))
        session.add(WordingConfirmed(wording_id=wording, town_id=town, at=now, by="worker:1"))
    upgrade()
    flask_migrate.downgrade(directory=FOLDER, revision=before)
    upgrade()
    assert wordings.confirmed(wordings.current("pledges.family", town), town)
    new = wordings.NewVersion("Slibuji mlčet.", True, None, confirmed=False)
    wordings.write(wording, town, new, by="worker:1")
    with pytest.raises(SystemExit):
        flask_migrate.downgrade(directory=FOLDER, revision=before)
    assert wordings.current("pledges.family", town).text == "Slibuji mlčet."
    for change in ("DELETE FROM wording", "UPDATE wording SET version = 9"):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text(change))


def test_a_seat_learns_for_which_agency_it_is_held(empty: Flask):
    """By its involvement, by its town, or by the name under which its holder works; the index of seats lives on."""
    upgrade()
    with transaction() as session:
        town, javor = (Agency(name=name, kind=AgencyKind.NGO, convenes=False) for name in ("Úřad", "Javor"))
        session.add_all([town, javor])
        session.flush()
        frame = CaseFrame(town_id=town.id, code="PS-BBBB", drafted_at=clock.now())
        session.add(frame)
        session.flush()
        for role, home, known in ((SeatRole.COORDINATOR, town, town), (SeatRole.FACILITATOR, javor, javor),
                                  (SeatRole.INTERPRETER, javor, None)):  # fmt: skip
            worker = Worker(name=str(role))
            session.add(worker)
            session.flush()
            post = Post(worker_id=worker.id, agency_id=home.id, function="", role=Role.WORKER, from_on=clock.today())
            seat = Seat(
                town_id=town.id, case_id=frame.id, worker_id=worker.id, role=role, name=worker.name, function="",
                agency_id=known and known.id, agency_name=home.name if known else "gone", from_at=clock.now(),
            )  # fmt: skip
            session.add_all([post, seat])
        expected = {SeatRole.COORDINATOR: town.id, SeatRole.FACILITATOR: javor.id, SeatRole.INTERPRETER: None}
    before = ScriptDirectory(FOLDER).get_revision("seat_agency").down_revision
    flask_migrate.downgrade(directory=FOLDER, revision=before)
    upgrade()
    assert dict(db.session.execute(select(Seat.role, Seat.agency_id)).all()) == expected
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(update(Seat).values(role=SeatRole.COORDINATOR))


def test_a_house_so_made_works_and_is_guarded(empty: Flask):
    upgrade()
    town = uuid4()
    assert wordings.load_shipped()
    with transaction():
        audit.record(town, "worker:1", "case opened", "case:1")
    audit.look(town, "worker:1", "case:1", "brief")
    assert audit.seal_looks() == 1
    assert audit.verify() == []
    for change in ("DELETE FROM look_seal", "UPDATE look SET who = ''", "DELETE FROM audit_entry",
                   "UPDATE audit_entry SET actor = ''", "UPDATE wording SET text = ''"):  # fmt: skip
        with pytest.raises(DBAPIError, match=r"append-only|does not change"), transaction() as session:
            session.execute(text(change))


def test_the_history_is_one_line():
    """One beginning, one end, no fork."""
    script = ScriptDirectory(FOLDER)
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
    assert all(not revision.is_merge_point for revision in script.walk_revisions())


def test_rows_outlive_every_step(empty: Flask):
    """Down to the beginning and up again with a whole case in the tables: nobody loses what was written."""
    upgrade()
    fill()
    before = counted()
    flask_migrate.downgrade(directory=FOLDER, revision="0001")
    upgrade()
    assert counted() == before
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text("DELETE FROM conference"))


def fill() -> None:
    """A worker asked to a meeting of a case, by rows as they stand in the tables."""
    with transaction() as session:
        town = Agency(name="Městský úřad", kind=AgencyKind.TOWN_OFFICE, convenes=True)
        worker = Worker(name="Mgr. Ivana Součková", email="ivana@skola.example")
        session.add_all([town, worker])
        session.flush()
        frame = CaseFrame(town_id=town.id, code="PS-AAAA", drafted_at=clock.now())
        session.add(frame)
        session.flush()
        meeting = Conference(
            town_id=town.id, case_id=frame.id, number=1, initiated_by="house", goal="", realistic_because="",
            drafted_at=clock.now(),
        )  # fmt: skip
        session.add(meeting)
        session.flush()
        session.add(
            Invitation(
                conference_id=meeting.id,
                position=1,
                worker_id=worker.id,
                role=SeatRole.AGENCY_WORKER,
                name=worker.name,
                function="",
                agency_name="",
                outward_reasons=(),
                inward_reason="",
            )  # fmt: skip
        )


def counted() -> dict[str, int]:
    with db.engine.connect() as connection:
        tables = ("agency", "worker", "case_frame", "conference", "invitation")
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in tables}
