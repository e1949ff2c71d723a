"""What the family asks the office for: a call, another date, an interpreter, a copy, a correction, a complaint."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from coordination.cases.models import Person
from coordination.family.models import facts_of_member, facts_of_place
from coordination.family.rules_of_requests import About, CallTime, Outcome
from coordination.seats.models import Seat
from foundation.access import Actor, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class FamilyRequest(Base):
    """One thing that a member of the family asks for; it waits until it is answered or taken back."""

    __tablename__ = "family_request"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (outcome IS NULL)", name="outcome"),
        CheckConstraint("answered_at IS NULL OR withdrawn_at IS NULL", name="settled_once"),
        CheckConstraint("(call_time IS NULL) OR (about = 'call')", name="call"),
        Index("ix_family_request_seat_id_at", "seat_id", "at"),
    )
    id: Mapped[Key]
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    about: Mapped[About] = mapped_column(String(16))
    agreement_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement.id"))
    """The agreement on cooperation that it is about, if it is about one."""
    words: Mapped[str] = mapped_column(Encrypted("family_request.words"))
    call_time: Mapped[CallTime | None] = mapped_column(String(12))
    answer_by: Mapped[date]
    """By which day somebody answers, as the family was told."""
    at: Mapped[datetime]
    by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    outcome: Mapped[Outcome | None] = mapped_column(String(12))
    answer: Mapped[str | None] = mapped_column(Encrypted("family_request.answer"))
    """What the office says to it; the family reads it."""

    @property
    def waits(self) -> bool:
        """Whether it still stands before the office."""
        return self.answered_at is None and self.withdrawn_at is None


def request_of(request_id: UUID) -> FamilyRequest | None:
    """One request."""
    return db.session.get(FamilyRequest, request_id)


def requests_of(seat_id: UUID) -> Sequence[FamilyRequest]:
    """Everything that the holder of a place has asked for, the newest first."""
    theirs = select(FamilyRequest).where(FamilyRequest.seat_id == seat_id)
    return db.session.scalars(theirs.order_by(FamilyRequest.at.desc(), FamilyRequest.id)).all()


def requests_at(case_id: UUID) -> dict[UUID, list[FamilyRequest]]:
    """What everybody at a case has asked for, by place, the newest first. One query."""
    found: dict[UUID, list[FamilyRequest]] = defaultdict(list)
    asked = select(FamilyRequest).where(FamilyRequest.case_id == case_id)
    for one in db.session.scalars(asked.order_by(FamilyRequest.at.desc(), FamilyRequest.id)):
        found[one.seat_id].append(one)
    return found


@dataclass(frozen=True)
class Asked:
    """A request that waits, with whose it is and how they may be called."""

    request: FamilyRequest
    seat: Seat
    person: Person

    @property
    def phone(self) -> str:
        """The number on which a call does no harm; empty: only in person."""
        return self.person.safe_phone


def waiting_requests(case_ids: Collection[UUID]) -> list[Asked]:
    """What the families of these cases ask for and nobody has answered yet, by the day of the answer. One query."""
    wanted = (
        select(FamilyRequest, Seat, Person)
        .join(Seat, Seat.id == FamilyRequest.seat_id)
        .join(Person, Person.id == Seat.person_id)
        .where(FamilyRequest.case_id.in_(case_ids))
        .where(FamilyRequest.answered_at.is_(None), FamilyRequest.withdrawn_at.is_(None))
        .order_by(FamilyRequest.answer_by, FamilyRequest.at, FamilyRequest.id)
    )
    return [Asked(request, seat, person) for request, seat, person in db.session.execute(wanted)]


# --- what the doors ask -----------------------------------------------------------------------------------------------


def facts_of_own_request(actor: Actor, asked_id: UUID, **_: object) -> Facts | None:
    """What whoever came by the own number is towards one request, if it is theirs."""
    found = request_of(asked_id)
    return facts_of_member(actor) if found is not None and found.seat_id == actor.seat_id else None


def facts_of_request(actor: Actor, asked_id: UUID, **_: object) -> Facts | None:
    """What the coordinator is towards one request of a family."""
    found = request_of(asked_id)
    return facts_of_place(actor, found.seat_id) if found is not None else None
