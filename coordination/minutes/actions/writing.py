"""Writing minutes together: their frame and their parts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences.models import Conference
from coordination.conferences.rules import ConferenceState
from coordination.minutes import rules
from coordination.minutes.actions.together import conference_for, minutes_for, together
from coordination.minutes.models import Minutes, MinutesSection, minutes_of
from coordination.minutes.rules import ForWhom, Heading, SectionCode
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile
from foundation.reasons import Reason, reason, refuse_if

RESOURCE = "minutes"


@dataclass(frozen=True)
class Frame:
    """What stands around the minutes."""

    heading: Heading
    document_number: str
    due_on: date | None
    comments_until: date | None


@dataclass(frozen=True)
class SectionText:
    """One part as somebody writes it; `concerns` are ids of members of the family, none means nobody in particular."""

    text: str
    concerns: tuple[UUID, ...] = ()
    for_whom: ForWhom = ForWhom.EVERYBODY


def begin(conference_id: UUID, *, actor: Actor) -> UUID:
    """Begin the minutes of a meeting that has begun or was held; those that exist stay. Raises Refused."""
    with together() as session:
        conference = conference_for(session, conference_id, RESOURCE, actor)
        begun = conference.starts_at is not None and conference.starts_at <= clock.now()
        if conference.state not in (ConferenceState.CONVENED, ConferenceState.HELD) or not begun:
            refuse_if([reason("The meeting has not begun yet. Its minutes begin with it.")])
        return ensure_minutes(session, conference).id


def ensure_minutes(session: Session, conference: Conference) -> Minutes:
    """The minutes of a meeting, begun now when there are none; inside a transaction."""
    found = minutes_of(conference.id)
    if found is not None:
        return found
    session.add(Minutes(conference_id=conference.id, case_id=conference.case_id, begun_at=clock.now()))
    session.flush()
    begun = minutes_of(conference.id)
    assert begun is not None
    return begun


def write_frame(minutes_id: UUID, frame: Frame, *, version: int, actor: Actor) -> None:
    """Say how the minutes are called, under which number, by when they are ready and open for comments."""
    with together() as session:
        conference, found, _facts = minutes_for(session, minutes_id, actor)
        refuse_if(_locked(found))
        if found.version != version:
            raise ChangedMeanwhile
        refuse_if(rules.wrong_days(frame.due_on, frame.comments_until, met_on=conference.day))
        found.heading, found.document_number = frame.heading, frame.document_number
        found.due_on, found.comments_until = frame.due_on, frame.comments_until
        session.flush()
        audit.record(conference.town_id, actor.key, "minutes framed", f"minutes:{minutes_id}")


def write_section(minutes_id: UUID, code: SectionCode, text: SectionText, *, version: int, actor: Actor) -> None:
    """Write one part; `version` is the one that lay before the writer, 0 for a part that nobody had written.

    Raises ChangedMeanwhile when it has a later one, Refused with everything that is wrong.
    """
    with together() as session:
        conference, found, _facts = minutes_for(session, minutes_id, actor)
        refuse_if([*_locked(found), *rules.too_long(code, text.text)])
        section = found.section(code)
        if (section.version if section else 0) != version:
            raise ChangedMeanwhile
        if section is None:
            section = MinutesSection(minutes_id=minutes_id, code=code)
            session.add(section)
        section.text, section.for_whom = text.text, text.for_whom
        section.concerns = tuple(str(person) for person in text.concerns)
        section.written_at, section.written_by = clock.now(), actor.key
        session.flush()
        audit.record(conference.town_id, actor.key, "minutes written", f"minutes:{minutes_id}", part=str(code))


def _locked(found: Minutes) -> list[Reason]:
    return [rules.locked()] if found.approved_at else []
