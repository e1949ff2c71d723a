"""Brings the tables of a running house up to the models; called by `flask db`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from foundation.database import Base, db


def plainly(kind: str, thing: Any, _context: AutogenContext) -> str | bool:
    """Write our own column types into a migration as the plain types they are stored in."""
    if kind == "type" and isinstance(thing, TypeDecorator) and type(thing).__module__.startswith("foundation."):
        return f"sa.{thing.impl!r}"
    return False


@contextmanager
def tables_rebuilt(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by building it anew; rows that point at the old one must not stop that, nor go with it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    switch = connection.connection.cursor()
    switch.execute("PRAGMA foreign_keys=OFF")  # of no effect once a transaction has begun
    try:
        yield
    finally:
        connection.rollback()
        switch.execute("PRAGMA foreign_keys=ON")


def refuse_loose_ends(connection: Connection) -> None:
    """Nothing may point at a row that is not there any more."""
    if connection.dialect.name == "sqlite" and (loose := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"rows that point nowhere: {sorted({row[0] for row in loose})}")


with db.engine.connect().execution_options(writes=True) as connection, tables_rebuilt(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=plainly,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    refuse_loose_ends(connection)
    connection.commit()
