"""Asking an agency for its standpoint, reminding those who have not answered, taking a request back (S2-20, S2-34)."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.directory.models import Agency
from coordination.conferences.models import Conference
from coordination.conferences.rules import ConferenceState
from coordination.seats.rules import Role
from coordination.standpoints import documents, rules
from coordination.standpoints.actions.reach import Doer, doer, meeting, no_longer
from coordination.standpoints.requests import StandpointRequest, request_of, unanswered
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if

ASKING = "participants_and_answers"
"""Asking people who come for something is part of inviting them."""


def request_standpoint(
    conference_id: UUID, agency_id: UUID, *, about: str = "", answer_by: date | None, actor: Actor
) -> list[str]:
    """Ask an agency for its standpoint by a day; answers who of it can only be told by word. Raises Refused."""
    with transaction() as session:
        conference, who = _asking(session, conference_id, actor)
        refuse_if(rules.request_obstacles(answer_by, today=clock.today(), meets_on=conference.day))
        assert answer_by is not None
        if not documents.invited_of(conference_id, agency_id):
            raise Refused([reason("Nobody from this organisation is at the table. Invite somebody first.")])
        request = _request(session, conference, agency_id)
        request.about, request.answer_by = about, answer_by
        request.asked_at, request.asked_by = clock.now(), who.key
        request.reminded_at = request.withdrawn_at = request.withdrawn_by = None
        session.add(request)
        session.flush()
        to_tell = documents.ask_for_standpoint(request)
        _note(who, "standpoint asked for", request)
        return to_tell


def remind(conference_id: UUID, *, actor: Actor) -> int:
    """Remind every agency that has not answered and was not reminded today; answers how many. Raises Refused."""
    with transaction() as session:
        _conference, who = _asking(session, conference_id, actor)
        midnight, reminded = clock.midnight(clock.today()), 0
        for request in unanswered(conference_id):
            last = request.reminded_at or request.asked_at
            if last < midnight:
                request.reminded_at = clock.now()
                session.flush()
                documents.ask_for_standpoint(request, reminds=True)
                _note(who, "standpoint reminded of", request)
                reminded += 1
        return reminded


def take_request_back(request_id: UUID, *, actor: Actor) -> None:
    """Nobody waits for the standpoint of an agency any more. Raises Refused."""
    with transaction() as session:
        request = request_of(request_id)
        if request is None or request.withdrawn_at is not None:
            raise Refused([no_longer()])
        _conference, who = _asking(session, request.conference_id, actor)
        request.withdrawn_at, request.withdrawn_by = clock.now(), who.key
        session.flush()
        _note(who, "standpoint not asked for any more", request)


def _asking(session: Session, conference_id: UUID, actor: Actor) -> tuple[Conference, Doer]:
    """The meeting, locked, for its coordinator, as long as there is something to prepare for."""
    session.get(Conference, conference_id, with_for_update=True)
    conference = meeting(session, conference_id, open_table=True)
    who = doer(session, conference.case_id, ASKING, actor=actor, roles=(Role.COORDINATOR,))
    if conference.state is ConferenceState.DRAFT:
        raise Refused([reason("The meeting is not convened yet. Ask once people are invited.")])
    return conference, who


def _request(session: Session, conference: Conference, agency_id: UUID) -> StandpointRequest:
    """The one request to an agency; one that was taken back is made anew."""
    same = (StandpointRequest.conference_id == conference.id, StandpointRequest.agency_id == agency_id)
    found = session.scalar(select(StandpointRequest).where(*same))
    agency = session.get_one(Agency, agency_id)
    return found or StandpointRequest(
        case_id=conference.case_id, conference_id=conference.id, agency_id=agency_id, agency_name=agency.name
    )


def _note(who: Doer, verb: str, request: StandpointRequest) -> None:
    about = f"conference:{request.conference_id}"
    audit.record(who.facts.town_id, who.key, verb, about, case=str(request.case_id), agency=str(request.agency_id))
