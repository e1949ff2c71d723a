"""Write what could keep a plan from working, and who watches it, into a draft (S2-43)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordination.plans.actions.reach import draft_for, is_locked
from coordination.plans.models import PlanVersion
from coordination.plans.models_of_risks import Risk, risks_of
from coordination.seats.models import Seat
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile, together, transaction
from foundation.reasons import Refused, reason, refuse_if


@dataclass(frozen=True)
class RiskDraft:
    """A risk as it is written."""

    text: str
    watcher_id: UUID | None
    help: str = ""
    concerns: tuple[UUID, ...] = ()


def write_risk(
    plan_id: UUID, text: RiskDraft, *, risk_id: UUID | None = None, version: int | None = None, actor: Actor
) -> UUID:
    """Add a risk to the draft or write it anew. Raises ChangedMeanwhile when it has a later version, Refused."""
    with together() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        watcher = session.get(Seat, text.watcher_id) if text.watcher_id else None
        wrong = []
        if not text.text.strip():
            wrong.append(reason("Write what could go wrong. A few words are enough.", field="text"))
        if watcher is None or watcher.case_id != plan.case_id or not watcher.is_open(clock.now()):
            wrong.append(reason("Nobody watches this risk. Choose one person at the table who will.", field="watcher"))
        refuse_if(wrong)
        risk = _risk_in(draft, risk_id, version) if risk_id else None
        if risk is None:
            last = session.scalar(select(func.max(Risk.position)).where(Risk.plan_version_id == draft.id))
            risk = Risk(id=uuid4(), plan_version_id=draft.id, position=(last or 0) + 1)
            risk.origin_id = risk.id
            session.add(risk)
        assert watcher is not None
        risk.text, risk.help, risk.watcher_id = text.text, text.help, watcher.id
        risk.concerns = tuple(str(person) for person in text.concerns)
        session.flush()
        audit.record(facts.town_id, actor.key, "risk written", f"plan:{plan.id}", risk=str(risk.id))
        return risk.id


def remove_risk(plan_id: UUID, risk_id: UUID, *, actor: Actor) -> None:
    """Take a risk out of the draft. Raises Refused."""
    with transaction() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        session.delete(_risk_in(draft, risk_id, None))
        audit.record(facts.town_id, actor.key, "risk removed", f"plan:{plan.id}", risk=str(risk_id))


def copy_risks(session: Session, held: UUID, draft: UUID) -> None:
    """Copy the risks into the next version."""
    for known in risks_of(held):
        session.add(
            Risk(
                plan_version_id=draft, origin_id=known.origin_id, position=known.position, text=known.text,
                help=known.help, watcher_id=known.watcher_id, concerns=known.concerns,
            )
        )  # fmt: skip
    session.flush()


def _risk_in(draft: PlanVersion, risk_id: UUID, version: int | None) -> Risk:
    found = next((known for known in risks_of(draft.id) if known.id == risk_id), None)
    if found is None:
        raise Refused([is_locked()])
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found
