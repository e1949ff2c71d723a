"""What an organisation notes for itself about a case: its own people at the table read it, the office never does."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from coordination.seats.models import Seat, facts_at_case
from coordination.seats.rules import Role
from foundation.access import Actor, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

NOTES = "agency_notes"
"""What they are called in the table of rights."""


class AgencyNote(Base):
    """One note of one organisation; added and taken out, never changed, so that two writers lose nothing."""

    __tablename__ = "agency_note"
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    text: Mapped[str] = mapped_column(Encrypted("agency_note.text"))
    by_name: Mapped[str] = mapped_column(Encrypted("agency_note.by_name"))
    at: Mapped[datetime]


def notes_for(seat: Seat) -> Sequence[AgencyNote]:
    """The notes of the organisation for which a seat is held, the newest first."""
    own = (AgencyNote.case_id == seat.case_id, AgencyNote.agency_id == seat.agency_id)
    return db.session.scalars(select(AgencyNote).where(*own).order_by(AgencyNote.at.desc())).all()


def facts_of_notes(actor: Actor, case_id: UUID) -> Facts | None:
    """What `actor` is before the notes of the own organisation; nothing for whoever sits there for none."""
    facts = facts_at_case(actor, case_id)
    if facts is None or facts.role != Role.AGENCY_WORKER or facts.seat_id is None:
        return None
    seat = db.session.get(Seat, facts.seat_id)
    return facts if seat is not None and seat.agency_id is not None else None


def facts_of_own_note(actor: Actor, note_id: UUID) -> Facts | None:
    """The same before one note of the actor's own hand."""
    note = db.session.get(AgencyNote, note_id)
    facts = facts_of_notes(actor, note.case_id) if note else None
    return facts if note is not None and facts is not None and facts.seat_id == note.seat_id else None
