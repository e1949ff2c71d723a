"""Seats, involvements, pledges, grounds, exclusions and disclosures: what access is decided by."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Row,
    Select,
    SQLColumnExpression,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    and_,
    bindparam,
    null,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, aliased, contains_eager, defer, mapped_column, relationship

from agencies.staff.models import Post
from coordination.seats.readings import reading_until
from coordination.seats.rules import FAMILY, Ending, HowHanded, KnownGround, Relation, Role, joined, within_tie
from foundation import clock
from foundation.access import Actor, Door, Facts, Ground
from foundation.database import NOW, TODAY, Base, Key, db
from foundation.encryption import Encrypted
from foundation.wordings import Wording, still_opens


class CaseFrame(Base):
    """What the doors need to know of a case: its town, its outward code, and whether it is open.

    The family itself stands in `family_case`; erasing that leaves the frame, so that the log book still verifies.
    """

    __tablename__ = "case_frame"
    __table_args__ = (
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed_was_open"),
        CheckConstraint("erased_at IS NULL OR closed_at IS NOT NULL", name="erased_was_closed"),
    )
    id: Mapped[Key]
    town_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    drafted_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    @property
    def state(self) -> str:
        """draft, open, closed or erased."""
        if self.erased_at:
            return "erased"
        if self.closed_at:
            return "closed"
        return "open" if self.opened_at else "draft"


involvement_member = Table(
    "involvement_member",
    Base.metadata,
    Column("involvement_id", ForeignKey("involvement.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
)
consent_member = Table(
    "consent_member",
    Base.metadata,
    Column("consent_id", ForeignKey("consent.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
)
legal_title_member = Table(
    "legal_title_member",
    Base.metadata,
    Column("legal_title_id", ForeignKey("legal_title.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
)


class Involvement(Base):
    """An agency at a case: it serves the family or may, in which areas, concerning which members (none: all)."""

    __tablename__ = "involvement"
    __table_args__ = (UniqueConstraint("case_id", "agency_id"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    relation: Mapped[Relation] = mapped_column(String(16))
    since: Mapped[date]
    areas: Mapped[tuple[str, ...]]


_COORDINATES_NOW = "role = 'coordinator' AND to_at IS NULL"
"""A case never has two coordinators, not for a moment (S2-50); that it has one, the deeds see to."""


class Seat(Base):
    """The place of one worker or one person at one case; the coordinator's is a seat too."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint("(worker_id IS NULL) != (person_id IS NULL)", name="one_holder"),
        CheckConstraint("(to_at IS NULL) = (ended_how IS NULL)", name="ended_how"),
        Index("uq_seat_worker", "case_id", "worker_id", unique=True, sqlite_where=Column("to_at").is_(None),
              postgresql_where=Column("to_at").is_(None)),
        Index("uq_seat_person", "case_id", "person_id", unique=True, sqlite_where=Column("to_at").is_(None),
              postgresql_where=Column("to_at").is_(None)),
        Index("uq_seat_coordinator", "case_id", unique=True, sqlite_where=text(_COORDINATES_NOW),
              postgresql_where=text(_COORDINATES_NOW)),
    )  # fmt: skip
    id: Mapped[Key]
    town_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    involvement_id: Mapped[UUID | None] = mapped_column(ForeignKey("involvement.id"))
    role: Mapped[Role] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(Encrypted("seat.name"))
    """The holder's name as it stood when the seat was given; papers and lists need no second look-up."""
    function: Mapped[str]
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    """For whom a worker sits there, whatever the agency is called later; the family sits for nobody."""
    agency_name: Mapped[str]
    outward_reasons: Mapped[tuple[str, ...]] = mapped_column(default=())
    inward_reason: Mapped[str | None] = mapped_column(Encrypted("seat.inward_reason"))
    accompanies_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """The member of the family beside whom a support person, a guide or a representative sits."""
    takes_part_at: Mapped[datetime | None]
    """When the holder, told whose family it is, agreed to take part."""
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    ended_how: Mapped[Ending | None] = mapped_column(String(16))
    ended_reason: Mapped[str | None] = mapped_column(Encrypted("seat.ended_reason"))
    involvement: Mapped[Involvement | None] = relationship()
    frame: Mapped[CaseFrame] = relationship()

    @property
    def tells_of(self) -> UUID | None:
        """The member of the family of whom one learns by learning that this private person sits here."""
        if self.person_id is None:
            return None
        return self.person_id if self.role in FAMILY else self.accompanies_id

    def is_open(self, now: datetime) -> bool:
        """Whether the seat is held at `now`."""
        return self.from_at <= now and (self.to_at is None or now < self.to_at)


