"""Seats, involvements, pledges, grounds, exclusions and disclosures: what access is decided by."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Row,
    SQLColumnExpression,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    and_,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, aliased, contains_eager, defer, mapped_column, relationship

from agencies.directory.models import Agency
from agencies.staff.models import Post
from coordination.seats.rules import Ending, HowHanded, KnownGround, Relation, Role, joined, within_tie
from foundation import clock
from foundation.access import Actor, Door, Facts, Ground
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.wordings import Wording


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
    agency_name: Mapped[str]
    outward_reasons: Mapped[tuple[str, ...]] = mapped_column(default=())
    inward_reason: Mapped[str | None] = mapped_column(Encrypted("seat.inward_reason"))
    takes_part_at: Mapped[datetime | None]
    """When the holder, told whose family it is, agreed to take part."""
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    ended_how: Mapped[Ending | None] = mapped_column(String(16))
    ended_reason: Mapped[str | None] = mapped_column(Encrypted("seat.ended_reason"))
    involvement: Mapped[Involvement | None] = relationship()
    frame: Mapped[CaseFrame] = relationship()

    def is_open(self, now: datetime) -> bool:
        """Whether the seat is held at `now`."""
        return self.from_at <= now and (self.to_at is None or now < self.to_at)


class Pledge(Base):
    """A signed, or refused, pledge of confidentiality: one per person and case in each wording."""

    __tablename__ = "pledge"
    __table_args__ = (
        UniqueConstraint("seat_id", "wording_id"),
        CheckConstraint("(signature_id IS NULL) != (refused_at IS NULL)", name="signed_or_refused"),
        CheckConstraint("refused_at IS NOT NULL OR refusal_reason IS NULL", name="reason_of_refusal"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("wording.id"))
    signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"))
    signed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refusal_reason: Mapped[str | None] = mapped_column(Encrypted("pledge.refusal_reason"))


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

    One query; a second one for a seat that rests on an agency's grounds.
    """
    found = _standing(actor.worker_id, case_id)
    if found is None:
        return None
    frame, seat, excluded, signed, posted = found
    if seat is None or (seat.role == Role.COORDINATOR and not (posted and seat.is_open(clock.now()))):
        return _facts_of_office(frame, actor, excluded=excluded)
    opening = openings_of([seat.involvement_id])[seat.involvement_id]
    return _facts(frame, seat, actor.door, excluded=excluded, signed=signed, posted=posted, opening=opening)


def facts_of_seat(frame: CaseFrame, seat: Seat, door: Door) -> Facts:
    """What the holder of a seat is towards its case. At most two queries."""
    standing = select(has_signed(), _is_excluded(Seat.worker_id, Seat.case_id), still_posted())
    signed, excluded, posted = db.session.execute(standing.where(Seat.id == seat.id)).one()
    opening = openings_of([seat.involvement_id])[seat.involvement_id]
    return _facts(frame, seat, door, excluded=excluded, signed=signed, posted=posted, opening=opening)


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


def _standing(worker_id: UUID | None, case_id: UUID) -> tuple[CaseFrame, Seat | None, bool, bool, bool] | None:
    """A case, the worker's seat there, whether they are excluded, have signed, hold the post; None: no such case."""
    worker = literal(worker_id, Uuid)  # a stranger's is NULL and equals nobody's, least of all a parent's
    found = (
        select(CaseFrame, Seat, _is_excluded(worker, CaseFrame.id), has_signed(), still_posted())
        .outerjoin(Seat, and_(Seat.case_id == CaseFrame.id, Seat.worker_id == worker))
        .where(CaseFrame.id == case_id)
        .order_by(*_HELD_FIRST)
        .limit(1)
    )
    row = db.session.execute(found).first()
    return None if row is None else (row[0], row[1], row[2], row[3], row[4])


def _facts_of_office(frame: CaseFrame, actor: Actor, *, excluded: bool) -> Facts:
    """What somebody without a seat is towards a case: the head of a department, a colleague, or a stranger."""
    roles = {role for role, _town in actor.offices}
    role = next((role for role in ("head", "coordinator", "administrator") if role in roles), None)
    return Facts(
        role={"coordinator": "colleague_coordinator"}.get(role or "", role),
        door=actor.door,
        about=f"case:{frame.id}",
        town_id=frame.town_id,
        in_town=(role, frame.town_id) in actor.offices,
        denied=excluded,
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
        ground=opening.ground(clock.now()),
        state=frame.state,
        seat_id=seat.id,
    )


