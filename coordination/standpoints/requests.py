"""Requests of a standpoint, each bound to an agency, and who has not answered yet (S2-20, S2-34)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from coordination.conferences.models import Conference
from coordination.seats.models import Seat
from coordination.standpoints.models import Standpoint
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class StandpointRequest(Base):
    """An agency is asked for its standpoint before a meeting, by a day."""

    __tablename__ = "standpoint_request"
    __table_args__ = (
        UniqueConstraint("conference_id", "agency_id"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawing"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    agency_name: Mapped[str]
    about: Mapped[str] = mapped_column(Encrypted("standpoint_request.about"), default="")
    """What the agency is asked to speak of, read only behind the door."""
    answer_by: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    reminded_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


def request_of(request_id: UUID) -> StandpointRequest | None:
    """One request."""
    return db.session.get(StandpointRequest, request_id)


def requests_at(conference_id: UUID) -> Sequence[StandpointRequest]:
    """The requests of one meeting that stand, by the day of the answer."""
    standing = (StandpointRequest.conference_id == conference_id, StandpointRequest.withdrawn_at.is_(None))
    ordered = select(StandpointRequest).where(*standing)
    return db.session.scalars(ordered.order_by(StandpointRequest.answer_by, StandpointRequest.agency_name)).all()


def request_to(conference_id: UUID, agency_id: UUID) -> StandpointRequest | None:
    """The request that stands towards one agency."""
    theirs = (StandpointRequest.conference_id == conference_id, StandpointRequest.agency_id == agency_id)
    return db.session.scalar(select(StandpointRequest).where(*theirs, StandpointRequest.withdrawn_at.is_(None)))


def owed_at(conference_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], StandpointRequest]:
    """The requests of these meetings that wait for an answer while the meeting is to come, by meeting and agency.

    One query, none without a meeting.
    """
    if not conference_ids:
        return {}
    given = select(Standpoint.id).join(Seat, Seat.id == Standpoint.seat_id)
    theirs = (
        Standpoint.conference_id == StandpointRequest.conference_id,
        Seat.agency_id == StandpointRequest.agency_id,
    )
    answered = given.where(*theirs, Standpoint.given_at.is_not(None)).correlate(StandpointRequest).exists()
    waits = select(StandpointRequest).join(Conference, Conference.id == StandpointRequest.conference_id)
    standing = (
        StandpointRequest.withdrawn_at.is_(None),
        Conference.held_at.is_(None),
        Conference.cancelled_at.is_(None),
    )
    found = db.session.scalars(waits.where(Conference.id.in_(conference_ids), *standing, ~answered))
    return {(one.conference_id, one.agency_id): one for one in found}


def answered_agencies(conference_id: UUID) -> frozenset[UUID]:
    """The agencies of which somebody has given a standpoint to a meeting."""
    given = select(Seat.agency_id).join(Standpoint, Standpoint.seat_id == Seat.id)
    said = (Standpoint.conference_id == conference_id, Standpoint.given_at.is_not(None))
    return frozenset(db.session.scalars(given.where(*said, Seat.agency_id.is_not(None))))


def unanswered(conference_id: UUID) -> list[StandpointRequest]:
    """The requests of a meeting that no agency has answered. Two queries."""
    answered = answered_agencies(conference_id)
    return [request for request in requests_at(conference_id) if request.agency_id not in answered]
