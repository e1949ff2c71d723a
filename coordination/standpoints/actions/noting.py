"""Private notes of those who coordinate, lead or record a meeting."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from coordination.standpoints import models
from coordination.standpoints.actions.reach import doer, meeting, no_longer
from coordination.standpoints.models import Note
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile, together
from foundation.reasons import Refused

NOTES = "private_notes"


def write_note(conference_id: UUID, text: str, *, version: int, actor: Actor) -> None:
    """Keep one's own note about a meeting; an empty one is taken away. Raises ChangedMeanwhile, Refused.

    The log book says that a note was kept, nothing of what it says.
    """
    try:
        with together() as session:
            conference = meeting(session, conference_id)
            who = doer(session, conference.case_id, NOTES, actor=actor)
            if who.seat_id is None:
                raise Refused([no_longer()])
            note = models.note_of(conference_id, who.seat_id)
            if (note.version if note else 0) != version:
                raise ChangedMeanwhile
            if not text.strip():
                if note is not None:
                    session.delete(note)
            else:
                note = note or Note(case_id=conference.case_id, conference_id=conference_id, seat_id=who.seat_id)
                note.text, note.changed_at = text, clock.now()
                session.add(note)
            session.flush()
            audit.record(who.facts.town_id, who.key, "private note kept", f"conference:{conference_id}")
    except IntegrityError as error:
        raise ChangedMeanwhile from error
