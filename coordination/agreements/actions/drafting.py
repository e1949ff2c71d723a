"""Preparing an agreement and putting it before its parties."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from coordination.agreements import letters, models, rules_of_signing
from coordination.agreements.composing import MONTHS, months_later, prefilled, text_of, wording_of
from coordination.agreements.models import Agreement
from coordination.cases.models import Person
from coordination.conferences.models import Conference
from coordination.seats.models import CaseFrame, Involvement, Seat
from coordination.seats.rules import Role
from foundation import audit, clock
from foundation.access import Actor, decide
from foundation.database import ChangedMeanwhile, transaction
from foundation.reasons import Reason, Refused, reason, refuse_if


@dataclass(frozen=True)
class Beginning:
    """With whom an agreement is made, who acts for the organisation, and at which follow-up meeting (None: a visit)."""

    person_id: UUID
    seat_id: UUID
    conference_id: UUID | None = None
    language: str = "cs"


@dataclass(frozen=True)
class Written:
    """Everything that is typed into an agreement; any part may still be missing. `terms`: by the names of the form."""

    seat_id: UUID
    reference: str
    address: str
    terms: dict[str, Any]
    from_on: date | None
    until_on: date | None
    evaluation_on: date | None


def begin(case_id: UUID, start: Beginning, *, actor: Actor) -> UUID:
    """Begin an agreement, filled with what the plan and the case say as far as `actor` may know it.

    Raises Refused when the parties do not fit: the office is no party, and only a parent of the family is one.
    """
    with transaction() as session:
        frame = session.get_one(CaseFrame, case_id, with_for_update=True)
        facts = models.facts_of_beginning(actor, case_id)
        if facts is None or not decide(facts, "preparing_agreement", "W", clock.now()).allowed:
            raise Refused([_not_yours()])
        seat, person = session.get(Seat, start.seat_id), session.get(Person, start.person_id)
        involvement = session.get(Involvement, seat.involvement_id) if seat and seat.involvement_id else None
        own = session.get(Seat, facts.seat_id) if facts.role != Role.COORDINATOR and facts.seat_id else None
        fits = (
            seat is not None and person is not None and involvement is not None
            and seat.case_id == person.case_id == case_id and seat.is_open(clock.now())
            and involvement.agency_id != frame.town_id and person.is_parent
            and (own is None or own.involvement_id == seat.involvement_id)
        )  # fmt: skip
        if not fits:
            raise Refused([reason("Choose a parent and a worker of an organisation at this case.", "person_id")])
        assert seat is not None
        assert person is not None
        assert involvement is not None
        meeting = session.get(Conference, start.conference_id) if start.conference_id else None
        if meeting is not None and meeting.case_id != case_id:
            meeting = None
        starts = max(clock.today(), meeting.day) if meeting is not None and meeting.day else clock.today()
        terms, evaluated = prefilled(case_id, involvement, seat, person, starts=starts, facts=facts)
        agreement = Agreement(
            town_id=frame.town_id, case_id=case_id, number=models.next_number(case_id),
            conference_id=meeting.id if meeting else None, involvement_id=involvement.id, seat_id=seat.id,
            person_id=person.id, language=start.language, terms=terms, from_on=starts,
            until_on=months_later(starts, MONTHS), evaluation_on=evaluated, drafted_at=clock.now(),
            drafted_by=actor.key,
        )  # fmt: skip
        session.add(agreement)
        session.flush()
        audit.record(frame.town_id, actor.key, "agreement begun", f"agreement:{agreement.id}", case=str(case_id))
        return agreement.id


def to_change(session: Session, agreement_id: UUID, actor: Actor) -> Agreement:
    """The agreement, locked, for whoever may prepare or file it now; Refused otherwise."""
    agreement = session.get_one(Agreement, agreement_id, with_for_update=True)
    facts = models.facts_of_open_agreement(actor, agreement_id)
    if not decide(facts, "preparing_agreement", "W", clock.now()).allowed:
        raise Refused([_not_yours()])
    return agreement


def _nobody_acts() -> Reason:
    return reason("Choose who acts for the organisation.", "seat_id")


def _not_yours() -> Any:
    return reason("You can no longer change this agreement. Nothing was saved, call the coordinator.")


def write(agreement_id: UUID, written: Written, *, version: int, actor: Actor) -> None:
    """Keep what was typed, whole or not. Raises ChangedMeanwhile when there is a later version, Refused."""
    try:
        with transaction() as session:
            agreement = to_change(session, agreement_id, actor)
            refuse_if(rules_of_signing.obstacles_to_writing(agreement.state))
            if agreement.version != version:
                raise ChangedMeanwhile
            seat = session.get(Seat, written.seat_id)
            stays = seat is not None and (seat.id == agreement.seat_id or seat.is_open(clock.now()))
            if seat is None or seat.involvement_id != agreement.involvement_id or not stays:
                raise Refused([_nobody_acts()])
            agreement.seat_id, agreement.reference, agreement.address = seat.id, written.reference, written.address
            agreement.terms = written.terms
            agreement.from_on, agreement.until_on = written.from_on, written.until_on
            agreement.evaluation_on = written.evaluation_on
            session.flush()
            audit.record(agreement.town_id, actor.key, "agreement written", f"agreement:{agreement_id}")
    except StaleDataError as error:
        raise ChangedMeanwhile from error


def offer(agreement_id: UUID, *, actor: Actor) -> None:
    """Put the agreement before its parties: from now on the text stands. Refused with everything that is missing."""
    with transaction() as session:
        agreement = to_change(session, agreement_id, actor)
        refuse_if(rules_of_signing.obstacles_to_writing(agreement.state))
        gone = [] if agreement.seat.is_open(clock.now()) else [_nobody_acts()]  # whoever has left cannot sign
        refuse_if([*gone, *rules_of_signing.obstacles_to_offering(agreement.settled)])
        agreement.wording_id, agreement.text = wording_of(agreement).id, text_of(agreement)
        agreement.offered_at, agreement.offered_by = clock.now(), actor.key
        session.flush()
        if actor.worker_id != agreement.seat.worker_id:
            letters.ask_to_sign(agreement)
        audit.record(
            agreement.town_id, actor.key, "agreement put before the parties", f"agreement:{agreement_id}",
            sha256=agreement.fingerprint,
        )  # fmt: skip


def take_back(agreement_id: UUID, *, actor: Actor) -> None:
    """Make it a draft again while nobody has signed."""
    with transaction() as session:
        agreement = to_change(session, agreement_id, actor)
        filed = models.waiting_sheet(agreement_id) is not None
        signed = agreement.signatures + filed
        refuse_if(rules_of_signing.obstacles_to_taking_back(agreement.state, signatures=signed))
        agreement.offered_at = agreement.offered_by = agreement.wording_id = agreement.text = None
        session.flush()
        audit.record(agreement.town_id, actor.key, "agreement taken back", f"agreement:{agreement_id}")
