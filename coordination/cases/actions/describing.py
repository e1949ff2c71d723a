"""Opening a case, describing it, naming the people of the family."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm.exc import StaleDataError

from coordination.cases import rules
from coordination.cases.models import FamilyCase, Person, members, new_code
from coordination.cases.rules import Kinship, SafeContact
from coordination.seats.models import CaseFrame, Seat
from coordination.seats.rules import Role
from foundation import audit, clock
from foundation.database import ChangedMeanwhile, transaction
from foundation.reasons import refuse_if


@dataclass(frozen=True)
class Brief:
    """What a coordinator writes about a family."""

    office_reference: str
    nickname: str
    situation: str
    need_of_help: str
    parents_view: str
    goal: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Opener:
    """The worker who opens a case and will coordinate it (S2-18)."""

    key: str
    worker_id: UUID
    name: str
    function: str
    town_id: UUID
    town_name: str


def open_case(opener: Opener, brief: Brief) -> UUID:
    """Open a case as a draft whose opener coordinates it. Raises Refused when the brief says too little (S2-05)."""
    refuse_if(rules.missing_in_brief(brief.situation, brief.need_of_help, brief.nickname))
    now = clock.now()
    with transaction() as session:
        frame = CaseFrame(town_id=opener.town_id, code=new_code(), drafted_at=now)
        session.add(frame)
        session.flush()
        session.add(FamilyCase(id=frame.id, **vars(brief)))
        seat = Seat(
            town_id=opener.town_id, case_id=frame.id, worker_id=opener.worker_id, role=Role.COORDINATOR,
            name=opener.name, function=opener.function, agency_id=opener.town_id, agency_name=opener.town_name,
            from_at=now, takes_part_at=now,
        )  # fmt: skip
        session.add(seat)
        audit.record(opener.town_id, opener.key, "case opened", f"case:{frame.id}", code=frame.code)
        return frame.id


def describe(case_id: UUID, brief: Brief, *, version: int, by: str) -> None:
    """Write the brief anew. Raises ChangedMeanwhile when somebody saved after `version`, Refused as `open_case`."""
    refuse_if(rules.missing_in_brief(brief.situation, brief.need_of_help, brief.nickname))
    try:
        with transaction() as session:
            case = session.get_one(FamilyCase, case_id)
            if case.version != version:
                raise ChangedMeanwhile
            for name, value in vars(brief).items():
                setattr(case, name, value)
            audit.record(case.frame.town_id, by, "case described", f"case:{case_id}", version=version + 1)
    except StaleDataError as error:
        raise ChangedMeanwhile from error


@dataclass(frozen=True)
class Member:
    """A member of the family as the coordinator enters them."""

    name: str
    kinship: Kinship
    in_household: bool
    born_on: date | None
    safe_contact: SafeContact
    phone: str
    email: str
    tongue: str = ""
    """The language into which they need interpreting."""


def add_member(case_id: UUID, member: Member, *, by: str) -> UUID:
    """Name a member of the family; Refused when the safe contact lacks its address."""
    refuse_if(rules.unsafe_contact(member.safe_contact, member.phone, member.email))
    with transaction() as session:
        frame = session.get_one(CaseFrame, case_id)
        added = Person(case_id=case_id, position=len(members(case_id)) + 1)
        _write_member(added, member)
        session.add(added)
        session.flush()
        audit.record(frame.town_id, by, "member added", f"person:{added.id}", case=str(case_id))
        return added.id


def change_member(person_id: UUID, member: Member, *, by: str) -> None:
    """Correct what is known of a member; Refused when the safe contact lacks its address."""
    refuse_if(rules.unsafe_contact(member.safe_contact, member.phone, member.email))
    with transaction() as session:
        changed = session.get_one(Person, person_id)
        _write_member(changed, member)
        frame = session.get_one(CaseFrame, changed.case_id)
        audit.record(frame.town_id, by, "member changed", f"person:{person_id}", case=str(changed.case_id))


def _write_member(person: Person, member: Member) -> None:
    person.name, person.kinship, person.in_household = member.name, member.kinship, member.in_household
    person.born_on = member.born_on.isoformat() if member.born_on else None
    person.safe_contact = member.safe_contact
    person.phone, person.email = member.phone or None, member.email or None
    person.tongue = member.tongue or None
