"""Approve a draft: it locks, and whatever is new or changed in it is offered."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.cases.models import FamilyCase
from coordination.plans import letters, rules
from coordination.plans.actions.reach import draft_for, signer_of
from coordination.plans.fingerprints import fingerprint_of
from coordination.plans.models import PlanVersion, changes
from coordination.plans.models_of_conditions import commitments_of
from coordination.plans.rules import DraftTask
from coordination.plans.rules_of_conditions import nobody_tells, without_condition
from coordination.seats.models import held_frame
from coordination.seats.rules import Role
from coordination.tasks import actions as task_actions
from coordination.tasks.actions import Signer
from coordination.tasks.models import TaskLine, held_tasks, lines_of_plan
from coordination.tasks.rules import RUNNING, State, Step, may_follow
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Reason, reason, refuse_if, refuse_unseen


def approve(plan_id: UUID, *, seen: str | None = None, actor: Actor) -> int:
    """Lock the draft and offer what is new or changed in it; answers its number.

    The approver's own tasks are accepted with it, the others' stay offered until they answer. Raises Refused with
    everything that is missing (S2-04, S2-11, S2-16). `seen` is the fingerprint of the version that lay before the
    person; None comes from whoever has just read it inside.
    """
    with transaction() as session:
        plan, facts, draft = draft_for(session, plan_id, actor, (Role.COORDINATOR,))
        held_frame(session, plan.case_id)  # nobody leaves the table, and nobody answers, until this is agreed
        held_tasks(plan.case_id)
        before = {line.task.id: line for line in lines_of_plan(plan_id, draft.number - 1, in_force=True)}
        lines = lines_of_plan(plan_id, draft.number, in_force=False)
        refuse_unseen(seen, fingerprint_of(draft, lines))
        refuse_if(obstacles(draft, lines, before))
        signer = signer_of(session, facts, actor)
        _lock(session, draft, lines, signer)
        session.get_one(FamilyCase, plan.case_id).goal = draft.goals[0].statement
        for line in lines:
            _take_over(session, line, before.pop(line.task.id, None), signer, actor)
        for dropped in before.values():
            if may_follow(dropped.state, Step.CANCELLED):
                task_actions.withdraw(session, dropped, signer)
        if draft.number > 1:
            letters.tell_of_new_version(plan, draft, besides=actor.worker_id)
        content = {"version": draft.number, "tasks": len(lines), "case": str(plan.case_id)}
        audit.record(facts.town_id, actor.key, "plan approved", f"plan:{plan_id}", **content)
        return draft.number


def obstacles(draft: PlanVersion, lines: list[TaskLine], before: dict[UUID, TaskLine]) -> tuple[Reason, ...]:
    """Everything that keeps this draft from being approved today."""
    now = clock.now()
    tasks = [
        DraftTask(
            number=line.task.number,
            text=replace(line.wording.as_text, has_person=line.seat is not None and line.seat.is_open(now)),
            carried=not changes(before.get(line.task.id), line),
        )
        for line in lines
    ]
    found = rules.obstacles_to_approval(
        goals=[goal.statement for goal in draft.goals], tasks=tasks, evaluation_on=draft.evaluation_on,
        evaluation_rules=draft.evaluation_rules, today=clock.today(),
    )  # fmt: skip
    return (*found, *_of_conditions(draft, {line.task.id for line in lines}))


def _of_conditions(draft: PlanVersion, tasks: Collection[UUID]) -> Iterator[Reason]:
    """Commitments without a condition, and conditions that nobody can tell any more."""
    now = clock.now()
    for commitment in commitments_of(draft.id):
        found = [] if commitment.conditions else [without_condition()]
        if not commitment.seat.is_open(now):
            found.append(reason("Whoever promises this is no longer at the table. Choose somebody else."))
        for condition in commitment.conditions:
            judge = condition.judge
            if (judge and not judge.is_open(now)) or (condition.task_id and condition.task_id not in tasks):
                found.append(nobody_tells())
        yield from (replace(one, field=f"{rules.COMMITMENT_FIELD}{commitment.id}") for one in found)


def _lock(session: Session, draft: PlanVersion, lines: list[TaskLine], signer: Signer) -> None:
    now = clock.now()
    draft.approved_at, draft.approved_by, draft.approved_by_name = now, signer.key, signer.name
    for line in lines:
        line.wording.locked_at = now
    session.flush()


def _take_over(session: Session, line: TaskLine, before: TaskLine | None, signer: Signer, actor: Actor) -> None:
    """Offer a task that is new or changed; one that stands as it stood keeps its steps."""
    changed = changes(before, line)
    former = before.seat.id if before and before.seat else None
    if before is not None and former != line.wording.seat_id and before.state in (*RUNNING, State.REPORTED):
        task_actions.take_from_former(before)
    line.task.agreed_due_on = line.task.passed_to_seat_id = line.task.passed_at = line.task.passed_by = None
    session.flush()
    if changed and may_follow(line.state, Step.OFFERED):
        task_actions.put_forward(session, line, signer, accepted_by=actor.worker_id)
