"""Seats, involvements, pledges, grounds, exclusions and disclosures: what access is decided by."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    name: Mapped[str]
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
    how: Mapped[str]
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


def facts_at_case(actor: Actor, case_id: UUID) -> Facts | None:
    """What `actor` is towards a case; None when there is no such case. At most three queries."""
    frame = db.session.get(CaseFrame, case_id)
    if frame is None:
        return None
    seat = seat_of(actor.worker_id, case_id) if actor.worker_id else None
    handed_over = seat is not None and seat.role == Role.COORDINATOR and not seat.is_open(clock.now())
    return facts_of_office(frame, actor) if seat is None or handed_over else facts_of_seat(frame, seat, actor.door)


def facts_of_office(frame: CaseFrame, actor: Actor) -> Facts:
    """What somebody without a seat is towards a case: the head of a department, a colleague, or a stranger."""
    roles = {role for role, _town in actor.offices}
    role = next((role for role in ("head", "coordinator", "administrator") if role in roles), None)
    return Facts(
        role={"coordinator": "colleague_coordinator"}.get(role or "", role),
        door=actor.door,
        about=f"case:{frame.id}",
        town_id=frame.town_id,
        in_town=(role, frame.town_id) in actor.offices,
        denied=actor.worker_id is not None and _is_excluded(actor.worker_id, frame.id),
        state=frame.state,
    )


def facts_of_seat(frame: CaseFrame, seat: Seat, door: Door) -> Facts:
    """What the holder of a seat is towards its case."""
    known = joined(grounds_of([seat.involvement_id]).get(seat.involvement_id, ()), clock.now())
    tie = members_concerned([seat.involvement_id]).get(seat.involvement_id, frozenset())
    return Facts(
        role=seat.role,
        door=door,
        about=f"case:{frame.id}",
        town_id=frame.town_id,
        denied=seat.worker_id is not None and _is_excluded(seat.worker_id, frame.id),
        member_from=seat.from_at,
        member_to=seat.to_at,
        signed=seat.id in signed_seats([seat.id]),
        ground=Ground(known.until, within_tie(known.members, tie)) if known else None,
        state=frame.state,
        seat_id=seat.id,
    )


def seat_of(worker_id: UUID, case_id: UUID) -> Seat | None:
    """The worker's seat at a case: the one held now, else the one held last."""
    theirs = select(Seat).where(Seat.worker_id == worker_id, Seat.case_id == case_id)
    return db.session.scalars(theirs.order_by(Seat.to_at.is_not(None), Seat.from_at.desc()).limit(1)).first()


def _is_excluded(worker_id: UUID, case_id: UUID) -> bool:
    where = (Exclusion.worker_id == worker_id, Exclusion.case_id == case_id)
    return db.session.scalar(select(Exclusion.id).where(*where)) is not None


def signed_seats(seat_ids: Iterable[UUID]) -> frozenset[UUID]:
    """The seats whose holder has signed for the case under a wording that still opens it.

    One person signs once per case: a pledge signed at an earlier seat of the same case counts (S2-44).
    """
    signed, mine = Seat.__table__.alias("signed"), Seat.__table__.alias("mine")
    latest = Wording.__table__.alias("latest")
    oldest_open = (
        select(func.coalesce(func.max(latest.c.version), 1))
        .where(latest.c.name == Wording.name, latest.c.language == Wording.language, latest.c.material.is_(True))
        .where(latest.c.valid_from <= clock.now())
        .correlate(Wording.__table__)
        .scalar_subquery()
    )
    same_holder = or_(
        mine.c.id == signed.c.id,
        and_(mine.c.case_id == signed.c.case_id, mine.c.worker_id == signed.c.worker_id),
        and_(mine.c.case_id == signed.c.case_id, mine.c.person_id == signed.c.person_id),
    )
    query = (
        select(mine.c.id)
        .join(signed, same_holder)
        .join(Pledge, Pledge.seat_id == signed.c.id)
        .join(Wording, Wording.id == Pledge.wording_id)
        .where(mine.c.id.in_(list(seat_ids)), Pledge.signed_at.is_not(None), Wording.version >= oldest_open)
    )
    return frozenset(db.session.scalars(query))


def grounds_of(involvement_ids: Iterable[UUID | None]) -> dict[UUID | None, list[KnownGround]]:
    """Every consent and legal title of these involvements, withdrawn and expired ones included."""
    wanted = [known for known in involvement_ids if known is not None]
    found: dict[UUID | None, list[KnownGround]] = {}
    if not wanted:
        return found
    for model, members, ended in (
        (Consent, consent_member, Consent.withdrawn_at),
        (LegalTitle, legal_title_member, LegalTitle.ended_at),
    ):
        owner = members.c.consent_id if model is Consent else members.c.legal_title_id
        rows = db.session.execute(
            select(model.id, model.involvement_id, model.since, model.until, ended, members.c.person_id)
            .outerjoin(members, owner == model.id)
            .where(model.involvement_id.in_(wanted))
        )
        grouped: dict[UUID, tuple[UUID, datetime, datetime | None, datetime | None, set[UUID]]] = {}
        for ground_id, involvement_id, since, until, ended_at, person_id in rows:
            row = grouped.setdefault(ground_id, (involvement_id, since, until, ended_at, set()))
            if person_id is not None:
                row[4].add(person_id)
        for involvement_id, since, until, ended_at, people in grouped.values():
            ground = KnownGround(since, until, ended_at, frozenset(people) or None)
            found.setdefault(involvement_id, []).append(ground)
    return found


def members_concerned(involvement_ids: Iterable[UUID | None]) -> dict[UUID | None, frozenset[UUID]]:
    """The members of the family that each involvement concerns; an absent one concerns all."""
    wanted = [known for known in involvement_ids if known is not None]
    if not wanted:
        return {}
    rows = select(involvement_member).where(involvement_member.c.involvement_id.in_(wanted))
    found: dict[UUID | None, set[UUID]] = {}
    for involvement_id, person_id in db.session.execute(rows):
        found.setdefault(involvement_id, set()).add(person_id)
    return {involvement_id: frozenset(people) for involvement_id, people in found.items()}


def open_seats(case_id: UUID) -> Sequence[Seat]:
    """Everybody who sits at the case now, coordinator first, then by agency and name."""
    now = clock.now()
    held = select(Seat).where(Seat.case_id == case_id, Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now))
    return db.session.scalars(held.order_by(Seat.role != Role.COORDINATOR, Seat.agency_name, Seat.name)).all()


def seats_of_worker(worker_id: UUID) -> Sequence[Seat]:
    """All seats that a worker holds or held, newest first."""
    return db.session.scalars(select(Seat).where(Seat.worker_id == worker_id).order_by(Seat.from_at.desc())).all()


def coordinator_of(case_id: UUID) -> Seat:
    """The one who coordinates the case; there is always exactly one (S2-50)."""
    held = select(Seat).where(Seat.case_id == case_id, Seat.role == Role.COORDINATOR, Seat.to_at.is_(None))
    return db.session.scalars(held).one()
