"""Open one's own copy of the plan, or print that of somebody else; each is kept as a disclosure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.cases.models import consents, legal_titles
from coordination.plans import documents, models
from coordination.plans.actions.reach import allowed
from coordination.plans.copies import Reader, copy_for
from coordination.plans.models import Plan, PlanVersion
from coordination.seats.models import CaseFrame, Consent, Disclosure, LegalTitle, Seat, facts_at_case, facts_of_seat
from coordination.seats.rules import HowHanded, Role
from foundation import audit, clock
from foundation.access import EVERYBODY, Actor, Door
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason

Ground = TypeVar("Ground", Consent, LegalTitle)


@dataclass(frozen=True)
class Paper:
    """A copy of the plan as it left the house."""

    content: bytes
    file_name: str


def open_paper(plan_id: UUID, number: int, *, language: str = "cs", actor: Actor) -> Paper:
    """One's own copy of an approved version; that it was opened is kept as a disclosure. Raises Refused."""
    with transaction() as session:
        plan, version = _approved(plan_id, number)
        facts = facts_at_case(actor, plan.case_id)
        seat = session.get(Seat, facts.seat_id) if facts and facts.seat_id else None
        if facts is None or seat is None:
            raise Refused([_no_paper()])
        return _disclose(session, Reader(seat, facts), plan, version, HowHanded.OPENED, language, actor)


def hand_over(plan_id: UUID, number: int, *, seat_id: UUID, language: str = "cs", actor: Actor) -> Paper:
    """The copy of somebody else at the table, printed to be given into their hands. Raises Refused."""
    with transaction() as session:
        plan, version = _approved(plan_id, number)
        allowed(plan.case_id, actor, (Role.COORDINATOR,))
        seat = session.get(Seat, seat_id)
        if seat is None or seat.case_id != plan.case_id or not seat.is_open(clock.now()):
            raise Refused([reason("This person is no longer at the table. Choose somebody else.", field="seat_id")])
        facts = facts_of_seat(session.get_one(CaseFrame, plan.case_id), seat, Door.ACCOUNT2)
        return _disclose(session, Reader(seat, facts), plan, version, HowHanded.HANDED, language, actor)


def _disclose(
    session: Session, reader: Reader, plan: Plan, version: PlanVersion, how: HowHanded, language: str, actor: Actor
) -> Paper:
    if not reader.may_read(EVERYBODY):
        raise Refused([_no_paper()])
    copy = copy_for(reader, plan, version, language)
    content = documents.plan_paper(copy)
    sha256 = hashlib.sha256(content).hexdigest()
    session.add(
        Disclosure(
            case_id=plan.case_id, seat_id=reader.seat.id, paper=models.PAPER, version=version.number, how=how,
            ground=ground_of(reader.seat), sha256=sha256, at=clock.now(), by=actor.key,
        )
    )  # fmt: skip
    about = f"plan:{plan.id}"
    content_of_line = {"version": version.number, "seat": str(reader.seat.id), "sha256": sha256}
    audit.record(reader.facts.town_id, actor.key, f"plan {how.value}", about, **content_of_line)
    return Paper(content, f"plan-{copy.case_code}-v{version.number}.pdf")


def ground_of(seat: Seat) -> str:
    """On what the reading of a seat rests now, as disclosures keep it: names of grounds, never what they say."""
    if seat.role == Role.COORDINATOR:
        return "office"
    now = clock.now()
    found = [f"consent {one.id}" for one in _holding(consents(seat.case_id), seat, now)]
    found += [f"legal title: {one.citation}" for one in _holding(legal_titles(seat.case_id), seat, now)]
    return "; ".join(found) or "pledge"


def _holding(grounds: Sequence[Ground], seat: Seat, now: datetime) -> list[Ground]:
    return [
        one
        for one in grounds
        if one.involvement_id == seat.involvement_id and one.since <= now and (one.until is None or now < one.until)
        if (one.withdrawn_at if isinstance(one, Consent) else one.ended_at) is None
    ]


def _approved(plan_id: UUID, number: int) -> tuple[Plan, PlanVersion]:
    plan = models.plan(plan_id)
    version = plan.numbered(number) if plan else None
    if plan is None or version is None or version.approved_at is None:
        raise Refused([reason("This version is not approved yet, there is nothing to print.")])
    return plan, version


def _no_paper() -> Reason:
    return reason(
        "The plan cannot be given to this person yet: the signed pledge, the agreement or the legal title is missing.",
        field="seat_id",
    )
