"""The meeting itself: who was there, and that it took place."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences import rules, rules_of_children, rules_of_informing
from coordination.conferences.actions.coordinating import held_conference
from coordination.conferences.children import unprepared_there
from coordination.conferences.informed import family_knows
from coordination.conferences.models import (
    Conference,
    expected,
)
from coordination.conferences.rules import Attendance
from coordination.seats.models import CaseFrame, facts_of_seat, open_seats
from foundation import audit, clock
from foundation.access import Door, decide
from foundation.database import db, transaction
from foundation.reasons import Reason, Refused, reason, refuse_if


def _refuse_who_may_not_write(session: Session, conference: Conference, by: str) -> None:
    """Attendance is written by whoever has the right to it now, not when the page was opened."""
    frame = session.get_one(CaseFrame, conference.case_id)
    seat = next((one for one in open_seats(conference.case_id) if by == f"worker:{one.worker_id}"), None)
    facts = facts_of_seat(frame, seat, Door.ACCOUNT2) if seat else None
    if not decide(facts, "attendance", "W", clock.now()).allowed:
        raise Refused([reason("You no longer write the attendance of this meeting. Call the coordinator.")])


def record_attendance(conference_id: UUID, attendance: Mapping[UUID, Attendance], *, by: str) -> None:
    """Write down who was there, by invitation; people not named keep what is known of them."""
    with transaction() as session:
        conference = held_conference(session, conference_id)
        assert conference is not None
        _refuse_who_may_not_write(session, conference, by)
        refuse_if(
            rules.obstacles_to_attendance(conference.state, starts_at=conference.starts_at, now=clock.now())
        )  # fmt: skip
        changed = {}
        for each in conference.invitations:
            found = attendance.get(each.id)
            if found is not None and found != each.attendance:
                each.attendance, each.attendance_by = found, by
                changed[str(each.id)] = str(found)
        session.flush()
        audit.record(conference.town_id, by, "attendance recorded", f"conference:{conference_id}", attendance=changed)


def mark_held(conference_id: UUID, *, by: str, uninformed_because: str = "", unprepared_because: str = "") -> None:
    """Note that the meeting took place.

    Refused before it begins, while somebody's attendance is missing, and while nothing says how the family learned of
    it or why not (S2-26), or how a child who was there had been prepared or why not (S2-47).
    """
    with transaction() as session:
        conference = held_conference(session, conference_id)
        assert conference is not None
        _refuse_who_may_not_write(session, conference, by)
        refuse_if(obstacles_to_being_held(conference, uninformed_because, unprepared_because))
        note_held(conference, by=by, uninformed_because=uninformed_because, unprepared_because=unprepared_because)


def obstacles_to_being_held(
    conference: Conference, uninformed_because: str, unprepared_because: str = ""
) -> list[Reason]:
    """Why it cannot be noted now that a meeting took place."""
    missing = [each.name for each in expected(conference) if each.attendance is None]
    return [
        *rules.obstacles_to_holding(
            conference.state, starts_at=conference.starts_at, now=clock.now(), without_attendance=missing
        ),
        *rules_of_informing.record_missing(recorded=family_knows(conference.id), because=uninformed_because),
        *rules_of_children.record_missing(unprepared_there(conference), because=unprepared_because),
    ]


def note_held(conference: Conference, *, by: str, uninformed_because: str = "", unprepared_because: str = "") -> None:
    """Note inside a transaction that a meeting took place; nothing stands in the way any more."""
    recorded = family_knows(conference.id)
    conference.held_at, conference.held_by = clock.now(), by
    conference.uninformed_because = None if recorded else uninformed_because
    conference.unprepared_because = unprepared_because if unprepared_there(conference) else None
    db.session.flush()
    audit.record(conference.town_id, by, "conference held", f"conference:{conference.id}", number=conference.number)
