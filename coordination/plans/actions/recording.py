"""Record how a condition stands, and what each party says about a version that was read aloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordination.plans.actions.reach import WRITERS, locked, signer_of
from coordination.plans.models import Plan
from coordination.plans.models_of_conditions import (
    Condition,
    ConditionRecord,
    is_in_force,
    next_number,
    plan_id_of_commitment,
)
from coordination.plans.models_of_words import PartyWord, last_words
from coordination.plans.rules_of_conditions import Verdict, wrong_record
from coordination.seats.models import Seat, facts_at_case
from coordination.tasks.actions import Said
from coordination.tasks.rules import wrong_word
from foundation import audit, clock
from foundation.access import Actor, Facts, decide
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason, refuse_if


@dataclass(frozen=True)
class Recorded:
    """How a condition stands on a day: how many there are by now in all, or how its sign was judged."""

    on_day: date | None
    counted: int | None = None
    verdict: Verdict | None = None
    note: str = ""


def record_condition(condition_id: UUID, recorded: Recorded, *, actor: Actor) -> None:
    """Write down how a condition stands; the last word counts, all stay. Raises Refused."""
    with transaction() as session:
        condition, facts = _condition(session, condition_id, actor)
        refuse_if(
            wrong_record(
                condition.kind, recorded.counted, recorded.verdict, recorded.on_day, clock.today(),
                until=condition.until_on,
            )
        )  # fmt: skip
        assert recorded.on_day is not None
        signer = signer_of(session, facts, actor)
        session.add(
            ConditionRecord(
                condition_id=condition.origin_id, number=next_number(condition.origin_id), on_day=recorded.on_day,
                counted=recorded.counted, verdict=recorded.verdict, note=recorded.note.strip() or None,
                at=clock.now(), by=actor.key, by_name=signer.name,
            )
        )  # fmt: skip
        content = {"counted": recorded.counted, "verdict": recorded.verdict}
        audit.record(facts.town_id, actor.key, "condition recorded", f"condition:{condition.origin_id}", **content)


def _condition(session: Session, condition_id: UUID, actor: Actor) -> tuple[Condition, Facts]:
    """The condition under the lock of its plan; who may record is asked again here."""
    found = session.get(Condition, condition_id)
    plan_id = plan_id_of_commitment(found.commitment_id) if found else None
    plan = session.get(Plan, plan_id, with_for_update={"key_share": True}) if plan_id else None
    facts = facts_at_case(actor, plan.case_id) if plan else None
    may = decide(facts, "needs_offers_opinions_conditions_risks", "W", clock.now()).allowed
    if found is None or facts is None or not may or not is_in_force(found):
        raise Refused([reason("This condition can no longer be recorded. Open the plan that holds now.")])
    if facts.role not in WRITERS and found.judge_id != facts.seat_id:
        raise Refused([reason("Only who judges the condition, or who writes the plan, records how it stands.")])
    return found, facts


@dataclass(frozen=True)
class SaidWord:
    """What one party says about a version: agrees, or with what they disagree, in their own words."""

    seat_id: UUID
    agrees: bool
    dissent: str = ""


def record_words(plan_id: UUID, number: int, words: Sequence[SaidWord], *, said: Said, actor: Actor) -> int:
    """Write down what the parties said when a version was read aloud; answers how many words were new. Raises Refused.

    A word that stands already is not written again.
    """
    with transaction() as session:
        plan, facts = locked(session, plan_id, actor, WRITERS)
        version = plan.numbered(number)
        if version is None or version.approved_at is None or version is not plan.in_force:
            raise Refused([reason("Words are taken down about the version that holds. Open it and read it aloud.")])
        refuse_if((*wrong_word(said.on, said.to, clock.today()), *_wrong(session, plan, words)))
        stands = {seat_id: (word.agrees, word.dissent or "") for seat_id, word in last_words(version.id).items()}
        fresh = [word for word in words if stands.get(word.seat_id) != (word.agrees, word.dissent.strip())]
        if not fresh:
            raise Refused([reason("Nothing new was said. Choose at least one person's word.")])
        last = session.scalar(select(func.max(PartyWord.number)).where(PartyWord.plan_version_id == version.id)) or 0
        for place, word in enumerate(fresh, last + 1):
            session.add(
                PartyWord(
                    plan_version_id=version.id, number=place, seat_id=word.seat_id, agrees=word.agrees,
                    dissent=word.dissent.strip() or None, said_where=said.where, said_on=said.on, said_to=said.to,
                    at=clock.now(), by=actor.key,
                )
            )  # fmt: skip
        session.flush()
        content = {
            "version": number,
            "words": len(fresh),
            "dissents": sum(bool(word.dissent.strip()) for word in fresh),
        }
        audit.record(facts.town_id, actor.key, "words on plan recorded", f"plan:{plan.id}", **content)
        return len(fresh)


def _wrong(session: Session, plan: Plan, words: Sequence[SaidWord]) -> list[Reason]:
    wrong = []
    for word in words:
        seat = session.get(Seat, word.seat_id)
        if seat is None or seat.case_id != plan.case_id:
            wrong.append(reason("This person is no longer at the table. Choose somebody else."))
        elif not word.agrees and not word.dissent.strip():
            wrong.append(
                reason(
                    "Write with what %(name)s disagrees, in their own words.",
                    field=f"dissent-{seat.id}",
                    name=seat.name,
                )
            )
    return wrong