class Pledge(Base):
    """A signed, or refused, pledge of confidentiality: one per person and case in each wording.

    One that was wrong (another person, another case) is voided with a reason and stays; it opens nothing.
    """

    __tablename__ = "pledge"
    __table_args__ = (
        CheckConstraint("(signature_id IS NULL) != (refused_at IS NULL)", name="signed_or_refused"),
        CheckConstraint("refused_at IS NOT NULL OR refusal_reason IS NULL", name="reason_of_refusal"),
        CheckConstraint("refused_at IS NOT NULL OR (refusal_decision IS NULL AND refused_by IS NULL)",
                        name="decided_after_refusal"),
        CheckConstraint("(voided_at IS NULL) = (voided_by IS NULL)", name="voided"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="voided_with_a_reason"),
        Index("uq_pledge_living", "seat_id", "wording_id", unique=True, sqlite_where=Column("voided_at").is_(None),
              postgresql_where=Column("voided_at").is_(None)),
    )  # fmt: skip
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("wording.id"))
    signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"))
    signed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refusal_reason: Mapped[str | None] = mapped_column(Encrypted("pledge.refusal_reason"))
    refused_by: Mapped[str | None]
    """Who wrote the refusal down, whoever said it."""
    refusal_decision: Mapped[str | None] = mapped_column(String(16))
    """What the coordinator decided about it."""
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None]
    void_reason: Mapped[str | None] = mapped_column(Encrypted("pledge.void_reason"))


