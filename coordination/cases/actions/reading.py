"""Opening the content of a case with a written reason, closing it, and the coordinator's taking note of it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.cases import rules
from coordination.seats.models import coordinator_of, facts_at_case, held_frame
from coordination.seats.readings import Reading
from foundation import audit, clock
from foundation.access import Actor, Facts, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if

READING = "reason_for_reading"


def read_with_reason(case_id: UUID, *, why: str, actor: Actor) -> None:
    """Open the content of a case to the head of the department for a while. Raises Refused without a reason."""
    refuse_if(rules.missing_reason_to_read(why))
    with transaction() as session:
        facts = _head(case_id, actor)
        assert actor.worker_id is not None
        assert actor.session_id is not None
        now = clock.now()
        session.add(
            Reading(
                case_id=case_id, worker_id=actor.worker_id, session_id=actor.session_id, since=now,
                until=now + rules.READING_HOLDS, reason=why.strip(),
            )
        )  # fmt: skip
        session.flush()
        audit.record(facts.town_id, actor.key, "content opened with a reason", f"case:{case_id}", reason=why.strip())


def _head(case_id: UUID, actor: Actor) -> Facts:
    facts = facts_at_case(actor, case_id)
    if facts is None or not decide(facts, READING, "W", clock.now()).allowed:
        raise Refused([reason("You do not head the department of this case any more. Nothing was opened.")])
    return facts


def stop_reading(case_id: UUID, *, actor: Actor) -> None:
    """Close the content before its time; done twice it changes nothing."""
    with transaction() as session:
        facts = _head(case_id, actor)
        held = _open_readings(session, case_id, actor)
        for reading in held:
            reading.ended_at = clock.now()
        if held:
            session.flush()
            audit.record(facts.town_id, actor.key, "content closed after reading", f"case:{case_id}")


def _open_readings(session: Session, case_id: UUID, actor: Actor) -> list[Reading]:
    theirs = (Reading.worker_id == actor.worker_id, Reading.session_id == actor.session_id)
    held = select(Reading).where(Reading.case_id == case_id, *theirs, Reading.until > clock.now())
    return list(session.scalars(held.where(Reading.ended_at.is_(None)).with_for_update()))


def take_note_of_readings(case_id: UUID, *, by: str) -> None:
    """The coordinator has seen who read her case with a reason; it leaves her first page."""
    with transaction() as session:
        frame = held_frame(session, case_id)
        if by != f"worker:{coordinator_of(case_id).worker_id}":
            raise Refused([reason("Only whoever coordinates the case takes note of this.")])
        unnoticed = select(Reading).where(Reading.case_id == case_id, Reading.noticed_at.is_(None))
        found = session.scalars(unnoticed).all()
        for reading in found:
            reading.noticed_at, reading.noticed_by = clock.now(), by
        if found:
            session.flush()
            audit.record(frame.town_id, by, "readings noticed", f"case:{case_id}", readings=len(found))
