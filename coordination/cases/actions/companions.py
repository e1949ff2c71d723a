"""Naming the private persons who come to the table for one of the family: never counted as its members."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.cases import rules
from coordination.cases.models import Person, companions, members
from coordination.cases.rules import Kinship, PersonKind, SafeContact
from coordination.seats.models import CaseFrame
from foundation import audit
from foundation.database import transaction
from foundation.reasons import refuse_if


@dataclass(frozen=True)
class Companion:
    """Somebody who comes for one of the family, as the coordinator enters them."""

    name: str
    kind: PersonKind
    beside: UUID | None
    """The member for whom they come; an interpreter may come for all."""
    tongue: str
    safe_contact: SafeContact
    phone: str
    email: str


def add_companion(case_id: UUID, companion: Companion, *, by: str) -> UUID:
    """Name somebody who comes for one of the family. Raises Refused with all reasons."""
    with transaction() as session:
        frame = session.get_one(CaseFrame, case_id)
        added = Person(
            case_id=case_id, kinship=Kinship.OUTSIDER, in_household=False, position=len(companions(case_id)) + 1
        )
        _write(session, added, companion)
        session.add(added)
        session.flush()
        audit.record(
            frame.town_id, by, "companion added", f"person:{added.id}", case=str(case_id), kind=str(companion.kind)
        )  # fmt: skip
        return added.id


def change_companion(person_id: UUID, companion: Companion, *, by: str) -> None:
    """Correct what is known of somebody who comes for one of the family. Raises Refused with all reasons."""
    with transaction() as session:
        changed = session.get_one(Person, person_id)
        _write(session, changed, companion)
        frame = session.get_one(CaseFrame, changed.case_id)
        audit.record(
            frame.town_id, by, "companion changed", f"person:{person_id}", case=str(changed.case_id),
            kind=str(companion.kind),
        )  # fmt: skip


def _write(session: Session, person: Person, companion: Companion) -> None:
    family = {member.id: member for member in members(person.case_id)}
    beside = family.get(companion.beside) if companion.beside else None
    refuse_if(
        [
            *rules.unsafe_contact(companion.safe_contact, companion.phone, companion.email),
            *rules.companion_obstacles(
                companion.kind, beside=Kinship(beside.kinship) if beside else None, tongue=companion.tongue
            ),
        ]
    )
    person.name, person.kind, person.accompanies_id = companion.name, companion.kind, beside.id if beside else None
    person.tongue = companion.tongue or None
    person.safe_contact, person.phone, person.email = (
        companion.safe_contact,
        companion.phone or None,
        companion.email or None,
    )
