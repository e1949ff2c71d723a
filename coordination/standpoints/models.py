"""Standpoints and private notes, and the questions about them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, declared_attr, joinedload, mapped_column, relationship

from coordination.cases.models import Person
from coordination.conferences.models import Conference, facts_of_conference
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from coordination.standpoints.rules import OpenTo, kept_close
from coordination.tasks.rules import SaidWhere
from foundation import clock
from foundation.access import EVERYBODY, Actor, Audience, Facts, decide
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

OTHERS = "others_standpoints"
OWN = "own_standpoint_and_offer"
TABLE = "needs_offers_opinions_conditions_risks"
"""The resources of this feature as the doors name them."""

READS_ALL = (Role.MINUTE_TAKER, Role.FACILITATOR)
"""Whoever records or leads the meeting reads what is meant for a few at the table, as the coordinator does."""


class ForWhom:
    """Whom of the family a thing concerns, of what it speaks, and who at the table may read it."""

    concerns: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Ids of members of the family; empty: nobody in particular."""
    areas: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Of which areas it speaks, in the words of `cases.rules.Area`; empty: of none in particular."""
    open_to: Mapped[OpenTo] = mapped_column(String(8), default=OpenTo.TABLE)
    readers: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Ids of seats; only when it is open to named ones."""

    @property
    def author_seat(self) -> UUID | None:
        """The seat of whoever said it; it always reads its own."""
        raise NotImplementedError

    @property
    def is_kept_close(self) -> bool:
        """Whether it is for nobody but those chosen, whoever leads and records the meeting not excepted."""
        return False

    @property
    def audience(self) -> Audience:
        """For whom it is, as `decide()` takes it."""
        return Audience(
            members=frozenset(UUID(one) for one in self.concerns) or None,
            areas=frozenset(self.areas) or None,
            seats=None if self.open_to == OpenTo.TABLE else frozenset(UUID(one) for one in self.readers),
        )


class AsSaid:
    """Where, when and to whom something was said that somebody else wrote down; all empty: the person's own hand."""

    said_where: Mapped[SaidWhere | None] = mapped_column(String(16))
    said_on: Mapped[date | None]

    @declared_attr
    def said_to(cls) -> Mapped[str | None]:  # the mapper hands over the class
        """The name of the worker who heard it and wrote it down."""
        return mapped_column(Encrypted(f"{cls.__tablename__}.said_to"))  # type: ignore[attr-defined]

    @property
    def is_as_said(self) -> bool:
        return self.said_where is not None


