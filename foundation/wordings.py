"""Texts that are signed or handed out: shipped as files, immutable once loaded, confirmed by each town."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import DDL, ForeignKey, UniqueConstraint, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from foundation import audit, clock
from foundation.database import Base, Key, db, transaction
from foundation.reasons import Reason, reason
from foundation.settings import ROOT

_FILE = re.compile(r"(?P<name>[a-z_]+)\.v(?P<version>\d+)\.(?P<language>[a-z]{2})\.txt")
_BLANK = re.compile(r"\{(?P<name>[^{}]+)\}")


class Wording(Base):
    """One version of a text in one language."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("name", "language", "version"),)
    id: Mapped[Key]
    name: Mapped[str]
    """What the text is for, as `pledges.professional`."""
    language: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    material: Mapped[bool]
    """A material version closes what the former one opened, an editorial one does not."""
    valid_from: Mapped[datetime]


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


@dataclass(frozen=True)
class Shipped:
    """A text as it lies in the templates, before it is loaded."""

    name: str
    version: int
    language: str
    text: str


def shipped(templates: Path = ROOT / "templates") -> Iterator[Shipped]:
    """The texts that come with the product: `<half>/<feature>/wordings/<name>.v<n>.<language>.txt`."""
    for path in sorted(templates.glob("*/*/wordings/*.txt")):
        found = _FILE.fullmatch(path.name)
        assert found, path.name
        feature = path.parent.parent.name
        text = path.read_text(encoding="utf-8").strip()
        yield Shipped(f"{feature}.{found['name']}", int(found["version"]), found["language"], text)


def load_shipped() -> int:
    """Put shipped texts that are not there yet into the database; answers how many were new."""
    try:
        return _load_missing()
    except IntegrityError:
        return 0  # another worker that started at the same moment has just loaded them


def _load_missing() -> int:
    with transaction() as session:
        there = set(session.execute(select(Wording.name, Wording.version, Wording.language)))
        new = [text for text in shipped() if (text.name, text.version, text.language) not in there]
        for text in new:
            session.add(
                Wording(
                    name=text.name,
                    version=text.version,
                    language=text.language,
                    text=text.text,
                    material=True,
                    valid_from=clock.now(),
                )
            )
        if new:
            audit.record(
                None, "house", "wordings loaded", "wordings", names=[f"{t.name} v{t.version} {t.language}" for t in new]
            )
        return len(new)


def current(name: str, language: str = "cs") -> Wording:
    """The wording that holds now; raises LookupError for a name that was never loaded."""
    newest = select(Wording).where(
        Wording.name == name, Wording.language == language, Wording.valid_from <= clock.now()
    )
    found = db.session.scalars(newest.order_by(Wording.version.desc()).limit(1)).first()
    if found is None:
        raise LookupError(name)
    return found


def oldest_that_still_opens(name: str, language: str = "cs") -> int:
    """The version from which on a signature still opens the content: the newest material one."""
    material = select(Wording.version).where(Wording.name == name, Wording.language == language, Wording.material)
    newest = material.where(Wording.valid_from <= clock.now()).order_by(Wording.version.desc()).limit(1)
    return db.session.scalar(newest) or 1


def confirmed(wording: Wording, town_id: UUID) -> bool:
    """Whether the town has made this wording its own."""
    where = (WordingConfirmed.wording_id == wording.id, WordingConfirmed.town_id == town_id)
    return db.session.scalar(select(WordingConfirmed.id).where(*where)) is not None


def confirm(wording_id: UUID, town_id: UUID, *, by: str) -> None:
    """The town makes a wording its own; doing it twice changes nothing."""
    with transaction() as session:
        wording = session.get_one(Wording, wording_id)
        if not confirmed(wording, town_id):
            session.add(WordingConfirmed(wording_id=wording_id, town_id=town_id, at=clock.now(), by=by))
            about = f"wording:{wording_id}"
            audit.record(town_id, by, "wording confirmed", about, name=wording.name, version=wording.version)


def blanks(text: str) -> tuple[str, ...]:
    """The names between braces that a wording leaves to be filled in."""
    return tuple(found["name"] for found in _BLANK.finditer(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The wording with its blanks filled; a blank without a value stays as it is (see `unfilled`).

    A value that ends with a full stop before the sentence's own does not double it.
    """

    def value(found: re.Match[str]) -> str:
        given = values.get(found["name"]) or found[0]
        return given.removesuffix(".") if text[found.end() : found.end() + 1] == "." else given

    return _BLANK.sub(value, text)


def unfilled(text: str, values: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why a wording cannot be issued yet: blanks that the town's settings leave empty."""
    missing = [name for name in blanks(text) if not values.get(name)]
    if not missing:
        return ()
    return (
        reason(
            "This text cannot be issued yet, the town has not filled in: %(names)s. "
            "The administrator does so in the settings.",
            names=", ".join(missing),
        ),
    )
