"""Closing a seat: somebody steps aside, is taken off, is shut out; what was sent is taken back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.cases.actions import on_exclusion
from coordination.conferences import documents, documents_of_ending, rules
from coordination.conferences.actions.coordinating import refuse_stranger
from coordination.conferences.models import (
    INVITATION,
    invitations_of_seat,
)
from coordination.conferences.rules import ConferenceState
from coordination.seats.clients import gate_of
from coordination.seats.models import Seat, held_frame
from coordination.seats.rules import Ending, Role
from coordination.tasks.actions import orphan_tasks_of
from foundation import audit, clock, links, outbox
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if


def step_aside(seat_id: UUID, *, reason: str, by: str) -> None:
    """The holder leaves the case; the reason reaches the coordinator only."""
    _close(seat_id, how=Ending.STEPPED_ASIDE, why=reason, by=by)


def remove(seat_id: UUID, *, reason: str, by: str) -> None:
    """The coordinator takes somebody off the case."""
    _close(seat_id, how=Ending.REMOVED, why=reason, by=by)


def _close(seat_id: UUID, *, how: Ending, why: str, by: str) -> None:
    with transaction() as session:
        case_id = session.scalars(select(Seat.case_id).where(Seat.id == seat_id)).one()
        held_frame(session, case_id)  # what is sent about a meeting is sent under the same
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        if seat.role == Role.COORDINATOR:
            raise Refused([reason("There is always one coordinator. Hand the case over first.")])
        if not seat.is_open(clock.now()):
            return
        if how == Ending.STEPPED_ASIDE:
            gate = gate_of(seat)
            refuse_if(rules.against_leaving(why, compulsory=gate is not None and gate.compulsory))
        else:
            refuse_stranger(seat.case_id, by)
        end_seat(session, seat, how=how, why=why, by=by)
        audit.record(seat.town_id, by, "seat closed", f"seat:{seat_id}", case=str(seat.case_id), how=str(how))


def end_seat(session: Session, seat: Seat, *, how: Ending, why: str, by: str) -> None:
    """Close a seat and take back what was sent for it: links, waiting letters, calendar entries, tasks."""
    orphan_tasks_of(session, seat.id, by)
    seat.to_at, seat.ended_how, seat.ended_reason = clock.now(), how, why or None
    take_back_what_was_sent(session, seat)


def take_back_what_was_sent(session: Session, seat: Seat) -> None:
    """The links of a closed seat die, waiting letters stay, coming meetings leave the calendar; its worker is told."""
    now, coming = clock.now(), []
    for each in invitations_of_seat(seat.id):
        meets = each.conference
        if not each.stands or meets.state is ConferenceState.CANCELLED:
            continue  # it has ended already, and its letter, perhaps still waiting, must leave
        outbox.take_back(about=each.id, why="the seat is closed")
        if each.worker_id is not None:
            links.revoke(INVITATION, each.id, each.worker_id)
        if meets.state is ConferenceState.CONVENED and meets.ends_at is not None and meets.ends_at > now:
            coming.append(each)
    if seat.worker_id is not None:
        documents_of_ending.close_seat(seat, coming, documents.letterhead(seat.case_id))
    session.flush()


@on_exclusion
def _close_seat_of_excluded(session: Session, case_id: UUID, worker_id: UUID, by: str) -> None:
    """Whoever is shut out loses the seat with everything that was sent for it; the reason stays with the exclusion."""
    held = select(Seat).where(Seat.case_id == case_id, Seat.worker_id == worker_id, Seat.to_at.is_(None))
    for seat in session.scalars(held).all():
        end_seat(session, seat, how=Ending.REMOVED, why="", by=by)
