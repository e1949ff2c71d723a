"""What becomes of the meetings when a case is handed over: the new coordinator convenes them, the former leaves."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from coordination.cases.actions import Passed, on_hand_over
from coordination.conferences import documents
from coordination.conferences.actions.convening import convenors_own
from coordination.conferences.actions.leaving import take_back_what_was_sent
from coordination.conferences.models import INVITATION, Conference, Invitation
from coordination.conferences.rules import Answer, ConferenceState
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from foundation import calendar_entries, clock, links, outbox
from foundation.ics import Partstat


@on_hand_over
def pass_meetings_on(session: Session, passed: Passed) -> None:
    """Coming meetings stand in the calendar of the new coordinator and leave the former one's."""
    take_back_what_was_sent(session, passed.former)
    head = documents.letterhead(passed.former.case_id)
    for conference in _unfinished(session, passed.former):
        asked = next((each for each in conference.invitations if each.worker_id == passed.present.worker_id), None)
        if conference.state is ConferenceState.DRAFT:
            if asked is not None:
                session.delete(asked)  # whoever convenes invites herself
            continue
        also = _duty_of_former(conference, passed.former)
        if asked is not None and _comes_already(asked):
            _convenes_from_now_on(asked, passed.present, also)
        else:
            own = convenors_own(session, conference, passed.present, also=also, known=asked)
            own.how_told = documents.invite(conference, own, head)
    session.flush()


def _duty_of_former(conference: Conference, former: Seat) -> Role | None:
    """What fell to the former convenor besides: leading the meeting, or its minutes; it falls to the new one."""
    own = next((each for each in conference.invitations if each.seat_id == former.id), None)
    if own is None:
        return None
    also, own.also = own.also, None
    return also


def _unfinished(session: Session, former: Seat) -> Sequence[Conference]:
    """What is being prepared, and what is convened and not over yet."""
    to_come = (Conference.held_at.is_(None), Conference.cancelled_at.is_(None))
    found = select(Conference).where(Conference.case_id == former.case_id, *to_come)
    whole = session.scalars(found.options(selectinload(Conference.invitations))).all()
    return [one for one in whole if one.ends_at is None or one.ends_at > clock.now() or one.convened_at is None]


def _comes_already(asked: Invitation) -> bool:
    """Whether the meeting stands in this person's calendar."""
    entry = calendar_entries.entry_of(asked.conference_id, asked.worker_id) if asked.worker_id else None
    return entry is not None and entry.cancelled_at is None


_DUTIES = (Role.FACILITATOR, Role.MINUTE_TAKER)


def _convenes_from_now_on(asked: Invitation, present: Seat, also: Role | None) -> None:
    """Whoever was invited anyway comes as the convenor; the mailed link is not the way in any more."""
    assert asked.worker_id is not None
    links.revoke(INVITATION, asked.id, asked.worker_id)
    outbox.take_back(about=asked.id, why="the case is handed over")
    duty = next((held for held in (asked.role, asked.also) if held in _DUTIES), also)
    asked.role, asked.also, asked.seat_id = Role.COORDINATOR, duty, present.id
    asked.answer, asked.answered_at, asked.answered_by = Answer.ACCEPTED, clock.now(), f"worker:{asked.worker_id}"
    calendar_entries.answer(asked.conference_id, asked.worker_id, Partstat.ACCEPTED)
