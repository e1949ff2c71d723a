"""The tables of wordings, and which version holds in a town: its own where it has written one, else the shipped one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    SQLColumnExpression,
    UniqueConstraint,
    Uuid,
    and_,
    event,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column
from sqlalchemy.orm.util import AliasedClass

from foundation import clock
from foundation.database import NOW, Base, Key, db


class Wording(Base):
    """One version of a text in one language: shipped for every town, or written by one for itself."""

    __tablename__ = "wording"
    __table_args__ = (
        UniqueConstraint("town_id", "name", "language", "version"),
        CheckConstraint("(town_id IS NULL) = (written_by IS NULL)", name="own_has_author"),
    )
    id: Mapped[Key]
    town_id: Mapped[UUID | None]
    """Whose own text it is; None: it came with the product."""
    name: Mapped[str]
    """What the text is for, as `pledges.professional`."""
    language: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    material: Mapped[bool]
    """A material version closes what the former one opened, an editorial one does not."""
    valid_from: Mapped[datetime]
    written_by: Mapped[str | None]


Index(
    "uq_wording_shipped", Wording.name, Wording.language, Wording.version, unique=True,
    sqlite_where=Wording.town_id.is_(None), postgresql_where=Wording.town_id.is_(None),
)  # fmt: skip


class WordingTakenBack(Base):
    """A version that its town has taken back before it came to hold; its number is not given again."""

    __tablename__ = "wording_taken_back"
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("wording.id"), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]


class WordingConfirmed(Base):
    """A town has read a wording and made it its own; until then papers carry the mark VZOR."""

    __tablename__ = "wording_confirmed"
    __table_args__ = (UniqueConstraint("wording_id", "town_id"),)
    id: Mapped[Key]
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("wording.id"))
    town_id: Mapped[UUID]
    at: Mapped[datetime]
    by: Mapped[str]


IMMUTABLE = {
    "sqlite": (
        "CREATE TRIGGER wording_immutable BEFORE UPDATE ON wording "
        "BEGIN SELECT RAISE(ABORT, 'a wording does not change'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION wording_immutable() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a wording does not change'; END $$",
        "CREATE TRIGGER wording_immutable BEFORE UPDATE ON wording FOR EACH ROW EXECUTE FUNCTION wording_immutable()",
    ),
}
for _dialect, _statements in IMMUTABLE.items():
    for _statement in _statements:
        _ddl = DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(Base.metadata.tables["wording"], "after_create", _ddl)


# --- which version holds where ---------------------------------------------------------------------------------------

AnyWording = type[Wording] | AliasedClass[Wording]
Town = SQLColumnExpression[Any]


def _taken_back(wording: AnyWording) -> ColumnElement[bool]:
    return select(WordingTakenBack.wording_id).where(WordingTakenBack.wording_id == wording.id).exists()


def _of_town(wording: AnyWording, town: Town) -> ColumnElement[bool]:
    """Whether a version is one of a town's line: its own ones, and the shipped ones before the first of them.

    Once a town has written a text for itself, what is shipped later does not reach it; so no number comes twice.
    """
    own = aliased(Wording)
    first_own = (
        select(func.min(own.version))
        .where(own.name == wording.name, own.language == wording.language, own.town_id == town, ~_taken_back(own))
        .correlate_except(own)
        .scalar_subquery()
    )
    shipped = and_(wording.town_id.is_(None), or_(first_own.is_(None), wording.version < first_own))
    return and_(or_(wording.town_id == town, shipped), ~_taken_back(wording))


def still_opens(signed: AnyWording, town: Town) -> ColumnElement[bool]:
    """Whether what was signed under this version opens anything in a town: no later material one holds there."""
    later = aliased(Wording)
    material = (
        select(later.id)
        .where(later.name == signed.name, later.language == signed.language, later.version > signed.version)
        .where(later.material.is_(True), later.valid_from <= NOW, _of_town(later, town))
    )
    return ~material.correlate_except(later).exists()


def current(name: str, town_id: UUID | None, language: str = "cs") -> Wording:
    """The wording that holds now in a town, or for None the shipped one.

    Raises LookupError for a name that was never loaded.
    """
    line = [version for version in line_of(name, town_id, language) if version.valid_from <= clock.now()]
    if not line:
        raise LookupError(name)
    return line[0]


def line_of(name: str, town_id: UUID | None, language: str = "cs") -> Sequence[Wording]:
    """Every version of a text in a town's line, the newest first; those that hold from a later day come with it."""
    town = literal(town_id, Uuid)  # the NULL of no town is equal to nobody's
    line = select(Wording).where(Wording.name == name, Wording.language == language, _of_town(Wording, town))
    return db.session.scalars(line.order_by(Wording.version.desc())).all()


def next_number(name: str, town_id: UUID, language: str = "cs") -> int:
    """The number of a town's next version; that of one taken back is not given again."""
    own = select(func.max(Wording.version)).where(
        Wording.name == name, Wording.language == language, Wording.town_id == town_id
    )
    line = line_of(name, town_id, language)
    return max(db.session.scalar(own) or 0, line[0].version if line else 0) + 1


def confirmed(wording: Wording, town_id: UUID) -> bool:
    """Whether the town has made this wording its own."""
    where = (WordingConfirmed.wording_id == wording.id, WordingConfirmed.town_id == town_id)
    return db.session.scalar(select(WordingConfirmed.id).where(*where)) is not None
