"""Changing who comes to a convened meeting: one more person is invited, one is taken off it and keeps the seat."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordination.cases.models import Person
from coordination.conferences import (
    documents,
    documents_of_ending,
    documents_of_moving,
    documents_of_naming,
    readiness,
    rules_of_moving,
    rules_of_naming,
)
from coordination.conferences.actions.admitting import withdraw_waiting
from coordination.conferences.actions.listing import key_of
from coordination.conferences.actions.moving import to_change
from coordination.conferences.actions.seating import Table
from coordination.conferences.invitees import Asked
from coordination.conferences.models import Conference, Invitation, replaced_at
from coordination.conferences.rules import HowTold, MeetingKind
from coordination.conferences.rules_of_convening import obstacles_to_inviting
from coordination.seats.rules import Role
from foundation import audit, calendar_entries, clock
from foundation.database import transaction
from foundation.reasons import Reason, refuse_if


def invite_late(conference_id: UUID, asked: Asked, *, by: str) -> HowTold:
    """Invite one more person to a convened meeting, with every check of convening; answers how they are told.

    Whoever was taken off it before is invited to the same entry of their calendar again.
    """
    with transaction() as session:
        conference = to_change(session, conference_id, by)
        row = _former(conference, asked)
        refuse_if(_against(session, conference, asked, row))
        row = _listed(session, conference, asked, row)
        Table(session, conference).seat(row)
        session.flush()
        row.how_told = _told(conference, row)
        audit.record(
            conference.town_id, by, "person invited later", f"invitation:{row.id}",
            conference=str(conference_id), invited=key_of(row),
        )  # fmt: skip
        return row.how_told


def take_off(invitation_id: UUID, *, why: str, by: str) -> None:
    """Take one person off one meeting: it leaves their calendar, the seat at the case stays."""
    with transaction() as session:
        where = select(Invitation.conference_id).where(Invitation.id == invitation_id)
        conference = to_change(session, session.scalars(where).one(), by)
        invitation = next(each for each in conference.invitations if each.id == invitation_id)
        seat = invitation.seat
        refuse_if(
            rules_of_moving.obstacles_to_taking_off(
                name=invitation.name, convenes=invitation.role == Role.COORDINATOR, stands=invitation.stands,
                sits=invitation.awaits_person or (seat is not None and seat.is_open(clock.now())),
                named_by_others=invitation.awaits_person or invitation.substitute_for is not None,
                replaced=invitation.id in replaced_at(conference),
            )
        )  # fmt: skip
        withdraw_waiting(session, invitation, by)
        documents_of_ending.tell_of_taking_off(conference, invitation, documents.letterhead(conference.case_id))
        invitation.taken_back_at, invitation.taken_back_by, invitation.taken_back_why = clock.now(), by, why or None
        session.flush()
        audit.record(
            conference.town_id, by, "taken off a meeting", f"invitation:{invitation_id}",
            conference=str(conference.id), why=why,
        )  # fmt: skip


def _told(conference: Conference, row: Invitation) -> HowTold:
    """File the invitation, or the question to an agency whom it sends; answers how it reaches its recipient."""
    head = documents.letterhead(conference.case_id)
    if row.awaits_person:
        return documents_of_naming.ask_who_comes(conference, row, head)
    if row.worker_id is not None:
        calendar_entries.replace_waiting(conference.id, row.worker_id, why="invited again")
    return documents.invite(conference, row, head)


def _former(conference: Conference, asked: Asked) -> Invitation | None:
    return next((each for each in conference.invitations if each.invitee == asked.invitee), None)


def _against(session: Session, conference: Conference, asked: Asked, row: Invitation | None) -> list[Reason]:
    """Why this person cannot be invited, or not like this."""
    held = row in documents_of_moving.concerned(conference) and row is not None and row.comes
    family = session.scalars(select(Person.name).where(Person.case_id == conference.case_id)).all()
    named = [word for name in family for word in name.split()] if asked.awaits_person else []
    return [
        *rules_of_moving.invited_already(asked.name, held=held),
        *rules_of_naming.against_wanted(asked.function, "wanted", family=named),
        *rules_of_moving.without_the_family(
            asked.name, working=conference.kind == MeetingKind.WORKING, is_family=asked.is_family
        ),
        *(each for one in readiness.invitees(conference, [asked]) for each in obstacles_to_inviting(one)),
    ]  # fmt: skip


def _listed(session: Session, conference: Conference, asked: Asked, former: Invitation | None) -> Invitation:
    """The row of whoever is invited; somebody who was invited before is asked anew."""
    row = former or Invitation(conference_id=conference.id)
    for name, value in vars(asked).items():
        setattr(row, name, value)
    row.taken_back_at = row.taken_back_by = row.taken_back_why = row.substitute_for = None
    row.attendance = row.attendance_by = None
    row.ask_again()
    row.answer_note = None
    if former is None:
        last = select(func.max(Invitation.position)).where(Invitation.conference_id == conference.id)
        row.position = (session.scalar(last) or 0) + 1
        session.add(row)
    session.flush()
    return row
