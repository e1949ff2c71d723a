"""Meetings that somebody at the table proposes; the coordinator alone convenes (S2-52)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordination.conferences.models import facts_of_beginning
from coordination.conferences.rules_of_proposing import Outcome
from coordination.seats.models import Seat, facts_at_case
from coordination.seats.rules import Role
from foundation.access import Actor, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

PROPOSING = "proposed_meeting"
"""The right by which somebody at the table proposes a meeting."""


class MeetingProposal(Base):
    """Somebody wants the table to meet; it waits for the coordinator, then it is settled one way or the other."""

    __tablename__ = "meeting_proposal"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by"),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_how"),
        CheckConstraint("outcome <> 'declined' OR declined_why IS NOT NULL", name="declined_says_why"),
        CheckConstraint("outcome <> 'taken_up' OR conference_id IS NOT NULL", name="taken_up_leads_on"),
        Index(
            "uq_meeting_proposal_waiting", "seat_id", unique=True, sqlite_where=Column("settled_at").is_(None),
            postgresql_where=Column("settled_at").is_(None),
        ),
    )  # fmt: skip
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]
    why: Mapped[str] = mapped_column(Encrypted("meeting_proposal.why"))
    wished_on: Mapped[date | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    outcome: Mapped[Outcome | None] = mapped_column(String(16))
    declined_why: Mapped[str | None] = mapped_column(Encrypted("meeting_proposal.declined_why"))
    conference_id: Mapped[UUID | None] = mapped_column(ForeignKey("conference.id"))
    """The preparation that it was taken up by."""
    seat: Mapped[Seat] = relationship()


def proposal_of(proposal_id: UUID) -> MeetingProposal | None:
    """One proposal."""
    return db.session.get(MeetingProposal, proposal_id)


def proposals_of(seat_id: UUID) -> Sequence[MeetingProposal]:
    """What the holder of a seat has proposed, the newest first."""
    theirs = select(MeetingProposal).where(MeetingProposal.seat_id == seat_id)
    return db.session.scalars(theirs.order_by(MeetingProposal.proposed_at.desc())).all()


def waiting_proposals(case_ids: Collection[UUID]) -> Sequence[tuple[MeetingProposal, Seat]]:
    """The proposals at these cases that wait for their coordinator, the oldest first. At most one query."""
    if not case_ids:
        return ()
    there = select(MeetingProposal, Seat).join(Seat, Seat.id == MeetingProposal.seat_id)
    waiting = there.where(MeetingProposal.case_id.in_(case_ids), MeetingProposal.settled_at.is_(None))
    return [(one, seat) for one, seat in db.session.execute(waiting.order_by(MeetingProposal.proposed_at))]


def facts_of_proposing(actor: Actor, case_id: UUID) -> Facts | None:
    """What `actor` is towards a case, for proposing a meeting: somebody at its table; she who convenes need not ask."""
    facts = facts_at_case(actor, case_id)
    return facts if facts is not None and facts.role == Role.AGENCY_WORKER and facts.state == "open" else None


def facts_of_proposal(actor: Actor, proposal_id: UUID) -> Facts | None:
    """What `actor` is towards a proposal: nobody but the coordinator decides about it."""
    proposal = proposal_of(proposal_id)
    return facts_of_beginning(actor, proposal.case_id) if proposal is not None else None
