"""Correcting a meeting that was entered afterwards; what stood there before is kept with the reason."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences import rules_of_entering
from coordination.conferences.actions.coordinating import case_is_over, held_conference, refuse_stranger
from coordination.conferences.actions.entering import PastMeeting, in_the_way, seat_whoever_was_there, write_people
from coordination.conferences.corrections import AsWritten, MeetingCorrection, as_written
from coordination.conferences.models import Conference, held_before
from coordination.seats.models import CaseFrame
from coordination.seats.rules import Role
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import Refused, refuse_if


def correct(conference_id: UUID, past: PastMeeting, *, shown: Collection[UUID], why: str, by: str) -> None:
    """Write a past meeting anew. Rights given by it stay, whoever should not have them is taken off the case.

    `shown`: the workers and private persons who stood on the page; nothing changes about anybody else. Raises Refused.
    """
    with transaction() as session:
        meeting = held_conference(session, conference_id)
        if meeting is None or meeting.entered_at is None:
            raise Refused(rules_of_entering.not_entered())
        refuse_stranger(meeting.case_id, by)
        frame, former = session.get_one(CaseFrame, meeting.case_id), as_written(meeting)
        starts, ends, wrong = in_the_way(frame, past, now=meeting.entered_at)
        refuse_if([*case_is_over(frame), *wrong, *rules_of_entering.missing_why(why)])
        assert starts is not None
        assert ends is not None
        meeting.starts_at, meeting.ends_at, meeting.meets_on = starts, ends, past.when.meets_on
        meeting.place, meeting.place_is_sensitive = past.when.place, past.when.place_is_sensitive
        meeting.goal, meeting.kind = past.goal, past.kind
        _correct_people(session, meeting, past, shown, by)
        session.flush()
        session.expire(meeting, ["invitations"])
        session.refresh(meeting, ["invitations"])
        earlier = held_before(meeting.case_id, starts)
        meeting.follow_up_of = earlier.id if earlier is not None else None
        refuse_if(rules_of_entering.nothing_corrected() if as_written(meeting) == former else ())
        _keep(session, meeting, former, why, by)


def _correct_people(
    session: Session, meeting: Conference, past: PastMeeting, shown: Collection[UUID], by: str
) -> None:  # fmt: skip
    meant, there = {each.worker_id or each.person_id: each for each in past.people}, set()
    for row in meeting.invitations:
        there.add(row.invitee)
        if row.role == Role.COORDINATOR:
            row.attendance, row.attendance_by = past.own, by
        elif each := meant.get(row.invitee):
            row.attendance, row.attendance_by, row.role = each.attendance, by, each.role
            row.taken_back_at = row.taken_back_by = row.taken_back_why = None
        elif row.invitee in shown and row.stands:
            row.taken_back_at, row.taken_back_by = clock.now(), by
    new = [each for key, each in meant.items() if key not in there]
    seat_whoever_was_there(session, meeting, [row for row in meeting.invitations if row.invitee in meant])
    write_people(session, meeting, new, by, first=len(meeting.invitations))


def _keep(session: Session, meeting: Conference, former: AsWritten, why: str, by: str) -> None:
    session.add(
        MeetingCorrection(
            conference_id=meeting.id, at=clock.now(), by=by, why=why.strip(), starts_at=former.starts_at,
            ends_at=former.ends_at, place=former.place, goal=former.goal, kind=former.kind,
            people=[[name, how] for name, how, _role in former.people],
        )
    )  # fmt: skip
    session.flush()
    audit.record(
        meeting.town_id, by, "past meeting corrected", f"conference:{meeting.id}", case=str(meeting.case_id),
        starts_at=meeting.starts_at.isoformat() if meeting.starts_at else "",
    )  # fmt: skip
