"""What whoever collects pledges writes down about somebody else's: a refusal, whom they accompany, a void signature."""

from uuid import UUID

from coordination.cases.models import Person
from coordination.pledges import models, rules
from coordination.pledges.actions.signing import keep_refusal
from coordination.seats.models import Pledge, Seat, signed_seats
from coordination.seats.rules import Role
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import Reason, reason, refuse_if


def refuse_as_said(seat_id: UUID, *, why: str, by: str) -> None:
    """Write down that somebody said they will not sign; `why` as it was said, empty when they gave no reason."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        refuse_if(as_said_obstacles(seat))
        keep_refusal(session, seat, why=why, by=by, verb="pledge refusal written down")


def as_said_obstacles(seat: Seat) -> tuple[Reason, ...]:
    """Why no refusal of somebody else can be written down."""
    return rules.as_said_obstacles(held=seat.is_open(clock.now()), signed=seat.id in signed_seats([seat.id]))


def say_whom(seat_id: UUID, person_id: UUID, *, by: str) -> None:
    """Write down whom a support person accompanies; their pledge names that member of the family."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        person = session.get(Person, person_id)
        if person is None or person.case_id != seat.case_id or seat.role != Role.SUPPORT_PERSON:
            raise LookupError(person_id)
        seat.accompanies_id = person_id
        audit.record(seat.town_id, by, "accompanied person named", f"seat:{seat_id}", person=str(person_id))


def void(seat_id: UUID, *, why: str, by: str) -> None:
    """Declare the last signature of somebody for the case void: another person's, another case's. It stays on record,
    opens nothing from now on, and the pledge can be signed anew."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        signed = models.signed_pledge(seat)
        refuse_if(rules.voiding_obstacles(signed=signed is not None))
        assert signed is not None
        if not why.strip():
            refuse_if([reason("Write why the signature is void. It stays on record with it.", "why")])
        pledge = session.get_one(Pledge, signed.pledge.id)
        pledge.voided_at, pledge.voided_by, pledge.void_reason = clock.now(), by, why
        session.flush()
        audit.record(seat.town_id, by, "pledge voided", f"pledge:{pledge.id}", case=str(seat.case_id))
