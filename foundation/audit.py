"""The log book: one line for every deed and every look, each sealed to the one before, never rewritten."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    event,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation import clock
from foundation.database import Base, Key, db, transaction
from foundation.encryption import EncryptedJson, UnreadableSecret

HOUSE = UUID(int=0)
"""The chain of deeds that belong to no town: directory, accounts."""
BEGINNING = "0" * 64
QUARTER = timedelta(minutes=15)
LOOKS_SEALED = "looks sealed"


class AuditHead(Base):
    """The last line of one chain; whoever writes the next line holds this row."""

    __tablename__ = "audit_head"
    chain: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))


class AuditEntry(Base):
    """One deed: who, what, about what, when. Its content stands apart, so that erasing it leaves the chain whole."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("chain", "number"), CheckConstraint("number > 0", name="number"))
    id: Mapped[Key]
    chain: Mapped[UUID]
    number: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str]
    verb: Mapped[str]
    about: Mapped[str] = mapped_column(index=True)
    commitment: Mapped[str] = mapped_column(String(64))
    former_seal: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class AuditContent(Base):
    """What a line is about, with the salt that makes its commitment tell nothing."""

    __tablename__ = "audit_content"
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    content: Mapped[Any] = mapped_column(EncryptedJson("audit_content.content"))


class Look(Base):
    """Somebody read something: one row per person, object and quarter of an hour."""

    __tablename__ = "look"
    __table_args__ = (
        UniqueConstraint("who", "about", "resource", "quarter"),
        Index("ix_look_about_quarter", "about", "quarter"),
    )
    id: Mapped[Key]
    town_id: Mapped[UUID | None]
    who: Mapped[str]
    about: Mapped[str]
    resource: Mapped[str]
    quarter: Mapped[datetime]


class LookSeal(Base):
    """The line of the chain that seals a look."""

    __tablename__ = "look_seal"
    look_id: Mapped[UUID] = mapped_column(ForeignKey("look.id"), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entry.id"), index=True)


APPEND_ONLY = ("audit_entry", "look", "look_seal")


def append_only(table: str, dialect: str) -> tuple[str, ...]:
    """The statements that make `table` refuse every change and removal of a row."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        )
    return (
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
    )


for _table in APPEND_ONLY:
    for _dialect in ("sqlite", "postgresql"):
        for _statement in append_only(_table, _dialect):
            event.listen(
                Base.metadata.tables[_table],
                "after_create",
                DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
            )


def record(town_id: UUID | None, actor: str, verb: str, about: str, **content: Any) -> AuditEntry:
    """Write one line into the chain of the town (or of the house), inside the transaction of the deed.

    `actor` and `about` are keys such as `worker:…` and `case:…`; `content` is JSON and is kept encrypted.
    """
    session = db.session()
    chain = town_id or HOUSE
    head = _head(session, chain)
    salt = secrets.token_hex(16)
    entry = AuditEntry(
        id=uuid4(), chain=chain, number=head.number + 1, at=clock.now(), actor=actor, verb=verb, about=about,
        commitment=_commitment(salt, content), former_seal=head.seal,
    )  # fmt: skip
    entry.seal = _seal(entry)
    head.number, head.seal = entry.number, entry.seal
    session.add(entry)
    session.flush()
    session.add(AuditContent(entry_id=entry.id, salt=salt, content=content))
    return entry


def _head(session: Session, chain: UUID) -> AuditHead:
    """The last line of a chain as it is now, held until the transaction ends; the first deed of a town begins it."""
    held = select(AuditHead).where(AuditHead.chain == chain).with_for_update().execution_options(populate_existing=True)
    head = session.scalar(held)
    if head is None:
        # two first deeds at once: the database lets one begin the chain, the other waits and follows
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        beginning = insert(AuditHead).values(chain=chain, number=0, seal=BEGINNING)
        session.execute(beginning.on_conflict_do_nothing())
        head = session.scalars(held).one()
    return head


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _commitment(salt: str, content: Any) -> str:
    return hashlib.sha256(salt.encode() + _canonical(content)).hexdigest()


def _seal(entry: AuditEntry) -> str:
    line = [str(entry.id), str(entry.chain), entry.number, entry.at.isoformat(), entry.actor, entry.verb, entry.about]
    return hashlib.sha256(_canonical([*line, entry.commitment, entry.former_seal])).hexdigest()


def check_code(town_id: UUID | None) -> str:
    """The head of the chain as papers print it: 20 characters in five groups."""
    head = db.session.get(AuditHead, town_id or HOUSE)
    shown = (head.seal if head else BEGINNING)[:20].upper()
    return " ".join(shown[start : start + 4] for start in range(0, 20, 4))


def look(town_id: UUID | None, who: str, about: str, resource: str) -> None:
    """Note a look before its answer; the second look within the same quarter of an hour adds nothing."""
    now = clock.now()
    quarter = now - (now - now.replace(hour=0, minute=0, second=0, microsecond=0)) % QUARTER
    same = select(Look.id).where(
        Look.who == who, Look.about == about, Look.resource == resource, Look.quarter == quarter
    )
    if db.session.scalar(same) is not None:
        return
    try:
        with transaction() as session:
            session.add(Look(town_id=town_id, who=who, about=about, resource=resource, quarter=quarter))
    except IntegrityError:
        pass  # the same look arrived twice at once and the other one is noted


def seal_looks() -> int:
    """Seal the looks that no line seals yet into their chains, a thousand at most; answers how many."""
    with transaction() as session:
        _one_sealer(session)
        unsealed = (
            select(Look)
            .outerjoin(LookSeal)
            .where(LookSeal.look_id.is_(None))
            .order_by(Look.quarter, Look.id)
            .limit(1000)
        )
        waiting: dict[UUID | None, list[Look]] = {}
        for seen in session.scalars(unsealed):
            waiting.setdefault(seen.town_id, []).append(seen)
        for town_id, looks in waiting.items():
            entry = record(town_id, "house", LOOKS_SEALED, "looks", fingerprints=list(map(_fingerprint, looks)))
            session.add_all(LookSeal(look_id=seen.id, entry_id=entry.id) for seen in looks)
        return sum(map(len, waiting.values()))


def _one_sealer(session: Session) -> None:
    """Two workers do not seal the same looks; on SQLite the writer is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext('looks'))"))


