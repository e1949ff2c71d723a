"""Convening what was prepared, and calling it off."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.staff.models import Worker
from coordination.cases.models import FamilyCase
from coordination.conferences import (
    documents,
    documents_of_ending,
    documents_of_moving,
    documents_of_naming,
    rules,
    rules_of_caution,
)
from coordination.conferences.actions.coordinating import case_is_over, held_conference, refuse_stranger
from coordination.conferences.actions.listing import key_of
from coordination.conferences.actions.preparing import draft_to_write
from coordination.conferences.actions.seating import Table
from coordination.conferences.documents_of_naming import whom_to_ask
from coordination.conferences.models import (
    INVITATION,
    Conference,
    Invitation,
    last_held,
    next_number,
)
from coordination.conferences.readiness import cautions, convenors_own_duty, obstacles
from coordination.conferences.rules import Answer, Attendance
from coordination.seats.models import CaseFrame, Seat, coordinator_of
from coordination.seats.rules import Role
from foundation import audit, clock, links
from foundation.database import db, transaction
from foundation.reasons import Reason, reason, refuse_if

Listener = Callable[[Conference], None]
_on_convening: list[Listener] = []


def on_convening(listener: Listener) -> Listener:
    """Let a feature above this one settle what was open before a meeting; it is told before anybody is written to."""
    _on_convening.append(listener)
    return listener


def convene(conference_id: UUID, *, by: str, despite: str = "") -> int:
    """Convene a prepared conference: open the case, give seats, file one letter a person; answers how many are invited.

    `despite` is what was written under the cautions that ask why. Raises Refused with all obstacles at once.
    """
    with transaction() as session:
        conference = draft_to_write(session, conference_id, by)
        frame = session.get_one(CaseFrame, conference.case_id)
        refuse_if([*case_is_over(frame), *obstacles(conference)])
        refuse_if(rules_of_caution.why_missing(cautions(conference), despite))
        now, seat = clock.now(), coordinator_of(conference.case_id)
        frame.opened_at = frame.opened_at or now
        held = last_held(conference.case_id)
        conference.number = next_number(conference.case_id, besides=conference_id)
        conference.follow_up_of = held.id if held else None
        conference.convened_at, conference.convened_by, conference.despite = now, by, despite.strip() or None
        session.get_one(FamilyCase, conference.case_id).goal = conference.goal
        invited = _seat_everybody(session, conference)
        for listener in _on_convening:
            listener(conference)
        head = documents.letterhead(conference.case_id)
        own = convenors_own(session, conference, seat, also=convenors_own_duty(conference))
        for each in (own, *(one for one in invited if one.comes)):
            asks = documents_of_naming.ask_who_comes if each.awaits_person else documents.invite
            each.how_told = asks(conference, each, head)
        audit.record(
            conference.town_id, by, "conference convened", f"conference:{conference_id}",
            case=str(conference.case_id), number=conference.number, invited=[key_of(each) for each in invited],
        )  # fmt: skip
        return len(invited)


def convenors_own(
    session: Session, conference: Conference, seat: Seat, *, also: Role | None, known: Invitation | None = None
) -> Invitation:
    """The convenor's own row: she comes, and her attendance is noted like everybody's.

    `also` is what falls to her besides; `known` her row of before, when she convened already or was asked like others.
    """
    own = known or Invitation(conference_id=conference.id, outward_reasons=(), inward_reason="")
    own.position, own.worker_id, own.agency_id = 0, seat.worker_id, conference.town_id
    own.role, own.also, own.seat_id = seat.role, also, seat.id
    own.name, own.function, own.agency_name = seat.name, seat.function, seat.agency_name
    own.taken_back_at = own.taken_back_by = None
    own.answer, own.answered_at, own.answered_by = Answer.ACCEPTED, clock.now(), f"worker:{seat.worker_id}"
    session.add(own)
    session.flush()
    return own


def _seat_everybody(session: Session, conference: Conference) -> list[Invitation]:
    """Give each invited person a seat; rows that were only written beside go, the draft is over."""
    table = Table(session, conference)
    invited = [each for each in conference.invitations if each.chosen]
    for each in conference.invitations:
        if not each.chosen:
            session.delete(each)
    for each in invited:
        table.seat(each)
        if each.informed_only_because is not None:
            each.attendance, each.attendance_by = Attendance.INFORMED_ONLY, conference.convened_by
    session.flush()
    return invited


def call_off(conference_id: UUID, *, why: str, another_by: date | None, by: str) -> None:
    """Call a convened meeting off; everybody invited hears of it, after their invitation and never before it.

    `another_by` is the day by which another date will be proposed; None: there will be none.
    """
    with transaction() as session:
        conference = held_conference(session, conference_id)
        assert conference is not None
        refuse_stranger(conference.case_id, by)
        refuse_if([*rules.obstacles_to_calling_off(conference.state), *_wrong_replacement(another_by)])
        conference.cancelled_at, conference.cancelled_by, conference.cancelled_why = clock.now(), by, why
        conference.another_by = another_by
        head = documents.letterhead(conference.case_id)
        for each in documents_of_moving.concerned(conference):
            if each.awaits_person:
                documents_of_naming.stop_asking(each, why="called off")
                continue
            documents_of_ending.call_off(conference, each, head)
        for each in conference.invitations:
            if each.worker_id is not None:
                links.revoke(INVITATION, each.id, each.worker_id)
        session.flush()
        audit.record(conference.town_id, by, "conference called off", f"conference:{conference_id}", why=why)


def _wrong_replacement(another_by: date | None) -> tuple[Reason, ...]:
    if another_by is not None and another_by < clock.today():
        return (reason("The day has already passed. Enter today or a later day.", "another_by"),)
    return ()


def invited_by_mail(conference: Conference) -> int:
    """How many letters leave when a draft is convened: to workers, to private persons whose safe contact is mail, and
    to agencies that say who comes.
    """
    ids = [each.worker_id for each in conference.invitations if each.chosen and each.worker_id]
    reached = select(Worker.id).where(Worker.id.in_(ids), Worker.email.is_not(None))
    asked = [each for each in conference.invitations if each.chosen and each.awaits_person]
    private = [each for each in conference.invitations if each.comes and documents.safe_mail(each)]
    workers = len(db.session.scalars(reached).all())
    return workers + len(private) + sum(bool(whom_to_ask(conference, each).email) for each in asked)
