"""Handing a task on: its person asks, the coordinator decides, and only then it is offered to the colleague."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coordination.seats.models import Seat
from coordination.tasks import actions, documents, rules
from coordination.tasks.hand_ons import HandOn, colleagues_of
from coordination.tasks.models import TaskLine, line_of
from foundation import audit, clock, links
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason, refuse_if


def propose_colleague(
    task_id: UUID, *, seat_id: UUID | None, name: str, why: str, seen: str | None = None, actor: Actor
) -> None:
    """Ask that a colleague takes the task over: one at the table (`seat_id`), or one named in words. Raises Refused."""
    try:
        _propose(task_id, seat_id, name.strip(), why.strip(), seen, actor)
    except IntegrityError as error:  # asked twice at the same moment
        raise Refused([_waits()]) from error


def _propose(task_id: UUID, seat_id: UUID | None, name: str, why: str, seen: str | None, actor: Actor) -> None:
    with transaction() as session:
        line, signer = actions.own_line(session, task_id, actor, seen)
        assert line.seat is not None
        colleague = next((one for one in colleagues_of(line.seat) if one.id == seat_id), None)
        refuse_if(rules.wrong_hand_on(line.state, colleague.name if colleague else name, why))
        refuse_if([_waits()] * (_waiting(session, task_id) is not None))
        session.add(
            HandOn(
                id=uuid4(), task_id=task_id, asked_at=clock.now(), asked_by=signer.key, asked_seat_id=line.seat.id,
                to_seat_id=colleague.id if colleague else None, to_name=colleague.name if colleague else name, why=why,
            )
        )  # fmt: skip
        session.flush()
        audit.record(actions.town_of(session, line), signer.key, "task hand-on proposed", f"task:{task_id}")


def _waits() -> Reason:
    return reason("Your proposal is with the coordinator already. You will be told how she has decided.")


def _waiting(session: Session, task_id: UUID) -> HandOn | None:
    wanted = select(HandOn).where(HandOn.task_id == task_id, HandOn.decided_at.is_(None))
    return session.scalar(wanted.with_for_update())


def hand_on(task_id: UUID, *, seen: str | None = None, actor: Actor) -> None:
    """Offer the task to the colleague who was proposed; the former person is told at once. Raises Refused.

    The colleague has not said yes by that: the task waits for their own answer.
    """
    with transaction() as session:
        line, signer = actions.line_for_coordinator(session, task_id, actor, seen)
        proposed = _decided(session, line, actor, agreed=True)
        refuse_if(rules.not_now(line.state, rules.Step.OFFERED))
        assert line.seat is not None
        colleague = session.get(Seat, proposed.to_seat_id) if proposed.to_seat_id else None
        if colleague is None or not colleague.is_open(clock.now()):
            raise Refused([_not_at_table(proposed.to_name)])
        if (former := documents.errand(line)) is not None:
            documents.handed_on(former)
        if line.seat.worker_id is not None:
            links.revoke(documents.PURPOSE, task_id, line.seat.worker_id)
        task = line.task
        task.passed_to_seat_id, task.passed_at, task.passed_by = colleague.id, clock.now(), signer.key
        actions.carry_person_into_draft(session, line, colleague)
        session.flush()
        present = line_of(task_id)
        assert present is not None
        actions.put_forward(session, present, signer)


def _not_at_table(name: str) -> Reason:
    return reason("%(name)s does not sit at this table. Invite them first, then give them the task.", name=name)


def keep_person(task_id: UUID, *, why: str, seen: str | None = None, actor: Actor) -> None:
    """The task stays with its person, who is told and reads why behind sign-in. Raises Refused."""
    with transaction() as session:
        line, _ = actions.line_for_coordinator(session, task_id, actor, seen)
        if not why.strip():
            raise Refused([reason("Write why. The person who asked will read it.", field="reason")])
        _decided(session, line, actor, agreed=False).answer = why.strip()
        if (to := documents.errand(line)) is not None:
            documents.stays_yours(to)


def _decided(session: Session, line: TaskLine, actor: Actor, *, agreed: bool) -> HandOn:
    """The proposal of the task's present person, decided now. Raises Refused when none waits."""
    found = _waiting(session, line.task.id)
    if found is None or line.seat is None or found.asked_seat_id != line.seat.id:
        raise Refused([reason("Nobody asks for this any more. The task stands as you see it now.")])
    found.decided_at, found.decided_by, found.agreed = clock.now(), actor.key, agreed
    session.flush()
    what = "task hand-on agreed" if agreed else "task hand-on declined"
    audit.record(actions.town_of(session, line), actor.key, what, f"task:{line.task.id}")
    return found
