"""Whose place it is and who may do something about it, asked anew inside each deed."""

from uuid import UUID

from sqlalchemy.orm import Session

from coordination.family import models
from coordination.seats.models import Seat
from foundation import clock
from foundation.access import Actor, Facts, decide
from foundation.reasons import Refused, reason


def locked(session: Session, seat_id: UUID, actor: Actor) -> tuple[Seat, Facts]:
    """A held place of the family under the lock, for the coordinator of its case. Raises Refused."""
    session.get(Seat, seat_id, with_for_update=True)
    seat, facts = models.seat_of(seat_id), models.facts_of_place(actor, seat_id)
    if seat is None or facts is None or not decide(facts, "own_summary", "W", clock.now()).allowed:
        raise Refused([reason("You can no longer do this at the present case. Nothing was changed.")])
    if not seat.is_open(clock.now()):
        raise Refused([reason("%(name)s no longer sits at the table. Nothing was changed.", name=seat.name)])
    return seat, facts


def own(session: Session, actor: Actor) -> tuple[Seat, Facts]:
    """The own place of whoever came by its number, under the lock. Raises Refused."""
    seat = session.get(Seat, actor.seat_id, with_for_update=True) if actor.seat_id else None
    facts = models.facts_of_member(actor)
    if seat is None or facts is None or not decide(facts, "own_summary", "R", clock.now()).allowed:
        raise Refused([reason("This page has ended. Call us, nothing was lost.")])
    return seat, facts
