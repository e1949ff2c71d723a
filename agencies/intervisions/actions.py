"""The deeds of the intervisions: one is written down, mended, and finished."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from agencies.circles import actions as circles
from agencies.circles.models import Circle, excluded, goes_along, worked_on
from agencies.circles.standing import CARE
from agencies.intervisions import models, rules
from agencies.intervisions.models import Intervision, Participant
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile, together, transaction
from foundation.language import day
from foundation.reasons import Reason, refuse_if


@dataclass(frozen=True)
class Record:
    """What somebody writes down of an intervision."""

    held_on: date | None
    participants: Collection[UUID]
    discussed: str
    conclusions: str


def write_down(circle_id: UUID, record: Record, *, actor: Actor) -> UUID:
    """Write down an intervision of the workers of a file. Answers it. Raises Refused (S1-51, S1-52, S1-53)."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        refuse_if(_against(circle, record))
        assert record.held_on is not None
        assert actor.worker_id is not None
        one = Intervision(
            circle_id=circle_id, held_on=record.held_on, discussed=record.discussed.strip(),
            conclusions=record.conclusions.strip(), written_at=clock.now(), written_by=actor.worker_id,
            participants=[Participant(worker_id=each) for each in dict.fromkeys(record.participants)],
        )  # fmt: skip
        session.add(one)
        session.flush()
        audit.record(circle.agency_id, actor.key, "intervision written down", circle.about, intervision=str(one.id))
        return one.id


def mend(intervision_id: UUID, record: Record, *, version: int, actor: Actor) -> None:
    """Mend a record that is not finished. Raises ChangedMeanwhile when it has a later version, Refused."""
    with together() as session:
        one, circle = _held(session, intervision_id, actor)
        refuse_if(rules.against_mending(finished=one.finished_at is not None) or _against(circle, record))
        if one.version != version:
            raise ChangedMeanwhile
        assert record.held_on is not None
        assert actor.worker_id is not None
        one.written_at, one.written_by = clock.now(), actor.worker_id
        one.held_on, one.discussed = record.held_on, record.discussed.strip()
        one.conclusions = record.conclusions.strip()
        there, present = set(record.participants), {each.worker_id for each in one.participants}
        one.participants = [
            *(each for each in one.participants if each.worker_id in there),
            *(Participant(worker_id=each) for each in there - present),
        ]
        session.flush()
        audit.record(circle.agency_id, actor.key, "intervision mended", circle.about, intervision=str(one.id))


def finish(intervision_id: UUID, *, conclusions: str, version: int, actor: Actor) -> None:
    """Finish a record with what was concluded; it does not change any more. Raises ChangedMeanwhile when it has a later
    version, Refused (S1-51)."""
    with together() as session:
        one, circle = _held(session, intervision_id, actor)
        refuse_if(rules.against_finishing(conclusions, finished=one.finished_at is not None))
        if one.version != version:
            raise ChangedMeanwhile
        assert actor.worker_id is not None
        one.conclusions, one.finished_at, one.finished_by = conclusions.strip(), clock.now(), actor.worker_id
        audit.record(circle.agency_id, actor.key, "intervision finished", circle.about, intervision=str(one.id))


def _held(session: Session, intervision_id: UUID, actor: Actor) -> tuple[Intervision, Circle]:
    circle = circles.held(session, session.get_one(Intervision, intervision_id).circle_id, actor, CARE)
    session.expire_all()  # what was read before the file was held may have changed
    return models.whole(intervision_id), circle


def _against(circle: Circle, record: Record) -> list[Reason]:
    """Everything that is wrong with a record at once."""
    since = clock.in_prague(circle.opened_at).date()
    wrong = rules.against_writing(record.held_on, record.discussed, today=clock.today(), since=since)
    there = worked_on(circle.id, record.held_on or clock.today())
    chosen = {each: circles.name_of(each) for each in dict.fromkeys(record.participants)}
    named = {each: name for each, name in chosen.items() if name}
    return [*wrong, *rules.against_participants(named, there, excluded(circle.id))]


def _unfinished(circle_id: UUID) -> list[str]:
    return [day(one.held_on, "cs") for one in models.intervisions_of(circle_id) if one.finished_at is None]


goes_along("intervisions", _l("Records of intervisions to be finished"), _unfinished)
