"""Letting in whoever is named: the parts that all deeds about named people share, each inside its deed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agencies.staff import actions as staff
from agencies.staff.models import workers_by_agency
from coordination.conferences import (
    documents,
    documents_of_ending,
    documents_of_naming,
    rules_of_naming,
)
from coordination.conferences.actions.coordinating import held_conference
from coordination.conferences.actions.leaving import end_seat
from coordination.conferences.actions.seating import Table
from coordination.conferences.models import (
    Conference,
    Invitation,
    excluded_workers,
    invitations_of_seat,
)
from coordination.conferences.namings import Naming, waiting_for
from coordination.conferences.rules import HowTold
from coordination.conferences.rules_of_naming import Settled
from coordination.seats.models import Seat
from coordination.seats.rules import Ending
from foundation import clock
from foundation.reasons import Reason


def locked(session: Session, invitation_id: UUID) -> tuple[Conference, Invitation]:
    """An invitation and its conference as they stand while nobody else changes the case."""
    asked_to = session.scalars(select(Invitation.conference_id).where(Invitation.id == invitation_id)).one()
    conference = held_conference(session, asked_to)
    assert conference is not None
    return conference, next(each for each in conference.invitations if each.id == invitation_id)


@dataclass(frozen=True)
class Standing:
    """What a known worker is towards a meeting to which somebody names them."""

    name: str
    excluded: bool = False
    invited: bool = False
    left: bool = False
    """Stepped aside, or was taken off the case."""
    other_role: bool = False
    works_there: bool = True

    def untold(self) -> tuple[Reason, ...]:
        """Why not, for somebody who may not know why."""
        return rules_of_naming.against_person(
            excluded=self.excluded, invited=self.invited, left=self.left, other_role=self.other_role,
            works_there=self.works_there,
        )  # fmt: skip

    def told(self) -> tuple[Reason, ...]:
        """Why not, for the coordinator, who may also call back whoever left."""
        return tuple(
            rules_of_naming.against_invitee(
                name=self.name, excluded=self.excluded, invited=self.invited, other_role=self.other_role,
                works_there=self.works_there,
            )
        )  # fmt: skip


def standing_of(
    session: Session, conference: Conference, invitation: Invitation, worker_id: UUID | None
) -> Standing:  # fmt: skip
    """What stands against naming a worker; nothing against a person whom the house does not know."""
    if worker_id is None:
        return Standing("")
    here = workers_by_agency([invitation.agency_id]).get(invitation.agency_id, []) if invitation.agency_id else []
    post = next((post for post in here if post.worker_id == worker_id), None)
    seats = session.scalars(select(Seat).where(Seat.case_id == conference.case_id, Seat.worker_id == worker_id)).all()
    now_held = next((seat for seat in seats if seat.is_open(clock.now())), None)
    rows = [each for each in conference.invitations if each.worker_id == worker_id]
    return Standing(
        name=post.worker.name if post else "",
        excluded=worker_id in excluded_workers(conference.case_id),
        invited=any(each.stands or invitation.awaits_person for each in rows),
        left=now_held is None and any(seat.ended_how in (Ending.STEPPED_ASIDE, Ending.REMOVED) for seat in seats),
        other_role=now_held is not None and now_held.role != invitation.role,
        works_there=post is not None,
    )


def withdraw_waiting(session: Session, invitation: Invitation, by: str) -> None:
    """Whoever was named for an invitation and waits for a yes waits no more."""
    former = waiting_for([invitation.id]).get(invitation.id)
    if former is not None:
        settle(former, Settled.WITHDRAWN, by)
        session.flush()


def settle(naming: Naming, how: Settled, by: str) -> None:
    """What became of a naming, when and by whom."""
    naming.settled_at, naming.settled_how, naming.settled_by = clock.now(), how, by


def admit_newcomer(session: Session, invitation: Invitation, naming: Naming, by: str) -> None:
    """Somebody whom the house does not know becomes a worker of the agency that named them."""
    assert invitation.agency_id is not None
    contact = staff.Contact(email=naming.email, shared=naming.mailbox_shared)
    place = staff.Place(agency_id=invitation.agency_id, function=naming.function)
    naming.worker_id = staff.take_on_named(session, name=naming.name, contact=contact, place=place, by=by).id


def admit(
    session: Session, conference: Conference, invitation: Invitation, naming: Naming, *, by: str, why: str | None = None
) -> Invitation:
    """Invite whoever is named: with a seat, an own letter and an own link; once people sit together, by word only.

    `why` is why this very person; None: the same as why somebody was asked at all.
    """
    invited = invitation if invitation.awaits_person else _substitute(session, conference, invitation, naming)
    invited.worker_id, invited.name, invited.function = naming.worker_id, naming.name, naming.function
    invited.agency_name = invitation.agency_name
    invited.inward_reason = invitation.inward_reason if why is None else why
    settle(naming, Settled.CONFIRMED, by)
    session.flush()
    Table(session, conference).seat(invited)
    session.flush()
    begun = conference.starts_at is not None and conference.starts_at <= clock.now()
    head = documents.letterhead(conference.case_id)
    invited.how_told = HowTold.IN_PERSON if begun else documents.invite(conference, invited, head)
    here = invitation.seat is not None and invitation.seat.to_at is None
    if invited is not invitation and here and not begun:
        documents_of_naming.tell_of_substitute(conference, invitation, head)
    return invited


_AS_THE_FIRST = (
    "agency_id", "agency_name", "role", "also", "outward_reasons", "inward_reason", "to_prepare", "accompanies_id",
    "tongue", "part_from", "part_to",
)  # fmt: skip
"""What a substitute is invited to as the person in whose place they come."""


def _substitute(session: Session, conference: Conference, first: Invitation, naming: Naming) -> Invitation:
    """The row of whoever comes in somebody's place; one who was invited before and is not any more is asked anew."""
    former = next((each for each in conference.invitations if each.worker_id == naming.worker_id), None)
    row = former or Invitation(conference_id=conference.id, name=naming.name, function=naming.function)
    for name in _AS_THE_FIRST:
        setattr(row, name, getattr(first, name))
    row.worker_id, row.substitute_for = naming.worker_id, first.id
    row.taken_back_at = row.taken_back_by = None
    row.ask_again()
    row.answer_note = None
    if former is None:
        highest = select(func.max(Invitation.position)).where(Invitation.conference_id == conference.id)
        row.position = (session.scalar(highest) or 0) + 1
        session.add(row)
    return row


# --- giving way ------------------------------------------------------------------------------------------------------


def give_way(session: Session, conference: Conference, invitation: Invitation, by: str) -> None:
    """Whoever came in somebody's place until now comes no more."""
    for each in conference.invitations:
        if each.substitute_for == invitation.id and each.stands:
            end_invitation(session, conference, each, by)


def end_invitation(session: Session, conference: Conference, invitation: Invitation, by: str) -> None:
    """Nobody comes by this invitation any more, nor by one of somebody in its place.

    A seat that was given for this meeting alone closes with it.
    """
    give_way(session, conference, invitation, by)
    withdraw_waiting(session, invitation, by)
    seat = invitation.seat if invitation.seat is not None and invitation.seat.to_at is None else None
    if invitation.awaits_person:
        documents_of_naming.stop_asking(invitation, why="taken back")
    elif seat is not None and len(invitations_of_seat(seat.id)) == 1:
        end_seat(session, seat, how=Ending.LEFT, why="", by=by)
    elif seat is not None:
        documents_of_ending.tell_of_taking_off(conference, invitation, documents.letterhead(conference.case_id))
    invitation.taken_back_at, invitation.taken_back_by = clock.now(), by
    session.flush()
