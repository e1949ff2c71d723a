"""Saying how a meeting was: by one's own hand, as it was said to the coordinator, on the family's own page."""

from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences.models import Conference, facts_of_own_invitation
from coordination.evaluation import documents_of_feedback
from coordination.evaluation.models_of_feedback import Feedback, feedback_of, has_begun
from coordination.evaluation.rules_of_feedback import Slip, against_feedback
from coordination.seats.models import CaseFrame, Seat
from coordination.seats.rules import Role
from coordination.standpoints.actions.reach import doer, heard, meeting, no_longer, seat_at
from coordination.tasks.actions import Said
from foundation import audit, clock
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.reasons import Refused, refuse_if

OWN = "own_invitation_and_answer"
OTHERS = "participants_and_answers"


def give_feedback(conference_id: UUID, slip: Slip, *, actor: Actor) -> None:
    """Say how a meeting was to which one was asked, or say it otherwise. Raises Refused."""
    with transaction() as session:
        facts = facts_of_own_invitation(actor, conference_id)
        if facts is None or facts.seat_id is None or not decide(facts, OWN, "W", clock.now()).allowed:
            raise Refused([no_longer()])
        found = meeting(session, conference_id)
        _write(session, found, seat_at(session, facts.seat_id, found.case_id), slip, None, by=actor.key)


def write_feedback_down(conference_id: UUID, seat_id: UUID, slip: Slip, *, said: Said, actor: Actor) -> None:
    """Write down how somebody says that a meeting was; for the coordinator. Raises Refused."""
    with transaction() as session:
        found = meeting(session, conference_id)
        who = doer(session, found.case_id, OTHERS, actor=actor, roles=(Role.COORDINATOR,))
        _write(session, found, seat_at(session, seat_id, found.case_id), slip, said, by=who.key)


def feedback_at_home(session: Session, conference: Conference, seat: Seat, slip: Slip, *, by: str) -> None:
    """The same from a parent's or a child's own hand; inside the transaction of whoever opened the door."""
    _write(session, conference, seat, slip, None, by=by)


def ask_for_feedback(conference_id: UUID, *, actor: Actor) -> tuple[int, list[str]]:
    """Ask by letter everybody who works at the case and was asked to the meeting, and has not said yet how it was.

    Answers how many letters leave, and who can only be asked by word. Raises Refused.
    """
    with transaction() as session:
        found = meeting(session, conference_id)
        who = doer(session, found.case_id, OTHERS, actor=actor, roles=(Role.COORDINATOR,))
        refuse_if(against_feedback(Slip(words="-"), begun=has_begun(found)))
        letters, to_tell = documents_of_feedback.ask_everybody(found)
        town_id = session.get_one(CaseFrame, found.case_id).town_id
        audit.record(town_id, who.key, "feedback asked for", f"conference:{found.id}", letters=letters)
        return letters, to_tell


def _write(session: Session, found: Conference, seat: Seat, slip: Slip, said: Said | None, *, by: str) -> None:
    refuse_if(against_feedback(slip, begun=has_begun(found)))
    now = clock.now()
    one = feedback_of(found.id, seat.id) or Feedback(
        case_id=seat.case_id, conference_id=found.id, seat_id=seat.id, given_at=now
    )
    one.heard, one.at_ease, one.again, one.words = slip.heard, slip.at_ease, slip.again, slip.words.strip()
    heard(one, said)
    one.changed_at, one.changed_by = now, by
    session.add(one)
    session.flush()
    verb = "feedback written down" if said else "feedback given"
    audit.record(
        session.get_one(CaseFrame, seat.case_id).town_id, by, verb, f"conference:{found.id}", case=str(seat.case_id)
    )
