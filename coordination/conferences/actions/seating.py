"""Giving seats: whoever is invited gets a place at the case, and an agency that is new there enters with a day."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.conferences.models import Conference, Invitation
from coordination.seats.models import Involvement, Seat, open_seats
from coordination.seats.rules import Relation, Role
from foundation import clock


class Table:
    """Who sits at the case of a conference, and the agencies there; a part of whatever deed invites somebody."""

    def __init__(self, session: Session, conference: Conference) -> None:
        self._session, self._conference = session, conference
        self._seated = {seat.worker_id or seat.person_id: seat for seat in open_seats(conference.case_id)}
        there = select(Involvement).where(Involvement.case_id == conference.case_id)
        self._involved = {each.agency_id: each for each in session.scalars(there)}

    def seat(self, invitation: Invitation) -> None:
        """Give an invited person the seat; an agency that names its person later enters the case already (S2-22)."""
        agency_id = invitation.agency_id if invitation.role == Role.AGENCY_WORKER else None
        if invitation.awaits_person:
            self._involvement(agency_id, invitation)
            return
        holder = invitation.worker_id or invitation.person_id
        seat = self._seated.get(holder)  # whoever sits here already keeps the seat as it is
        if seat is None:
            seat = self._seated[holder] = self._new_seat(invitation)
            seat.involvement_id = self._involvement(agency_id, invitation)
        seat.accompanies_id = invitation.accompanies_id or seat.accompanies_id
        seat.outward_reasons, seat.inward_reason = invitation.outward_reasons, invitation.inward_reason or None
        self._session.flush()
        invitation.seat_id = seat.id

    def _involvement(self, agency_id: UUID | None, invitation: Invitation) -> UUID | None:
        if agency_id is None:
            return None
        known = self._involved.get(agency_id)
        if known is None:
            known = self._involved[agency_id] = Involvement(
                case_id=self._conference.case_id, agency_id=agency_id, areas=(),
                relation=invitation.relation or Relation.MAY_SERVE, since=invitation.involved_since or clock.today(),
            )  # fmt: skip
            self._session.add(known)
            self._session.flush()
        return known.id

    def _new_seat(self, invitation: Invitation) -> Seat:
        seat = Seat(
            town_id=self._conference.town_id, case_id=self._conference.case_id, worker_id=invitation.worker_id,
            person_id=invitation.person_id, role=invitation.role, name=invitation.name, function=invitation.function,
            agency_id=invitation.agency_id, agency_name=invitation.agency_name, from_at=clock.now(),
        )  # fmt: skip
        self._session.add(seat)
        return seat
