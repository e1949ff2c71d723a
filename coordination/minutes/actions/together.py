"""What the deeds of a meeting share: whoever comes second is told, rights are read again under the lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from coordination.conferences.models import Conference, conference_of
from coordination.minutes.models import Minutes, facts_of_minutes_at
from coordination.minutes.models import minutes as minutes_by_id
from coordination.seats.models import CaseFrame, Seat, facts_at_case
from foundation import clock
from foundation.access import Actor, Facts, decide
from foundation.database import ChangedMeanwhile, transaction
from foundation.reasons import Refused, reason


@contextmanager
def together() -> Iterator[Session]:
    """A transaction on something that several people write; raises ChangedMeanwhile for whoever comes second."""
    try:
        with transaction() as session:
            yield session
    except (StaleDataError, IntegrityError) as error:
        raise ChangedMeanwhile from error


def conference_for(session: Session, conference_id: UUID, resource: str, actor: Actor) -> Conference:
    """A meeting for somebody who may write about it now, under the lock of its case."""
    conference = conference_of(conference_id)
    if conference is None:
        raise Refused([reason("This meeting does not exist.")])
    session.get_one(CaseFrame, conference.case_id, with_for_update=True, populate_existing=True)
    facts = facts_at_case(actor, conference.case_id)
    if not decide(facts, resource, "W", clock.now()).allowed:
        raise Refused([reason("You no longer write about this meeting. Nothing was saved, call the coordinator.")])
    return conference


def minutes_for(
    session: Session, minutes_id: UUID, actor: Actor, action: str = "W"
) -> tuple[Conference, Minutes, Facts]:
    """Minutes for somebody who may read ("R") or write ("W") them now, under their lock."""
    session.get(Minutes, minutes_id, with_for_update=True, populate_existing=True)
    found = minutes_by_id(minutes_id)
    conference = conference_of(found.conference_id) if found else None
    if found is None or conference is None:
        raise Refused([reason("These minutes do not exist.")])
    facts = facts_of_minutes_at(actor, conference.id)
    if facts is None or not decide(facts, "minutes", action, clock.now()).allowed:
        raise Refused([reason("You no longer write these minutes. Nothing was saved, call the coordinator.")])
    return conference, found, facts


def name_of(session: Session, facts: Facts) -> str:
    """By which name the deed is noted."""
    seat = session.get(Seat, facts.seat_id) if facts.seat_id else None
    return seat.name if seat else ""
