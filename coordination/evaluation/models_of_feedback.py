"""What participants say about a meeting; the coordinator alone reads it, and each their own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from coordination.conferences.models import Conference, Invitation
from coordination.evaluation.rules_of_feedback import Again
from coordination.seats.models import Seat
from coordination.standpoints.models import AsSaid
from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class Feedback(AsSaid, Base):
    """What the holder of one seat says about one meeting."""

    __tablename__ = "meeting_feedback"
    __table_args__ = (
        UniqueConstraint("conference_id", "seat_id"),
        CheckConstraint("(said_where IS NULL) = (said_on IS NULL)", name="as_said"),
        CheckConstraint("heard BETWEEN 0 AND 10", name="heard_on_scale"),
        CheckConstraint("at_ease BETWEEN 0 AND 10", name="at_ease_on_scale"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    heard: Mapped[int | None]
    at_ease: Mapped[int | None]
    again: Mapped[Again | None] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Encrypted("meeting_feedback.words"))
    """What helped at the meeting, and what should be different."""
    given_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")


def feedback_of(conference_id: UUID, seat_id: UUID) -> Feedback | None:
    """What the holder of a seat says about a meeting."""
    theirs = (Feedback.conference_id == conference_id, Feedback.seat_id == seat_id)
    return db.session.scalar(select(Feedback).where(*theirs))


def feedback_at(conference_id: UUID) -> Sequence[Feedback]:
    """Everything said about a meeting, by name. One query. For the coordinator alone."""
    wanted = select(Feedback).where(Feedback.conference_id == conference_id).options(joinedload(Feedback.seat))
    return sorted(db.session.scalars(wanted), key=lambda one: (one.seat.agency_name, one.seat.name))


def has_begun(conference: Conference) -> bool:
    """Whether a meeting has begun, so that one can say how it was."""
    return (
        conference.convened_at is not None
        and conference.cancelled_at is None
        and conference.starts_at is not None
        and conference.starts_at <= clock.now()
    )


def last_meeting(seat: Seat) -> Conference | None:
    """The last meeting that has begun to which the holder of a place was asked."""
    asked = (
        select(Conference)
        .join(Invitation, Invitation.conference_id == Conference.id)
        .where(Conference.case_id == seat.case_id, Invitation.seat_id == seat.id, Invitation.chosen)
        .where(Invitation.taken_back_at.is_(None), Invitation.informed_only_because.is_(None))
        .where(Conference.convened_at.is_not(None), Conference.cancelled_at.is_(None))
        .where(Conference.starts_at <= clock.now())
        .order_by(Conference.starts_at.desc())
    )
    return db.session.scalars(asked.limit(1)).first()
