"""Write what somebody promises under conditions, and the conditions, into a draft (S2-38 to S2-41)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordination.plans.actions.reach import draft_for, is_locked
from coordination.plans.models import Plan, PlanVersion
from coordination.plans.models_of_conditions import Commitment, Condition, commitments_of
from coordination.plans.rules_of_conditions import ConditionText, Kind, missing_in
from coordination.seats.models import Seat
from coordination.seats.rules import FAMILY
from coordination.tasks.models import draft_line
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile, together, transaction
from foundation.reasons import Refused, reason, refuse_if


@dataclass(frozen=True)
class CommitmentDraft:
    """What somebody promises, as it is written; `steps` are what is done once a condition is broken, one a line."""

    text: str
    seat_id: UUID | None
    steps: str = ""
    concerns: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ConditionDraft:
    """A condition as it is written; only the parts of its kind count."""

    text: str
    kind: Kind
    most: int | None = None
    until_on: date | None = None
    task_id: UUID | None = None
    criterion: str = ""
    judge_id: UUID | None = None


def write_commitment(
    plan_id: UUID, text: CommitmentDraft, *, commitment_id: UUID | None = None, version: int | None = None, actor: Actor
) -> UUID:
    """Add a commitment to the draft or write it anew. Raises ChangedMeanwhile when it has a later version, Refused."""
    with together() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        seat = _seat(session, plan, text.seat_id)
        wrong = []
        if not text.text.strip():
            wrong.append(reason("Write what is promised. One sentence is enough.", field="text"))
        if seat is None or seat.role in FAMILY:
            wrong.append(reason("Choose who promises this for their organisation.", field="seat_id"))
        refuse_if(wrong)
        commitment = _commitment_in(draft, commitment_id, version) if commitment_id else None
        if commitment is None:
            commitment = Commitment(id=uuid4(), plan_version_id=draft.id, position=_next(session, draft))
            commitment.origin_id = commitment.id
            session.add(commitment)
        assert seat is not None
        commitment.text, commitment.steps, commitment.seat_id = text.text, text.steps, seat.id
        commitment.concerns = tuple(str(person) for person in text.concerns)
        session.flush()
        audit.record(facts.town_id, actor.key, "commitment written", f"plan:{plan.id}", commitment=str(commitment.id))
        return commitment.id


def remove_commitment(plan_id: UUID, commitment_id: UUID, *, actor: Actor) -> None:
    """Take a commitment and its conditions out of the draft. Raises Refused."""
    with transaction() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        session.delete(_commitment_in(draft, commitment_id, None))
        audit.record(facts.town_id, actor.key, "commitment removed", f"plan:{plan.id}", commitment=str(commitment_id))


def write_condition(
    plan_id: UUID,
    commitment_id: UUID,
    text: ConditionDraft,
    *,
    condition_id: UUID | None = None,
    version: int | None = None,
    actor: Actor,
) -> UUID:
    """Add a condition to a commitment or write it anew. Raises ChangedMeanwhile, Refused with all that it lacks."""
    with together() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        commitment = _commitment_in(draft, commitment_id, None)
        judge, task = _seat(session, plan, text.judge_id), _task(plan, draft, text.task_id)
        refuse_if(missing_in(_plain(text, has_task=task is not None, has_judge=judge is not None), clock.today()))
        condition = _condition_in(commitment, condition_id, version) if condition_id else None
        if condition is None:
            last = max((known.position for known in commitment.conditions), default=0)
            condition = Condition(id=uuid4(), commitment_id=commitment.id, position=last + 1)
            condition.origin_id = condition.id
            session.add(condition)
        _fill(condition, text, judge, task)
        session.flush()
        audit.record(facts.town_id, actor.key, "condition written", f"plan:{plan.id}", condition=str(condition.id))
        return condition.id


def remove_condition(plan_id: UUID, commitment_id: UUID, condition_id: UUID, *, actor: Actor) -> None:
    """Take a condition out of the draft. Raises Refused."""
    with transaction() as session:
        plan, facts, draft = draft_for(session, plan_id, actor)
        commitment = _commitment_in(draft, commitment_id, None)
        commitment.conditions.remove(_condition_in(commitment, condition_id, None))
        session.flush()
        audit.record(facts.town_id, actor.key, "condition removed", f"plan:{plan.id}", condition=str(condition_id))


def copy_commitments(session: Session, held: UUID, draft: UUID) -> None:
    """Copy what is promised into the next version; records go on with it."""
    for known in commitments_of(held):
        copy = Commitment(
            id=uuid4(), plan_version_id=draft, origin_id=known.origin_id, position=known.position,
            seat_id=known.seat_id, text=known.text, steps=known.steps, concerns=known.concerns,
        )  # fmt: skip
        session.add(copy)
        session.flush()
        for one in known.conditions:
            session.add(
                Condition(
                    commitment_id=copy.id, origin_id=one.origin_id, position=one.position, kind=one.kind,
                    text=one.text, most=one.most, until_on=one.until_on, task_id=one.task_id,
                    criterion=one.criterion, judge_id=one.judge_id,
                )
            )  # fmt: skip
    session.flush()


def _next(session: Session, draft: PlanVersion) -> int:
    last = session.scalar(select(func.max(Commitment.position)).where(Commitment.plan_version_id == draft.id))
    return (last or 0) + 1


def _commitment_in(draft: PlanVersion, commitment_id: UUID, version: int | None) -> Commitment:
    found = next((known for known in commitments_of(draft.id) if known.id == commitment_id), None)
    if found is None:
        raise Refused([is_locked()])
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def _condition_in(commitment: Commitment, condition_id: UUID, version: int | None) -> Condition:
    found = next((known for known in commitment.conditions if known.id == condition_id), None)
    if found is None:
        raise Refused([is_locked()])
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def _seat(session: Session, plan: Plan, seat_id: UUID | None) -> Seat | None:
    found = session.get(Seat, seat_id) if seat_id else None
    return found if found is not None and found.case_id == plan.case_id and found.is_open(clock.now()) else None


def _task(plan: Plan, draft: PlanVersion, task_id: UUID | None) -> UUID | None:
    line = draft_line(task_id, draft.number) if task_id else None
    return task_id if line is not None and line.task.plan_id == plan.id else None


def _plain(text: ConditionDraft, *, has_task: bool, has_judge: bool) -> ConditionText:
    return ConditionText(text.text, text.kind, text.most, text.until_on, has_task, text.criterion, has_judge)


def _fill(condition: Condition, text: ConditionDraft, judge: Seat | None, task: UUID | None) -> None:
    """Only what belongs to the kind of the condition is kept."""
    by_task = text.kind == Kind.TASK
    condition.text, condition.kind = text.text, text.kind
    condition.most = text.most if text.kind == Kind.NUMBER else None
    condition.until_on = None if by_task else text.until_on
    condition.task_id = task if by_task else None
    condition.criterion = text.criterion  # what was typed stays, also where nobody judges by it
    condition.judge_id = judge.id if judge else None
