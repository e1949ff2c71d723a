"""Brings the tables of a running house up to the models; called by `flask db`."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from foundation.database import Base, db


def plainly(kind: str, thing: Any, _context: AutogenContext) -> str | bool:
    """Write our own column types into a migration as the plain types they are stored in."""
    if kind == "type" and isinstance(thing, TypeDecorator) and type(thing).__module__.startswith("foundation."):
        return f"sa.{thing.impl!r}"
    return False


with db.engine.connect().execution_options(writes=True) as connection:
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
    connection.commit()
