"""What every way of signing ends with: the pledge row, the line in the log book, the notice to the signer."""

from uuid import UUID

from sqlalchemy.orm import Session

from coordination.pledges import letters, models
from coordination.seats.models import Pledge, Seat
from foundation import audit, signatures
from foundation.signatures import Signature


def keep(session: Session, seat: Seat, signature: Signature, *, by: str, verb: str = "pledge signed") -> Pledge:
    """Keep a signature as the pledge of a seat, inside the transaction of its deed; a former refusal gives way."""
    pledge = models.pledge_at(seat.id, signature.wording_id) or new_pledge(seat, signature.wording_id)
    pledge.signature_id, pledge.signed_at = signature.id, signature.at
    pledge.refused_at = pledge.refusal_reason = pledge.refused_by = pledge.refusal_decision = None
    session.add(pledge)
    session.flush()
    audit.record(
        seat.town_id, by, verb, f"pledge:{pledge.id}",
        case=str(seat.case_id), evidence=signatures.evidence(signature),
    )  # fmt: skip
    letters.tell_signer(pledge, signature, seat)
    return pledge


def new_pledge(seat: Seat, wording_id: UUID) -> Pledge:
    """An empty row for what is said at a seat to one wording."""
    return Pledge(case_id=seat.case_id, seat_id=seat.id, wording_id=wording_id)