def _fingerprint(seen: Look) -> str:
    row = [str(seen.id), str(seen.town_id), seen.who, seen.about, seen.resource, seen.quarter.isoformat()]
    return hashlib.sha256(_canonical(row)).hexdigest()


def verify() -> list[str]:
    """Everything that is wrong with the log book, as sentences; an empty list when it is whole."""
    session = db.session()
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":  # one picture of the book, also while deeds go on
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    wrong = [problem for head in session.scalars(select(AuditHead)) for problem in _chain_problems(session, head)]
    known = {head.chain for head in session.scalars(select(AuditHead))}
    stray = session.scalars(select(AuditEntry.chain).distinct()).all()
    return wrong + [f"chain {chain} has lines but no head" for chain in stray if chain not in known]


def _chain_problems(session: Session, head: AuditHead) -> Iterator[str]:
    number, seal = 0, BEGINNING
    locked = type_coerce(AuditContent.content, LargeBinary)
    rows = select(AuditEntry, AuditContent.salt, locked).outerjoin(AuditContent).where(AuditEntry.chain == head.chain)
    for entry, salt, content in session.execute(rows.order_by(AuditEntry.number)):
        place = f"chain {head.chain}, line {entry.number}"
        if entry.number != number + 1:
            yield f"{place}: line {number + 1} is missing"
        if entry.former_seal != seal:
            yield f"{place}: does not follow the line before"
        if _seal(entry) != entry.seal:
            yield f"{place}: was changed"
        yield from _content_problems(session, entry, salt, content, place)
        number, seal = entry.number, entry.seal
    if (number, seal) != (head.number, head.seal):
        yield f"chain {head.chain}: its end was cut or replaced"


def _content_problems(
    session: Session, entry: AuditEntry, salt: str | None, locked: bytes | None, place: str
) -> Iterator[str]:
    """What is wrong with the content of a line; one that was erased leaves nothing to check, a list of looks stays."""
    if salt is None or locked is None:
        if entry.verb == LOOKS_SEALED:
            yield f"{place}: its list of looks is missing"
        return
    try:
        content = AuditContent.content.type.process_result_value(locked, session.get_bind().dialect)
    except UnreadableSecret:
        yield f"{place}: its content cannot be read"
        return
    if _commitment(salt, content) != entry.commitment:
        yield f"{place}: its content was changed"
    elif entry.verb == LOOKS_SEALED and _looks_of(session, entry) != sorted(content["fingerprints"]):
        yield f"{place}: a sealed look was changed or removed"


def _looks_of(session: Session, entry: AuditEntry) -> list[str]:
    looks = session.scalars(select(Look).join(LookSeal).where(LookSeal.entry_id == entry.id))
    return sorted(map(_fingerprint, looks))
