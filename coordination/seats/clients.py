"""The bridge from a seat to the file of a counselling service: whose client the family is, and what may be said there.

Only the service reads its file; everybody else learns no more than whether a participation is provisional (S1-54).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from agencies.circles.models import Circle
from agencies.cooperation.models import grounds_of_files
from agencies.cooperation.rules import Permit, Purpose
from agencies.directory.models import Agency
from agencies.directory.rules import AgencyKind
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from foundation import clock
from foundation.database import Base, Key, db
from foundation.reasons import Reason, reason


class SeatClient(Base):
    """What the holder of a seat says of the family: which file of the own service it is, or that there is none."""

    __tablename__ = "seat_client"
    id: Mapped[Key]
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), unique=True)
    circle_id: Mapped[UUID | None] = mapped_column(ForeignKey("circle.id"), index=True)
    """None: the service keeps no file of this family."""
    linked_at: Mapped[datetime]
    linked_by: Mapped[str]


@dataclass(frozen=True)
class Gate:
    """What stands between a counselling service and its final participation."""

    circle_id: UUID | None
    permit: Permit

    @property
    def closed(self) -> bool:
        return bool(self.permit.reasons)

    @property
    def compulsory(self) -> bool:
        """Whether a law obliges the service, so that it cannot decline (S1-55)."""
        return self.permit.compulsory


_UNLINKED = Permit((reason("Say first which of your files this family is, or that you keep none of it."),))
_KEPT_OUT = Permit((reason("You cannot speak for this client. Somebody else of your service has to come."),))


def gates_of(seats: Collection[Seat], purpose: Purpose = Purpose.CONFERENCE) -> dict[UUID, Gate]:
    """The gate of each seat that has one: of workers who sit for a counselling service that keeps files here (S1-54,
    S1-55). The queries do not grow with the seats; one alone where no such service sits."""
    homes = {seat.agency_id for seat in seats if seat.role == Role.AGENCY_WORKER and seat.agency_id}
    keeping = select(Circle.agency_id).join(Agency, Agency.id == Circle.agency_id).distinct()
    services = set(
        db.session.scalars(keeping.where(Agency.kind == AgencyKind.COUNSELLING, Circle.agency_id.in_(homes)))
        if homes
        else ()
    )
    concerned = [seat for seat in seats if seat.role == Role.AGENCY_WORKER and seat.agency_id in services]
    if not concerned:
        return {}
    said = select(SeatClient).where(SeatClient.seat_id.in_([seat.id for seat in concerned]))
    links = {link.seat_id: link.circle_id for link in db.session.scalars(said)}
    grounds = grounds_of_files({circle_id for circle_id in links.values() if circle_id is not None})
    gates = {}
    for seat in concerned:
        circle_id = links.get(seat.id)
        if seat.id not in links:
            permit = _UNLINKED
        elif circle_id is None:
            permit = Permit(())
        elif seat.worker_id in grounds[circle_id].kept_out:
            permit = _KEPT_OUT
        else:
            permit = grounds[circle_id].permit(seat.town_id, purpose, clock.now())
        gates[seat.id] = Gate(circle_id, permit)
    return gates


def gate_of(seat: Seat, purpose: Purpose = Purpose.CONFERENCE) -> Gate | None:
    """The gate of one seat; None where there is none."""
    return gates_of([seat], purpose).get(seat.id)


def against(seat: Seat, purpose: Purpose = Purpose.CONFERENCE) -> list[Reason]:
    """Everything that keeps the holder of a seat from taking part or speaking for the service, in their own eyes."""
    gate = gate_of(seat, purpose)
    return list(gate.permit.reasons) if gate is not None else []


def seats_linked_to(circle_id: UUID) -> Sequence[Seat]:
    """The open seats that speak of a file."""
    found = select(Seat).join(SeatClient, SeatClient.seat_id == Seat.id).where(SeatClient.circle_id == circle_id)
    return db.session.scalars(found.where(Seat.to_at.is_(None))).all()
