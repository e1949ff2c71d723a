"""Bringing agencies to a case and recording why they may know: consents of parents and legal titles."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.cases import circle, consent_paper, rules
from coordination.cases.models import Person, members
from coordination.cases.rules import PersonKind
from coordination.seats.models import (
    CaseFrame,
    Consent,
    Disclosure,
    Involvement,
    LegalTitle,
    Seat,
    consent_member,
    held_frame,
    involvement_member,
    legal_title_member,
)
from coordination.seats.rules import HowHanded, Relation
from foundation import audit, clock
from foundation.database import db, transaction
from foundation.reasons import refuse_if


def involve(
    case_id: UUID, agency_id: UUID, *, relation: Relation, since: date, areas: Sequence[str],
    concerned: Collection[UUID], by: str,
) -> UUID:  # fmt: skip
    """Bring an agency to the case, or correct what it does there; `concerned` empty means the whole family."""
    with transaction() as session:
        frame = held_frame(session, case_id)
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
        others = [one.name for one in members(frame.id) if one.may_consent and one.id in ours - {given_by}]
        refuse_if([*rules.giver_obstacles(may_consent=may_consent), *rules.others_obstacles(others), *obstacles])
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
        consent = session.get_one(Consent, consent_id, with_for_update=True)
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
        title = session.get_one(LegalTitle, title_id, with_for_update=True)
        if title.ended_at is not None:
            return
        title.ended_at, title.ended_by = clock.now(), by
        frame = session.get_one(CaseFrame, title.case_id)
        audit.record(frame.town_id, by, "legal title ended", f"legal_title:{title_id}", case=str(title.case_id))


def print_consents(person_id: UUID, *, by: str) -> bytes:
    """A parent's own paper about everything they have agreed to; that it was printed is noted, and for whose hands."""
    person = db.session.get_one(Person, person_id)
    frame = db.session.get_one(CaseFrame, person.case_id)
    content = consent_paper.consents_of(person, circle.agencies_at(frame.id), frame.town_id)
    case_id, town_id, digest = frame.id, frame.town_id, hashlib.sha256(content).hexdigest()
    with transaction() as session:
        seat = session.scalar(select(Seat).where(Seat.person_id == person_id, Seat.to_at.is_(None)))
        if seat is not None:
            session.add(
                Disclosure(
                    case_id=case_id, seat_id=seat.id, paper="consents", version=None, how=HowHanded.HANDED,
                    ground="own consents", sha256=digest, at=clock.now(), by=by,
                )
            )  # fmt: skip
        audit.record(town_id, by, "consents printed", f"person:{person_id}", case=str(case_id), sha256=digest)
    return content


def _of_this_family(session: Session, case_id: UUID, people: Collection[UUID]) -> set[UUID]:
    of_family = (Person.case_id == case_id, Person.kind == PersonKind.FAMILY)
    return set(session.scalars(select(Person.id).where(*of_family))) & set(people)