class Consent(Base):
    """A parent's agreement that an agency may learn about these members and areas, until a day."""

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint("(withdrawn_at IS NULL) = (withdrawal_recorded_by IS NULL)", name="withdrawal"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    involvement_id: Mapped[UUID] = mapped_column(ForeignKey("involvement.id"), index=True)
    given_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    given_on: Mapped[date]
    how: Mapped[str] = mapped_column(Encrypted("consent.how"))
    areas: Mapped[tuple[str, ...]]
    since: Mapped[datetime]
    until: Mapped[datetime]
    """The first instant at which it no longer holds: the midnight after its last day, in Prague."""
    recorded_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_recorded_by: Mapped[str | None]


class LegalTitle(Base):
    """A law that lets an agency learn about these members and areas without a consent."""

    __tablename__ = "legal_title"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ending"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    involvement_id: Mapped[UUID] = mapped_column(ForeignKey("involvement.id"), index=True)
    citation: Mapped[str]
    why: Mapped[str] = mapped_column(Encrypted("legal_title.why"))
    areas: Mapped[tuple[str, ...]]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    recorded_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class Exclusion(Base):
    """A worker who must never see this case: a no that beats every yes; the reason stays with the coordinator."""

    __tablename__ = "exclusion"
    __table_args__ = (UniqueConstraint("case_id", "worker_id"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Encrypted("exclusion.reason"))
    recorded_by: Mapped[str]


class Disclosure(Base):
    """Which version of which paper reached whom, how, on what ground, with its fingerprint."""

    __tablename__ = "disclosure"
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    paper: Mapped[str]
    version: Mapped[int | None]
    how: Mapped[HowHanded] = mapped_column(String(16))
    ground: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by: Mapped[str]


# --- what the doors ask ----------------------------------------------------------------------------------------------


def facts_at_case(actor: Actor, case_id: UUID) -> Facts | None:
    """What `actor` is towards a case; None when there is no such case.

    One query; a second one for a seat that rests on an agency's grounds, or for the head.
    """
    if actor.seat_id is not None:
        return facts_at_own_seat(actor, case_id)
    found = _standing(actor.worker_id, case_id)
    if found is None:
        return None
    frame, seat, excluded, signed, posted = found
    if seat is None or (seat.role == Role.COORDINATOR and not (posted and seat.is_open(clock.now()))):
        return _facts_of_office(frame, actor, excluded=excluded)
    opening = openings_of([seat.involvement_id])[seat.involvement_id]
    return _facts(frame, seat, actor.door, excluded=excluded, signed=signed, posted=posted, opening=opening)


def facts_at_own_seat(actor: Actor, case_id: UUID | None = None) -> Facts | None:
    """What somebody is who came by the key of one place; None at every other case than the one of that place."""
    seat = db.session.get(Seat, actor.seat_id) if actor.seat_id is not None else None
    if seat is None or case_id not in (None, seat.case_id):
        return None
    return facts_of_seat(seat.frame, seat, actor.door)


def facts_of_seat(frame: CaseFrame, seat: Seat, door: Door) -> Facts:
    """What the holder of a seat is towards its case. At most two queries."""
    return facts_of_seats(frame, [seat], door)[seat.id]


def facts_of_seats(frame: CaseFrame, seats: Collection[Seat], door: Door) -> dict[UUID, Facts]:
    """What the holder of each seat is towards their case, by seat. At most two queries, however many there are."""
    standing = select(Seat.id, has_signed(), _is_excluded(Seat.worker_id, Seat.case_id), still_posted())
    rows = db.session.execute(standing.where(Seat.id.in_([seat.id for seat in seats])))
    found = {seat_id: (signed, excluded, posted) for seat_id, signed, excluded, posted in rows}
    openings = openings_of([seat.involvement_id for seat in seats])
    facts = {}
    for seat in seats:
        signed, excluded, posted = found[seat.id]
        opening = openings[seat.involvement_id]
        facts[seat.id] = _facts(frame, seat, door, excluded=excluded, signed=signed, posted=posted, opening=opening)
    return facts


def places_of(actor: Actor) -> list[tuple[Seat, Facts]]:
    """Every case at which `actor` sits or sat, by the seat held now, else the one held last, and the facts there.

    Each seat comes with its frame; erased cases are left out. At most two queries, however many seats there are.
    """
    theirs = (
        select(Seat, has_signed(), _is_excluded(Seat.worker_id, Seat.case_id), still_posted())
        .join(Seat.frame)
        .options(contains_eager(Seat.frame), defer(Seat.inward_reason), defer(Seat.ended_reason))
        .where(Seat.worker_id == actor.worker_id, CaseFrame.erased_at.is_(None))
        .order_by(*_HELD_FIRST)
    )
    at_case: dict[UUID, tuple[Seat, bool, bool, bool]] = {}
    for seat, signed, excluded, posted in db.session.execute(theirs):
        at_case.setdefault(seat.case_id, (seat, signed, excluded, posted))
    openings = openings_of([seat.involvement_id for seat, *_ in at_case.values()])
    return [
        (
            seat,
            _facts(
                seat.frame, seat, actor.door, excluded=excluded, signed=signed, posted=posted,
                opening=openings[seat.involvement_id],
            ),
        )
        for seat, signed, excluded, posted in at_case.values()
    ]  # fmt: skip


_HELD_FIRST = (Seat.to_at.is_not(None), Seat.from_at.desc())
"""Of several seats of one worker at one case the one held now, else the one held last, comes first."""


@cache
def _asks_standing() -> Select[CaseFrame, Seat | None, bool, bool, bool]:
    """Every page of a case asks this first, so it is built once."""
    worker = bindparam("worker_id", type_=Uuid())  # a stranger's is NULL and equals nobody's, least of all a parent's
    return (
        select(CaseFrame, Seat, _is_excluded(worker, CaseFrame.id), has_signed(), still_posted())
        .outerjoin(Seat, and_(Seat.case_id == CaseFrame.id, Seat.worker_id == worker))
        .where(CaseFrame.id == bindparam("case_id", type_=Uuid()))
        .order_by(*_HELD_FIRST)
        .limit(1)
    )


def _standing(worker_id: UUID | None, case_id: UUID) -> tuple[CaseFrame, Seat | None, bool, bool, bool] | None:
    """A case, the worker's seat there, whether they are excluded, have signed, hold the post; None: no such case."""
    row = db.session.execute(_asks_standing(), {"worker_id": worker_id, "case_id": case_id}).first()
    return None if row is None else (row[0], row[1], row[2], row[3], row[4])


def _facts_of_office(frame: CaseFrame, actor: Actor, *, excluded: bool) -> Facts:
    """What somebody without a seat is towards a case: the head of a department, a colleague, or a stranger.

    One more query for the head: whether a written reason holds.
    """
    roles = {role for role, _town in actor.offices}
    role = next((role for role in ("head", "coordinator", "administrator") if role in roles), None)
    return Facts(
        role={"coordinator": "colleague_coordinator"}.get(role or "", role),
        door=actor.door,
        about=f"case:{frame.id}",
        town_id=frame.town_id,
        in_town=(role, frame.town_id) in actor.offices,
        denied=excluded,
        reading_until=reading_until(actor, frame.id) if role == "head" else None,
        state=frame.state,
    )


def _facts(
    frame: CaseFrame, seat: Seat, door: Door, *, excluded: bool, signed: bool, posted: bool, opening: "Opening"
) -> Facts:
    """`posted`: whether the holder still holds the post the seat rests on; else it is as if the seat had ended."""
    return Facts(
        role=seat.role,
        door=door,
        about=f"case:{frame.id}",
        town_id=frame.town_id,
        in_town=posted or seat.role != Role.COORDINATOR,
        denied=excluded,
        member_from=seat.from_at,
        member_to=seat.to_at if posted or seat.to_at else clock.now(),
        signed=signed,
        ground=_of_represented(seat) if seat.role == Role.MINOR_REPRESENTATIVE else opening.ground(clock.now()),
        state=frame.state,
        seat_id=seat.id,
    )


def _of_represented(seat: Seat) -> Ground:
    """What a representative of a child may read about: that child, and of no member where nobody has said which."""
    return Ground(members=frozenset({seat.accompanies_id} - {None}))  # type: ignore[arg-type]  # None is taken away


def _is_excluded(worker_id: SQLColumnExpression[Any], case_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return select(Exclusion.id).where(Exclusion.worker_id == worker_id, Exclusion.case_id == case_id).exists()


@cache
def still_posted() -> ColumnElement[bool]:
    """Whether the holder of `Seat` in the query around holds today the post on which the seat rests.

    A coordinator's and a minute taker's is at the town, everybody else's at the agency they sit for. Family needs none,
    and of a seat that names no agency it is not asked at which one.
    """
    theirs = select(Post.id).where(Post.worker_id == Seat.worker_id, Post.from_on <= TODAY)
    theirs = theirs.where(or_(Post.to_on.is_(None), Post.to_on > TODAY)).correlate(Seat)
    of_town = theirs.where(Post.agency_id == Seat.town_id)
    at_involved = Post.agency_id.in_(
        select(Involvement.agency_id).where(Involvement.id == Seat.involvement_id).correlate(Seat)
    )
    elsewhere = or_(
        theirs.where(Post.agency_id == Seat.agency_id).exists(),
        and_(Seat.agency_id.is_(None), Seat.involvement_id.is_not(None), theirs.where(at_involved).exists()),
        and_(Seat.agency_id.is_(None), Seat.involvement_id.is_(None), theirs.exists()),
    )
    return or_(
        Seat.person_id.is_not(None),
        and_(Seat.role == Role.COORDINATOR, of_town.where(Post.role == Role.COORDINATOR).exists()),
        and_(Seat.role == Role.MINUTE_TAKER, of_town.exists()),
        and_(Seat.role.not_in((Role.COORDINATOR, Role.MINUTE_TAKER)), elsewhere),
    )


@cache
def sits() -> ColumnElement[bool]:
    """Whether the holder of `Seat` in the query around sits there now: seat and post are held, nobody shut them out."""
    held = and_(Seat.from_at <= NOW, or_(Seat.to_at.is_(None), Seat.to_at > NOW))
    return and_(held, still_posted(), ~_is_excluded(Seat.worker_id, Seat.case_id))


# --- pledges and grounds ---------------------------------------------------------------------------------------------


@cache
def has_signed(*, name: str | None = None) -> ColumnElement[bool]:
    """Whether the holder of `Seat` in the query around has signed for its case, under a wording that still opens it.

    `name` narrows it to the wordings of one name.

    One person signs once per case: a pledge signed at an earlier seat of the same case counts (S2-44). Which wordings
    hold, the town of the case decides.
    """
    earlier = aliased(Seat)
    same_holder = or_(earlier.worker_id == Seat.worker_id, earlier.person_id == Seat.person_id)
    return (
        select(Pledge.id)
        .join(earlier, Pledge.seat_id == earlier.id)
        .join(Wording, Wording.id == Pledge.wording_id)
        .where(earlier.case_id == Seat.case_id, same_holder)
        .where(Pledge.signed_at.is_not(None), Pledge.voided_at.is_(None), still_opens(Wording, Seat.town_id))
        .where(*[Wording.name == name] * (name is not None))
        .correlate(Seat)
        .exists()
    )


def signed_seats(seat_ids: Iterable[UUID]) -> frozenset[UUID]:
    """The seats whose holder has signed for the case under a wording that still opens it."""
    return frozenset(db.session.scalars(select(Seat.id).where(Seat.id.in_(list(seat_ids)), has_signed())))


@dataclass(frozen=True)
class Opening:
    """What lets the workers of an agency learn of a family, and which members their work concerns (none: all)."""

    grounds: Sequence[KnownGround] = ()
    """Withdrawn and expired ones included."""
    tie: frozenset[UUID] = frozenset()

    def ground(self, now: datetime) -> Ground | None:
        """What it all opens together at `now`; None when nothing holds, or only for members whom the tie leaves out."""
        known = joined(self.grounds, now)
        members = within_tie(known.members, self.tie) if known else frozenset()
        return Ground(known.until, members, known.areas) if known and members != frozenset() else None


def openings_of(involvement_ids: Iterable[UUID | None]) -> Mapping[UUID | None, Opening]:
    """What each involvement opens, an empty opening for any other. One query, none without an involvement."""
    wanted = {known for known in involvement_ids if known is not None}
    grounds: dict[UUID, dict[UUID, KnownGround]] = {}
    members: dict[UUID, set[UUID]] = defaultdict(set)
    ties: dict[UUID, set[UUID]] = {}
    for involvement_id, ground_id, since, until, ended_at, areas, person_id in _what_opens(wanted):
        if ground_id is None:
            ties.setdefault(involvement_id, set()).add(person_id)
            continue
        known = KnownGround(since, until, ended_at, None, frozenset(areas) or None)
        grounds.setdefault(involvement_id, {}).setdefault(ground_id, known)
        members[ground_id] |= {person_id} - {None}
    found: dict[UUID | None, Opening] = defaultdict(Opening)
    for involvement_id in wanted:
        recorded = [
            replace(ground, members=frozenset(members[ground_id]) or None)
            for ground_id, ground in grounds.get(involvement_id, {}).items()
        ]
        found[involvement_id] = Opening(recorded, frozenset(ties.get(involvement_id, ())))
    return found


def _what_opens(
    involvement_ids: Collection[UUID],
) -> Iterable[Row[UUID, UUID | None, datetime, datetime | None, datetime | None, tuple[str, ...], UUID]]:
    """Consents and legal titles, a row for each member they name, and the ties, which carry no ground of their own."""
    if not involvement_ids:
        return ()
    nothing = null()
    consents = (
        select(Consent.involvement_id, Consent.id, Consent.since, Consent.until, Consent.withdrawn_at,
               Consent.areas, consent_member.c.person_id)
        .outerjoin(consent_member, consent_member.c.consent_id == Consent.id)
        .where(Consent.involvement_id.in_(involvement_ids))
    )  # fmt: skip
    titles = (
        select(LegalTitle.involvement_id, LegalTitle.id, LegalTitle.since, LegalTitle.until, LegalTitle.ended_at,
               LegalTitle.areas, legal_title_member.c.person_id)
        .outerjoin(legal_title_member, legal_title_member.c.legal_title_id == LegalTitle.id)
        .where(LegalTitle.involvement_id.in_(involvement_ids))
    )  # fmt: skip
    tied = involvement_member.c
    ties = select(tied.involvement_id, nothing, nothing, nothing, nothing, nothing, tied.person_id).where(
        tied.involvement_id.in_(involvement_ids)
    )
    return db.session.execute(union_all(consents, titles, ties))


def grounds_of(involvement_ids: Iterable[UUID | None]) -> dict[UUID | None, list[KnownGround]]:
    """Every consent and legal title of these involvements, withdrawn and expired ones included. One query."""
    openings = openings_of(involvement_ids)
    return {known: list(opening.grounds) for known, opening in openings.items() if opening.grounds}


# --- who sits there --------------------------------------------------------------------------------------------------


def open_seats(case_id: UUID) -> Sequence[Seat]:
    """Everybody who sits at the case now, coordinator first, then by agency and name."""
    now = clock.now()
    held = select(Seat).where(Seat.case_id == case_id, Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now))
    return in_order(db.session.scalars(held))


def in_order(seats: Iterable[Seat]) -> list[Seat]:
    """Seats as lists show them; names are locked in the database, so it cannot sort by them."""
    return sorted(seats, key=lambda seat: (seat.role != Role.COORDINATOR, seat.agency_name, seat.name))


def held_frame(session: Session, case_id: UUID) -> CaseFrame:
    """The frame of a case, held until the transaction ends: whoever changes who sits there or when it meets waits.

    What is asked of the case is asked after this, or it may be old. Rows that only name the case can still be written,
    so that somebody who holds a seat and signs does not wait for whoever holds the case and wants that seat.
    """
    return session.get_one(CaseFrame, case_id, with_for_update={"key_share": True})


def coordinator_of(case_id: UUID) -> Seat:
    """The one who coordinates the case; there is always exactly one (S2-50)."""
    held = select(Seat).where(Seat.case_id == case_id, Seat.role == Role.COORDINATOR, Seat.to_at.is_(None))
    return db.session.scalars(held).one()
