"""A counselling service says whose client the family is; what its file allows then decides about its yes."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.circles.models import circle_of
from agencies.circles.standing import FILE, of_circle
from agencies.cooperation.actions import on_change
from coordination.conferences.actions.answering import confirm_what_was_provisional, refuse_untold
from coordination.seats.clients import SeatClient, gate_of, seats_linked_to
from coordination.seats.models import Seat
from foundation import audit, clock
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason


def link_client(seat_id: UUID, circle_id: UUID | None, *, actor: Actor) -> None:
    """Say which file of the own service the family is, or (None) that the service keeps none; what was said before
    gives way. The town's log book learns that something was said, the service's own what (S1-54). Raises Refused."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        refuse_untold(session, seat)
        circle = circle_of(circle_id) if circle_id is not None else None
        readable = circle is not None and decide(of_circle(actor, circle.id), FILE, "R", clock.now()).allowed
        if circle_id is not None and not (circle and readable and circle.agency_id == seat.agency_id):
            raise Refused([reason("Choose a file that you work with.", "circle")])
        if gate_of(seat) is None or not seat.is_open(clock.now()):
            raise Refused([reason("There is nothing to link here.")])
        link = session.scalars(select(SeatClient).where(SeatClient.seat_id == seat_id)).first()
        link = link or SeatClient(seat_id=seat_id)
        link.circle_id, link.linked_at, link.linked_by = circle_id, clock.now(), actor.key
        session.add(link)
        session.flush()
        confirm_what_was_provisional(seat)
        audit.record(seat.town_id, actor.key, "client linked", f"seat:{seat_id}", case=str(seat.case_id))
        if circle is not None:
            audit.record(circle.agency_id, actor.key, "conference linked", circle.about)


@on_change
def _follow_the_file(session: Session, circle_id: UUID) -> None:
    """What the clients agree to, or take back, turns a yes in the calendar into a final or a provisional one."""
    for seat in seats_linked_to(circle_id):
        confirm_what_was_provisional(seat)
