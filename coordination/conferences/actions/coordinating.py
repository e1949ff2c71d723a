"""What every deed about a meeting does first: hold the case, so that what it asks stays true; ask who asks and when."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.conferences.models import Conference, conference_of
from coordination.seats.models import CaseFrame, Seat, coordinator_of, held_frame
from foundation.reasons import Reason, Refused, reason


def held_conference(session: Session, conference_id: UUID) -> Conference | None:
    """A conference as it stands while nobody else changes its case; what is read before this may be old."""
    case_id = session.scalar(select(Conference.case_id).where(Conference.id == conference_id))
    if case_id is None:
        return None
    held_frame(session, case_id)
    return conference_of(conference_id)


def case_is_over(frame: CaseFrame) -> tuple[Reason, ...]:
    if frame.state in ("draft", "open"):
        return ()
    return (reason("The case is closed, no meeting can be convened. Open a new one if the family needs help again."),)


def refuse_stranger(case_id: UUID, by: str) -> Seat:
    """The coordinator's seat, if it is she who asks (S2-52)."""
    seat = coordinator_of(case_id)
    if by != f"worker:{seat.worker_id}":
        raise Refused(
            [reason("The coordinator convenes meetings. Send a proposal with a reason; you will be told the decision.")]
        )
    return seat
