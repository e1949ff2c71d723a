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
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.exc import DBAPIError

from app import create_app
from foundation import audit, wordings
from foundation.database import Base, db, transaction
from foundation.settings import ROOT
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
