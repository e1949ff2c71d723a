"""Writing down how a child was prepared for a meeting, and the talk afterwards (S2-47)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coordination.conferences import rules_of_children
from coordination.conferences.actions.coordinating import held_conference, refuse_stranger
from coordination.conferences.children import ChildPreparation, possible_guides, preparations_of
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import ConferenceState
from coordination.seats.rules import Role
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if


@dataclass(frozen=True)
class Prepared:
    """Who talked with the child and when, and what was agreed with it; `guide` is a worker or person who comes."""

    talked_by: str
    talked_on: date | None
    why_comes: str
    told: str
    guide: UUID | None
    own_side: str
    signal: str
    leaves_with: str


@dataclass(frozen=True)
class TalkAfterwards:
    """Who talked with the child after the meeting, when, and what it said."""

    by: str
    on: date | None
    said: str


def prepare_child(conference_id: UUID, person_id: UUID, said: Prepared, *, by: str) -> None:
    """Write the record of a child who is to come, or write it anew; Refused with everything that it lacks."""
    with transaction() as session:
        conference = held_conference(session, conference_id)
        assert conference is not None
        refuse_stranger(conference.case_id, by)
        child = _child(conference, person_id)
        if conference.state is ConferenceState.CANCELLED:
            raise Refused([reason("The meeting does not take place, nobody has to be prepared for it.")])
        guides = {each.invitee for each in possible_guides(conference, child)}
        refuse_if(rules_of_children.obstacles_to_preparing(
            talked_by=said.talked_by, talked_on=said.talked_on, today=clock.today(), meets_on=conference.day,
            why_comes=said.why_comes, guide=said.guide in guides, own_side=said.own_side, signal=said.signal,
            leaves_with=said.leaves_with,
        ))  # fmt: skip
        assert said.talked_on is not None
        assert said.guide is not None
        record = preparations_of(conference_id).get(person_id)
        if record is None:
            record = ChildPreparation(conference_id=conference_id, person_id=person_id)
            session.add(record)
        record.talked_by, record.talked_on, record.why_comes = said.talked_by, said.talked_on, said.why_comes
        record.told, record.guide_id, record.own_side = said.told, said.guide, said.own_side
        record.signal, record.leaves_with = said.signal, said.leaves_with
        record.recorded_at, record.recorded_by = clock.now(), by
        session.flush()
        audit.record(
            conference.town_id, by, "child prepared", f"conference:{conference_id}", child=str(person_id),
            talked_on=said.talked_on.isoformat(),
        )  # fmt: skip


def talk_afterwards(conference_id: UUID, person_id: UUID, talk: TalkAfterwards, *, by: str) -> None:
    """Write down the talk with a child after the meeting."""
    with transaction() as session:
        conference = held_conference(session, conference_id)
        assert conference is not None
        refuse_stranger(conference.case_id, by)
        record = preparations_of(conference_id).get(person_id)
        if record is None:
            raise Refused([reason("Write first how the child was prepared.")])
        began = conference.starts_at is not None and conference.starts_at <= clock.now()
        refuse_if(rules_of_children.obstacles_to_talk_afterwards(
            began=began, talked_by=talk.by, talked_on=talk.on, meets_on=conference.day, today=clock.today()
        ))  # fmt: skip
        record.after_by, record.after_on, record.after_said = talk.by, talk.on, talk.said
        session.flush()
        audit.record(
            conference.town_id, by, "talked with the child afterwards", f"conference:{conference_id}",
            child=str(person_id),
        )  # fmt: skip


def _child(conference: Conference, person_id: UUID) -> Invitation:
    found = (each for each in conference.invitations if each.person_id == person_id and each.role == Role.CHILD)
    child = next(found, None)
    if child is None:
        raise Refused([reason("This child is not invited to the meeting.")])
    return child
