"""The deeds of an organisation's own notes."""

from uuid import UUID

from coordination.cases.agency_notes import AgencyNote
from coordination.seats.models import Seat
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import Refused, reason


def add_agency_note(seat_id: UUID, text: str, *, by: str) -> None:
    """Note something for the own organisation. Raises Refused for an empty one."""
    if not text.strip():
        raise Refused([reason("Write the note.", field="text")])
    with transaction() as session:
        seat = session.get_one(Seat, seat_id)
        if seat.agency_id is None or not seat.is_open(clock.now()):
            raise Refused([reason("You do not sit at this table for an organisation any more.")])
        session.add(
            AgencyNote(
                case_id=seat.case_id, agency_id=seat.agency_id, seat_id=seat_id, text=text.strip(), by_name=seat.name,
                at=clock.now(),
            )
        )  # fmt: skip
        audit.record(seat.town_id, by, "agency note added", f"case:{seat.case_id}")


def remove_agency_note(note_id: UUID, *, by: str) -> None:
    """Take a note out for good; one that is gone already changes nothing."""
    with transaction() as session:
        note = session.get(AgencyNote, note_id, with_for_update=True)
        if note is None:
            return
        seat = session.get_one(Seat, note.seat_id)
        session.delete(note)
        audit.record(seat.town_id, by, "agency note removed", f"case:{note.case_id}")
