"""The deeds of a case: open it, describe it, name its people, bring agencies to it, record why they may know."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from coordination.cases import rules
from coordination.cases.models import FamilyCase, Person, members, new_code
from coordination.cases.rules import Kinship, SafeContact
from coordination.seats.models import (
    CaseFrame,
    Consent,
    Exclusion,
    Involvement,
    LegalTitle,
    Seat,
    consent_member,
    coordinator_of,
    involvement_member,
    legal_title_member,
)  # fmt: skip
from coordination.seats.rules import Relation, Role
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
            name=opener.name, function=opener.function, agency_name=opener.town_name, from_at=now, takes_part_at=now,
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


def involve(
    case_id: UUID, agency_id: UUID, *, relation: Relation, since: date, areas: Sequence[str],
    concerned: Collection[UUID], by: str,
) -> UUID:  # fmt: skip
    """Bring an agency to the case, or correct what it does there; `concerned` empty means the whole family."""
    with transaction() as session:
        frame = session.get_one(CaseFrame, case_id)
        there = select(Involvement).where(Involvement.case_id == case_id, Involvement.agency_id == agency_id)
        involvement = session.scalars(there).one_or_none() or Involvement(case_id=case_id, agency_id=agency_id)
        involvement.relation, involvement.since, involvement.areas = relation, since, tuple(areas)
        session.add(involvement)
        session.flush()
        session.execute(involvement_member.delete().where(involvement_member.c.involvement_id == involvement.id))
        ours = _of_this_family(session, case_id, concerned)
        for person_id in ours:
            session.execute(involvement_member.insert().values(involvement_id=involvement.id, person_id=person_id))
        about = f"involvement:{involvement.id}"
        audit.record(frame.town_id, by, "agency involved", about, case=str(case_id), concerned=sorted(map(str, ours)))
        return involvement.id


def record_consent(
    involvement_id: UUID, *, given_by: UUID, given_on: date, how: str, concerned: Collection[UUID],
    areas: Sequence[str], until: date, by: str,
) -> UUID:  # fmt: skip
    """Record that a parent lets an agency know; it holds through the day `until`. Raises Refused with all reasons."""
    today = clock.today()
    with transaction() as session:
        involvement = session.get_one(Involvement, involvement_id)
        frame = session.get_one(CaseFrame, involvement.case_id)
        giver = session.get(Person, given_by)
        may_consent = giver is not None and giver.case_id == frame.id and giver.kinship in rules.MAY_CONSENT
        ours = _of_this_family(session, frame.id, concerned)
        obstacles = rules.consent_obstacles(given_on=given_on, until=until, today=today, members=ours, areas=areas)
        refuse_if([*rules.giver_obstacles(may_consent=may_consent), *obstacles])
        consent = Consent(
            case_id=involvement.case_id, involvement_id=involvement_id, given_by=given_by, given_on=given_on, how=how,
            areas=tuple(areas), since=clock.now(), until=clock.end_of(until), recorded_by=by,
        )  # fmt: skip
        session.add(consent)
        session.flush()
        for person_id in ours:
            session.execute(consent_member.insert().values(consent_id=consent.id, person_id=person_id))
        content = {"case": str(involvement.case_id), "involvement": str(involvement_id), "until": until.isoformat()}
        audit.record(frame.town_id, by, "consent recorded", f"consent:{consent.id}", **content)
        return consent.id


def withdraw_consent(consent_id: UUID, *, by: str) -> None:
    """Record that a parent took a consent back; what it opened closes with the next request."""
    with transaction() as session:
        consent = session.get_one(Consent, consent_id)
        if consent.withdrawn_at is not None:
            return
        consent.withdrawn_at, consent.withdrawal_recorded_by = clock.now(), by
        frame = session.get_one(CaseFrame, consent.case_id)
        audit.record(frame.town_id, by, "consent withdrawn", f"consent:{consent_id}", case=str(consent.case_id))


def record_legal_title(
    involvement_id: UUID, *, citation: str, why: str, concerned: Collection[UUID], areas: Sequence[str],
    until: date | None, by: str,
) -> UUID:  # fmt: skip
    """Record the law that lets an agency know without a consent. Raises Refused with all reasons."""
    today = clock.today()
    with transaction() as session:
        involvement = session.get_one(Involvement, involvement_id)
        frame = session.get_one(CaseFrame, involvement.case_id)
        # A title without members would open the whole family, so what is stored is checked, not what was asked for.
        ours = _of_this_family(session, frame.id, concerned)
        refuse_if(rules.legal_title_obstacles(until=until, today=today, members=ours, areas=areas, why=why))
        title = LegalTitle(
            case_id=involvement.case_id, involvement_id=involvement_id, citation=citation, why=why, areas=tuple(areas),
            since=clock.now(), until=until and clock.end_of(until), recorded_by=by,
        )  # fmt: skip
        session.add(title)
        session.flush()
        for person_id in ours:
            session.execute(legal_title_member.insert().values(legal_title_id=title.id, person_id=person_id))
        content = {"case": str(involvement.case_id), "involvement": str(involvement_id)}
        audit.record(frame.town_id, by, "legal title recorded", f"legal_title:{title.id}", **content)
        return title.id


def end_legal_title(title_id: UUID, *, by: str) -> None:
    """The law no longer lets the agency know; what it opened closes with the next request."""
    with transaction() as session:
        title = session.get_one(LegalTitle, title_id)
        if title.ended_at is not None:
            return
        title.ended_at, title.ended_by = clock.now(), by
        frame = session.get_one(CaseFrame, title.case_id)
        audit.record(frame.town_id, by, "legal title ended", f"legal_title:{title_id}", case=str(title.case_id))


Exclusions = Callable[[Session, UUID, UUID, str], None]
_on_exclusion: list[Exclusions] = []


def on_exclusion(listener: Exclusions) -> Exclusions:
    """Announce what else an exclusion ends: `listener(session, case, worker, by)` works in the same transaction."""
    _on_exclusion.append(listener)
    return listener


def exclude(case_id: UUID, worker_id: UUID, *, why: str, by: str) -> None:
    """Shut a worker out of a case, whatever seat or office they hold; it holds with their next request.

    Raises Refused with all reasons; done twice it changes nothing.
    """
    with transaction() as session:
        frame = session.get_one(CaseFrame, case_id)
        coordinates = coordinator_of(case_id).worker_id == worker_id
        refuse_if(rules.exclusion_obstacles(why=why, coordinates=coordinates))
        where = (Exclusion.case_id == case_id, Exclusion.worker_id == worker_id)
        if session.scalar(select(Exclusion.id).where(*where)) is not None:
            return
        session.add(Exclusion(case_id=case_id, worker_id=worker_id, since=clock.now(), reason=why, recorded_by=by))
        session.flush()
        for listener in _on_exclusion:
            listener(session, case_id, worker_id, by)
        audit.record(frame.town_id, by, "worker excluded", f"case:{case_id}", worker=str(worker_id))


def _of_this_family(session: Session, case_id: UUID, people: Collection[UUID]) -> set[UUID]:
    family = set(session.scalars(select(Person.id).where(Person.case_id == case_id)))
    return family & set(people)
