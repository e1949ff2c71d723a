"""Conferences and their invitations."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordination.conferences.rules import Answer, Attendance, ConferenceState, HowTold
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from foundation.database import Base, Key
from foundation.encryption import Encrypted


class Conference(Base):
    """One meeting of the case; its first is number 1 (S2-25)."""

    __tablename__ = "conference"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("convened_at IS NULL OR starts_at IS NOT NULL", name="convened_has_time"),
        CheckConstraint(
            "held_at IS NULL OR (convened_at IS NOT NULL AND cancelled_at IS NULL)", name="held_was_convened"
        ),
    )
    id: Mapped[Key]
    town_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    number: Mapped[int]
    follow_up_of: Mapped[UUID | None] = mapped_column(ForeignKey("conference.id"))
    initiated_by: Mapped[str]
    goal: Mapped[str] = mapped_column(Encrypted("conference.goal"))
    goal_is_realistic: Mapped[bool]
    realistic_because: Mapped[str] = mapped_column(Encrypted("conference.realistic_because"))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="")
    place_is_sensitive: Mapped[bool] = mapped_column(default=False)
    """A sensitive place stays out of letters and calendars."""
    answer_by: Mapped[date | None]
    drafted_at: Mapped[datetime]
    convened_at: Mapped[datetime | None]
    convened_by: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancelled_why: Mapped[str | None] = mapped_column(Encrypted("conference.cancelled_why"))
    held_at: Mapped[datetime | None]
    held_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    invitations: Mapped[list["Invitation"]] = relationship(order_by="Invitation.position", lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def state(self) -> ConferenceState:
        if self.cancelled_at:
            return ConferenceState.CANCELLED
        if self.held_at:
            return ConferenceState.HELD
        return ConferenceState.CONVENED if self.convened_at else ConferenceState.DRAFT


class Invitation(Base):
    """One person asked to one conference; the seat it leads to is given when the conference is convened."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("conference_id", "worker_id"),
        UniqueConstraint("conference_id", "person_id"),
        CheckConstraint("(worker_id IS NULL) != (person_id IS NULL)", name="one_invitee"),
        CheckConstraint("(answer = 'no_reply') = (answered_at IS NULL)", name="answered"),
    )
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    position: Mapped[int]
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    role: Mapped[Role] = mapped_column(String(24))
    name: Mapped[str]
    function: Mapped[str]
    agency_name: Mapped[str]
    outward_reasons: Mapped[tuple[str, ...]]
    inward_reason: Mapped[str] = mapped_column(Encrypted("invitation.inward_reason"))
    to_prepare: Mapped[str] = mapped_column(default="")
    how_told: Mapped[HowTold | None] = mapped_column(String(16))
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    answer: Mapped[Answer] = mapped_column(String(16), default=Answer.NO_REPLY)
    answer_note: Mapped[str | None] = mapped_column(Encrypted("invitation.answer_note"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    attendance: Mapped[Attendance | None] = mapped_column(String(16))
    attendance_by: Mapped[str | None]
    conference: Mapped[Conference] = relationship(overlaps="invitations", lazy="raise")
    seat: Mapped[Seat | None] = relationship(lazy="raise")
