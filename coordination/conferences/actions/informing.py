"""Telling the family of a meeting: whom, when, how, by whom, in which words (S2-26)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from coordination.cases.models import Person
from coordination.cases.rules import PersonKind
from coordination.conferences import rules_of_informing
from coordination.conferences.actions.coordinating import held_conference, refuse_stranger
from coordination.conferences.informed import FamilyInformed
from coordination.conferences.rules import HowTold
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import refuse_if


@dataclass(frozen=True)
class Told:
    """What somebody told members of the family about a meeting."""

    people: Collection[UUID]
    told_on: date
    how: HowTold
    told_by: str
    content: str


def inform(conference_id: UUID, told: Told, *, by: str) -> None:
    """Write down that the family knows of a meeting, for each person who was told; Refused with all reasons."""
    with transaction() as session:
        conference = held_conference(session, conference_id)
        assert conference is not None
        refuse_stranger(conference.case_id, by)
        family = select(Person.id).where(Person.case_id == conference.case_id, Person.kind == PersonKind.FAMILY)
        ours = [person_id for person_id in session.scalars(family) if person_id in set(told.people)]
        refuse_if(
            rules_of_informing.obstacles_to_informing(
                conference.state, anybody=bool(ours), told_on=told.told_on, today=clock.today(), meets_on=conference.day
            )
        )
        session.add_all(_of(told, person_id, conference_id, by) for person_id in ours)
        session.flush()
        audit.record(
            conference.town_id, by, "family informed", f"conference:{conference_id}",
            people=[str(each) for each in ours], how=str(told.how), told_on=told.told_on.isoformat(),
        )  # fmt: skip


def _of(told: Told, person_id: UUID, conference_id: UUID, by: str) -> FamilyInformed:
    return FamilyInformed(
        conference_id=conference_id, person_id=person_id, told_on=told.told_on, how=told.how, told_by=told.told_by,
        content=told.content, recorded_at=clock.now(), recorded_by=by,
    )  # fmt: skip