def _is_excluded(worker_id: SQLColumnExpression[Any], case_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return select(Exclusion.id).where(Exclusion.worker_id == worker_id, Exclusion.case_id == case_id).exists()


def still_posted() -> ColumnElement[bool]:
    """Whether the holder of `Seat` in the query around holds today the post on which the seat rests.

    A coordinator's and a minute taker's is at the town, everybody else's at the agency they sit for. Family needs none.
    """
    today = clock.today()
    theirs = select(Post.id).where(Post.worker_id == Seat.worker_id, Post.from_on <= today)
    theirs = theirs.where(or_(Post.to_on.is_(None), Post.to_on > today)).correlate(Seat)
    of_town = theirs.where(Post.agency_id == Seat.town_id)
    at_involved = Post.agency_id.in_(
        select(Involvement.agency_id).where(Involvement.id == Seat.involvement_id).correlate(Seat)
    )
    named = select(Agency.id).where(Agency.name == Seat.agency_name).correlate(Seat)
    return or_(
        Seat.person_id.is_not(None),
        and_(Seat.role == Role.COORDINATOR, of_town.where(Post.role == Role.COORDINATOR).exists()),
        and_(Seat.role == Role.MINUTE_TAKER, of_town.exists()),
        and_(
            Seat.role.not_in((Role.COORDINATOR, Role.MINUTE_TAKER)),
            or_(
                theirs.where(at_involved).exists(),
                and_(
                    Seat.involvement_id.is_(None),
                    # an agency that bears another name now is known by no name; then any post will do
                    or_(theirs.where(Post.agency_id.in_(named)).exists(), and_(~named.exists(), theirs.exists())),
                ),
            ),
        ),
    )


# --- pledges and grounds ---------------------------------------------------------------------------------------------


def has_signed() -> ColumnElement[bool]:
    """Whether the holder of `Seat` in the query around has signed for its case, under a wording that still opens it.

    One person signs once per case: a pledge signed at an earlier seat of the same case counts (S2-44).
    """
    earlier, latest = aliased(Seat), aliased(Wording)
    oldest_open = (
        select(func.coalesce(func.max(latest.version), 1))
        .where(latest.name == Wording.name, latest.language == Wording.language, latest.material.is_(True))
        .where(latest.valid_from <= clock.now())
        .correlate(Wording)
        .scalar_subquery()
    )
    same_holder = or_(earlier.worker_id == Seat.worker_id, earlier.person_id == Seat.person_id)
    return (
        select(Pledge.id)
        .join(earlier, Pledge.seat_id == earlier.id)
        .join(Wording, Wording.id == Pledge.wording_id)
        .where(earlier.case_id == Seat.case_id, same_holder)
        .where(Pledge.signed_at.is_not(None), Wording.version >= oldest_open)
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
        return Ground(known.until, members) if known and members != frozenset() else None


def openings_of(involvement_ids: Iterable[UUID | None]) -> Mapping[UUID | None, Opening]:
    """What each involvement opens, an empty opening for any other. One query, none without an involvement."""
    wanted = {known for known in involvement_ids if known is not None}
    grounds: dict[UUID, dict[UUID, tuple[datetime, datetime | None, datetime | None, set[UUID]]]] = {}
    ties: dict[UUID, set[UUID]] = {}
    for involvement_id, ground_id, since, until, ended_at, person_id in _what_opens(wanted):
        if ground_id is None:
            ties.setdefault(involvement_id, set()).add(person_id)
            continue
        of_ground = grounds.setdefault(involvement_id, {}).setdefault(ground_id, (since, until, ended_at, set()))
        if person_id is not None:
            of_ground[3].add(person_id)
    found: dict[UUID | None, Opening] = defaultdict(Opening)
    for involvement_id in wanted:
        known = [
            KnownGround(since, until, ended_at, frozenset(people) or None)
            for since, until, ended_at, people in grounds.get(involvement_id, {}).values()
        ]
        found[involvement_id] = Opening(known, frozenset(ties.get(involvement_id, ())))
    return found


def _what_opens(
    involvement_ids: Collection[UUID],
) -> Iterable[Row[UUID, UUID | None, datetime, datetime | None, datetime | None, UUID]]:
    """Consents and legal titles, a row for each member they name, and the ties, which carry no ground of their own."""
    if not involvement_ids:
        return ()
    nothing = null()
    consents = (
        select(Consent.involvement_id, Consent.id, Consent.since, Consent.until, Consent.withdrawn_at,
               consent_member.c.person_id)
        .outerjoin(consent_member, consent_member.c.consent_id == Consent.id)
        .where(Consent.involvement_id.in_(involvement_ids))
    )  # fmt: skip
    titles = (
        select(LegalTitle.involvement_id, LegalTitle.id, LegalTitle.since, LegalTitle.until, LegalTitle.ended_at,
               legal_title_member.c.person_id)
        .outerjoin(legal_title_member, legal_title_member.c.legal_title_id == LegalTitle.id)
        .where(LegalTitle.involvement_id.in_(involvement_ids))
    )  # fmt: skip
    tied = involvement_member.c
    ties = select(tied.involvement_id, nothing, nothing, nothing, nothing, tied.person_id).where(
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


def coordinator_of(case_id: UUID) -> Seat:
    """The one who coordinates the case; there is always exactly one (S2-50)."""
    held = select(Seat).where(Seat.case_id == case_id, Seat.role == Role.COORDINATOR, Seat.to_at.is_(None))
    return db.session.scalars(held).one()