class Standpoint(ForWhom, AsSaid, Base):
    """What one worker, or one of the family, says to the table of one meeting.

    A draft (`given_at` is None) is there for its author alone. The offer is a row of its own, `needs.Offer`.
    """

    __tablename__ = "standpoint"
    __table_args__ = (
        UniqueConstraint("conference_id", "seat_id"),
        UniqueConstraint("conference_id", "person_id"),
        CheckConstraint("(seat_id IS NULL) <> (person_id IS NULL)", name="one_speaker"),
        CheckConstraint("open_to = 'named' OR readers = ''", name="readers"),
        CheckConstraint("(said_where IS NULL) = (said_on IS NULL)", name="as_said"),
        CheckConstraint("softened_agreed_at IS NULL OR softened IS NOT NULL", name="agreed_sentence"),
        CheckConstraint("(agreed_where IS NULL) = (agreed_on IS NULL)", name="agreed_as_said"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The member of the family whose own voice it is; they need no seat."""
    about: Mapped[str | None] = mapped_column(Encrypted("standpoint.about"))
    """What one of the family wants spoken about, one thing on a line, in the order that they want."""
    wanted: Mapped[str | None] = mapped_column(Encrypted("standpoint.wanted"))
    """Whom one of the family wants there, and whom not; the coordinator alone reads it, whoever reads the rest."""
    facts: Mapped[str] = mapped_column(Encrypted("standpoint.facts"), default="")
    concern: Mapped[str] = mapped_column(Encrypted("standpoint.concern"), default="")
    strengths: Mapped[str] = mapped_column(Encrypted("standpoint.strengths"), default="")
    condition: Mapped[str] = mapped_column(Encrypted("standpoint.condition"), default="")
    softened: Mapped[str | None] = mapped_column(Encrypted("standpoint.softened"))
    """The sentence by which the family's summary tells it; nothing of it is said there without the author's yes."""
    softened_agreed_at: Mapped[datetime | None]
    agreed_where: Mapped[SaidWhere | None] = mapped_column(String(16))
    agreed_on: Mapped[date | None]
    agreed_to: Mapped[str | None] = mapped_column(Encrypted("standpoint.agreed_to"))
    """Where, when and to whom the author has said yes; all empty: it is the author's own press, or there is none."""
    scan_id: Mapped[UUID | None] = mapped_column(ForeignKey("scan.id"))
    """Its one file, for the same readers."""
    begun_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    noted_at: Mapped[datetime | None]
    """When the coordinator said that she has read what the family wrote by itself; a change asks her again."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    version: Mapped[int] = mapped_column()
    seat: Mapped[Seat | None] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def author_seat(self) -> UUID | None:
        return self.seat_id

    @property
    def is_kept_close(self) -> bool:
        return kept_close(self.open_to, of_family=self.person_id is not None)

    @property
    def is_unread(self) -> bool:
        """Whether the family wrote it by itself and the coordinator has not said that she read it."""
        return self.person_id is not None and not self.is_as_said and self.noted_at is None

    @property
    def speaker(self) -> str:
        """Who says it, by name."""
        return self.seat.name if self.seat else self.person.name if self.person else ""

    @property
    def agency(self) -> str:
        """For which organisation; empty for the family."""
        return self.seat.agency_name if self.seat else ""

    @property
    def for_family(self) -> str | None:
        """The sentence that the family's summary may carry; None until its author has agreed to it (S2-37)."""
        return self.softened if self.softened_agreed_at else None


class Note(Base):
    """A private note of whoever coordinates, leads or records a meeting; nobody else ever reads it."""

    __tablename__ = "private_note"
    __table_args__ = (UniqueConstraint("conference_id", "seat_id"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    text: Mapped[str] = mapped_column(Encrypted("private_note.text"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Addressed(Protocol):
    """Anything that somebody says to somebody."""

    @property
    def audience(self) -> Audience: ...

    @property
    def author_seat(self) -> UUID | None: ...

    @property
    def is_kept_close(self) -> bool: ...


Thing = TypeVar("Thing", bound=Addressed)


def may_read(facts: Facts | None, resource: str, thing: Addressed, now: datetime) -> bool:
    """Whether `facts` open one thing: the same decision as the door's, with the thing's own audience."""
    return decide(facts, resource, "R", now, _towards(facts, thing)).allowed


def visible_to(facts: Facts | None, things: Iterable[Thing], *, resource: str = TABLE) -> list[Thing]:
    """Those of several things that `facts` open now."""
    now = clock.now()
    return [thing for thing in things if may_read(facts, resource, thing, now)]


def _towards(facts: Facts | None, thing: Addressed) -> Audience:
    if facts is not None and facts.seat_id is not None and facts.seat_id == thing.author_seat:
        return EVERYBODY  # one's own words are never kept from oneself
    if facts is not None and facts.role in READS_ALL and not thing.is_kept_close:
        return replace(thing.audience, seats=None)
    return thing.audience


# --- queries ---------------------------------------------------------------------------------------------------------

_WHOLE = (joinedload(Standpoint.seat), joinedload(Standpoint.person))


def standpoint_of(standpoint_id: UUID) -> Standpoint | None:
    """One standpoint with its speaker."""
    return db.session.scalar(select(Standpoint).where(Standpoint.id == standpoint_id).options(*_WHOLE))


def own_standpoint(conference_id: UUID, seat_id: UUID) -> Standpoint | None:
    """What the holder of a seat says or drafts for one meeting."""
    theirs = (Standpoint.conference_id == conference_id, Standpoint.seat_id == seat_id)
    return db.session.scalar(select(Standpoint).where(*theirs).options(*_WHOLE))


def voice_of(conference_id: UUID, person_id: UUID) -> Standpoint | None:
    """What one of the family says to one meeting."""
    theirs = (Standpoint.conference_id == conference_id, Standpoint.person_id == person_id)
    return db.session.scalar(select(Standpoint).where(*theirs).options(*_WHOLE))


def voices_at(conference_id: UUID) -> dict[UUID, Standpoint]:
    """What each of the family has said to a meeting, begun or given, by person. One query."""
    of_family = (Standpoint.conference_id == conference_id, Standpoint.person_id.is_not(None))
    found = db.session.scalars(select(Standpoint).where(*of_family).options(*_WHOLE))
    return {one.person_id: one for one in found if one.person_id is not None}


def voice_fingerprint(voice: Standpoint | None) -> str:
    """What lay before one of the family who changes it: nothing yet, or one version of it."""
    return f"{voice.id}:{voice.version}" if voice is not None else "none"


def standpoints_at(conference_id: UUID) -> Sequence[Standpoint]:
    """Everything given to the table of one meeting, the family first, then by organisation and name. One query.

    Not filtered: whoever shows it passes it through `visible_to(facts, …, resource=OTHERS)`.
    """
    given = (Standpoint.conference_id == conference_id, Standpoint.given_at.is_not(None))
    found = db.session.scalars(select(Standpoint).where(*given).options(*_WHOLE)).all()
    return sorted(found, key=_place)


def unread_voices(conference_ids: Collection[UUID]) -> Sequence[Standpoint]:
    """What families wrote by themselves before these meetings and nobody has read yet, the oldest first. One query."""
    if not conference_ids:
        return ()
    own = (Standpoint.person_id.is_not(None), Standpoint.given_at.is_not(None), Standpoint.said_where.is_(None))
    wanted = select(Standpoint).where(Standpoint.conference_id.in_(conference_ids), *own)
    return db.session.scalars(
        wanted.where(Standpoint.noted_at.is_(None)).order_by(Standpoint.changed_at).options(*_WHOLE)
    ).all()


def wishes_at(case_id: UUID) -> Sequence[Standpoint]:
    """Whom the family of a case wants at its meetings, as each of them said last. One query."""
    said = select(Standpoint).where(Standpoint.case_id == case_id, Standpoint.person_id.is_not(None))
    found = db.session.scalars(
        said.where(Standpoint.given_at.is_not(None)).order_by(Standpoint.changed_at).options(*_WHOLE)
    )
    latest = {one.person_id: one for one in found}
    return sorted((one for one in latest.values() if (one.wanted or "").strip()), key=_place)


def _place(standpoint: Standpoint) -> tuple[bool, int, str, str]:
    """Where a standpoint stands among the others."""
    person = standpoint.person
    return standpoint.seat_id is not None, person.position if person else 0, standpoint.agency, standpoint.speaker


def note_of(conference_id: UUID, seat_id: UUID) -> Note | None:
    """The private note of one seat about one meeting."""
    return db.session.scalar(select(Note).where(Note.conference_id == conference_id, Note.seat_id == seat_id))


# --- what the doors ask ----------------------------------------------------------------------------------------------


def facts_of_table(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards what is said at a meeting; the facilitator hears it from its start on."""
    facts = facts_of_conference(actor, conference_id)
    if facts is None or facts.role != Role.FACILITATOR:
        return facts
    starts_at = db.session.scalar(select(Conference.starts_at).where(Conference.id == conference_id))
    return facts if starts_at is not None and starts_at <= clock.now() else None


def facts_of_standpoint(actor: Actor, standpoint_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards one standpoint: nothing when it is a draft of somebody else or meant for others."""
    thing = standpoint_of(standpoint_id)
    facts = facts_of_table(actor, thing.conference_id) if thing else None
    if thing is None or facts is None:
        return None
    if thing.seat_id is not None and thing.seat_id == facts.seat_id:
        return facts
    return facts if thing.given_at and may_read(facts, OTHERS, thing, clock.now()) else None
