"""The deeds of a task: offered, answered by its own person or written down as said, reported, confirmed, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordination.seats.models import CaseFrame, Seat, facts_at_case
from coordination.seats.rules import Role
from coordination.tasks import documents, rules
from coordination.tasks.by_word import put_down_cancelled, put_down_day
from coordination.tasks.models import (
    Check,
    Task,
    TaskLine,
    TaskStep,
    TaskWording,
    answers_for,
    held_tasks,
    line_of,
    tasks_of_seat,
)
from coordination.tasks.rules import RUNNING, CheckOutcome, Outcome, SaidWhere, Schedule, Step
from foundation import audit, clock
from foundation.access import Actor, Facts, decide
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason, refuse_if, refuse_unseen

STEPPED_ASIDE = "odstoupení"
"""The reason that stands at a task given back by somebody who stepped aside."""


@dataclass(frozen=True)
class Said:
    """Where, when and to whom a word was spoken that somebody else writes down."""

    where: SaidWhere
    on: date | None
    to: str


@dataclass(frozen=True)
class Signer:
    """Who does a deed, as the log book and the history of a task name them."""

    key: str
    name: str
    seat_id: UUID | None = None


# `seen` is the fingerprint of the task that lay before the person; None comes from whoever has just read it inside.


# --- the responsible person answers ----------------------------------------------------------------------------------


def accept(task_id: UUID, *, seen: str | None = None, actor: Actor) -> None:
    """Take the task on; its date goes to the calendar. Raises Refused."""
    with transaction() as session:
        line, signer = own_line(session, task_id, actor, seen)
        _accepted(session, line, signer)


def decline(task_id: UUID, *, why: str, seen: str | None = None, actor: Actor) -> None:
    """Give the task back with a reason that only the coordinator reads. Raises Refused."""
    with transaction() as session:
        line, signer = own_line(session, task_id, actor, seen)
        _declined(session, line, signer, why)


def propose_date(
    task_id: UUID, *, proposed_on: date | None, why: str = "", seen: str | None = None, actor: Actor
) -> None:
    """Answer with another date; the coordinator decides. Raises Refused."""
    with transaction() as session:
        line, signer = own_line(session, task_id, actor, seen)
        _proposed(session, line, signer, proposed_on, why)


def report(task_id: UUID, *, outcome: Outcome, note: str = "", seen: str | None = None, actor: Actor) -> None:
    """Say how the task went. Raises Refused."""
    with transaction() as session:
        line, signer = own_line(session, task_id, actor, seen)
        _step(session, line, Step.REPORTED, signer, outcome=outcome, reason=note)


def check(
    task_id: UUID, period_from: date, *, outcome: CheckOutcome, note: str = "", seen: str | None = None, actor: Actor
) -> None:
    """Say how one period of a repeated task went; a second word replaces the first. Raises Refused."""
    with transaction() as session:
        line, signer = own_line(session, task_id, actor, seen)
        _checked(session, line, signer, period_from, outcome, note)


# --- a spoken word is written down -----------------------------------------------------------------------------------


def write_down_acceptance(task_id: UUID, *, said: Said, words: str = "", seen: str | None = None, actor: Actor) -> None:
    """The responsible person said yes, perhaps in `words` worth keeping. Raises Refused."""
    with transaction() as session:
        line, signer = _for_the_table(session, task_id, actor, said, seen)
        _accepted(session, line, signer, said, words)


def write_down_refusal(task_id: UUID, *, said: Said, why: str, seen: str | None = None, actor: Actor) -> None:
    """The responsible person said no, and why. Raises Refused."""
    with transaction() as session:
        line, signer = _for_the_table(session, task_id, actor, said, seen)
        _declined(session, line, signer, why, said)
        _tell_what_was_written(line)


def write_down_other_date(
    task_id: UUID, *, said: Said, proposed_on: date | None, why: str = "", seen: str | None = None, actor: Actor
) -> None:
    """The responsible person asked for another date. Raises Refused."""
    with transaction() as session:
        line, signer = _for_the_table(session, task_id, actor, said, seen)
        _proposed(session, line, signer, proposed_on, why, said)
        _tell_what_was_written(line)


def write_down_report(
    task_id: UUID, *, said: Said, outcome: Outcome, note: str = "", seen: str | None = None, actor: Actor
) -> None:
    """The responsible person said how it went. Raises Refused."""
    with transaction() as session:
        line, signer = _for_the_table(session, task_id, actor, said, seen)
        _step(session, line, Step.REPORTED, signer, outcome=outcome, reason=note, said=said)
        _tell_what_was_written(line)


def write_down_check(
    task_id: UUID,
    period_from: date,
    *,
    said: Said,
    outcome: CheckOutcome,
    note: str = "",
    seen: str | None = None,
    actor: Actor,
) -> None:
    """The responsible person said how one period went. Raises Refused."""
    with transaction() as session:
        line, signer = _for_the_table(session, task_id, actor, said, seen)
        _checked(session, line, signer, period_from, outcome, note, said)


# --- the coordinator decides -----------------------------------------------------------------------------------------


def agree_date(task_id: UUID, *, seen: str | None = None, actor: Actor) -> None:
    """Agree to the proposed date: the task is accepted with it. Raises Refused."""
    with transaction() as session:
        line, signer = line_for_coordinator(session, task_id, actor, seen)
        proposed = line.last.proposed_on if line.last else None
        refuse_if(rules.not_now(line.state, Step.DATE_AGREED))
        refuse_if(rules.wrong_proposal(line.as_text, proposed, None, clock.today()))
        former = line.due_on
        put_down_day(session, line, _step(session, line, Step.DATE_AGREED, signer, proposed_on=proposed))
        line.task.agreed_due_on = proposed
        _carry_into_draft(session, line, former, proposed)
        session.flush()
        if (to := documents.errand(line)) is not None:
            documents.date_agreed(to, former)


def keep_date(task_id: UUID, *, why: str, seen: str | None = None, actor: Actor) -> None:
    """Another day is not possible; the task is offered with its date again. Raises Refused."""
    with transaction() as session:
        line, signer = line_for_coordinator(session, task_id, actor, seen)
        refuse_if(rules.not_now(line.state, Step.DATE_KEPT))
        if not why.strip():
            raise Refused([reason("Write why the date stays. The person who asked will read it.", field="reason")])
        put_down_day(session, line, _step(session, line, Step.DATE_KEPT, signer, reason=why))
        if (to := documents.errand(line)) is not None:
            documents.date_kept(to)


def confirm(task_id: UUID, *, seen: str | None = None, actor: Actor) -> None:
    """Confirm what was reported. Raises Refused."""
    with transaction() as session:
        line, signer = line_for_coordinator(session, task_id, actor, seen)
        _step(session, line, Step.CONFIRMED, signer)
        if line.due_on and line.due_on > clock.today() and (to := documents.errand(line)) is not None:
            documents.done_early(to)


def cancel(task_id: UUID, *, why: str = "", seen: str | None = None, actor: Actor) -> None:
    """Nobody needs the task any more; it leaves calendars. Raises Refused."""
    with transaction() as session:
        line, signer = line_for_coordinator(session, task_id, actor, seen)
        withdraw(session, line, signer, why)


# --- parts of larger deeds, inside their transaction ------------------------------------------------------------------


def put_forward(session: Session, line: TaskLine, signer: Signer, *, accepted_by: UUID | None = None) -> None:
    """Offer a task to its person, by letter where there is an address.

    `accepted_by` is the worker whose own tasks are accepted with the plan itself and need no letter.
    """
    _step(session, line, Step.OFFERED, signer)
    if line.seat is not None and accepted_by is not None and line.seat.worker_id == accepted_by:
        _step(session, line, Step.ACCEPTED, signer)
        return
    if (to := documents.errand(line)) is not None:
        documents.offered(to)


def withdraw(session: Session, line: TaskLine, signer: Signer, why: str = "") -> None:
    """Cancel a task; its worker is told and the entry leaves the calendar."""
    _step(session, line, Step.CANCELLED, signer, reason=why)
    take_from_former(line)
    put_down_cancelled(session, line)


def confirm_at_closing(session: Session, line: TaskLine, actor: Actor) -> None:
    """Confirm what was reported while its case is being closed; nobody gets a letter of its own. Raises Refused."""
    line, signer = line_for_coordinator(session, line.task.id, actor, None)
    _step(session, line, Step.CONFIRMED, signer)


def cancel_at_closing(session: Session, line: TaskLine, actor: Actor) -> None:
    """Cancel a task while its case is being closed; its worker is told and the entry leaves the calendar."""
    line, signer = line_for_coordinator(session, line.task.id, actor, None)
    withdraw(session, line, signer)


def take_from_former(line: TaskLine) -> None:
    """Tell the worker of `line` that the task is no longer theirs."""
    if line.seat is None or line.seat.worker_id is None:
        return
    if (to := documents.errand_of_former(line, line.seat.worker_id)) is not None:
        documents.withdrawn(to)


def orphan_tasks_of(session: Session, seat_id: UUID, by: str) -> tuple[int, ...]:
    """Give the open tasks of a seat that is being closed back to the coordinator; answers their numbers.

    Inside a transaction. The wording keeps its seat; the step is `declined`, the entries leave the calendar.
    """
    given_back = []
    held_tasks(session.get_one(Seat, seat_id).case_id)
    for line in tasks_of_seat(seat_id):
        if line.state not in RUNNING or line.seat is None:
            continue
        signer = Signer(by, line.seat.name, seat_id)
        _step(session, line, Step.DECLINED, signer, reason=STEPPED_ASIDE)
        take_from_former(line)
        given_back.append(line.task.number)
    return tuple(given_back)


def accept_own(session: Session, task_id: UUID, *, seen: str | None, actor: Actor) -> TaskLine:
    """Their own person takes the task on. Raises Refused."""
    line, signer = own_line(session, task_id, actor, seen)
    _accepted(session, line, signer)
    return line


def propose_own(
    session: Session, task_id: UUID, *, proposed_on: date | None, why: str, seen: str | None, actor: Actor
) -> TaskLine:
    """Their own person wants another day. Raises Refused."""
    line, signer = own_line(session, task_id, actor, seen)
    _proposed(session, line, signer, proposed_on, why)
    return line


def report_own(session: Session, task_id: UUID, *, note: str, seen: str | None, actor: Actor) -> TaskLine:
    """Their own person says that it is done; of a repeated task, the period that has begun last. Raises Refused."""
    line, signer = own_line(session, task_id, actor, seen)
    begun = [start for start in line.periods if start <= clock.today()]
    if begun:
        _checked(session, line, signer, begun[-1], CheckOutcome.DONE, note)
    else:
        _step(session, line, Step.REPORTED, signer, outcome=Outcome.DONE, reason=note)
    return line


def accept_as_said(session: Session, task_id: UUID, *, said: Said, seen: str | None, actor: Actor) -> TaskLine:
    """Its person said yes, and somebody who keeps the plan writes it down. Raises Refused."""
    line, signer = _for_the_table(session, task_id, actor, said, seen)
    _accepted(session, line, signer, said)
    return line


# --- who may, what follows --------------------------------------------------------------------------------------------


def _gone() -> Reason:
    return reason("This task is no longer open to you. Call the coordinator, nothing was changed.")


def _locked(session: Session, task_id: UUID, actor: Actor) -> tuple[TaskLine, Facts]:
    """The task under the lock, with what the actor is to it now; rights are read again here."""
    task = session.get(Task, task_id, with_for_update=True)
    line = line_of(task_id) if task else None
    facts = facts_at_case(actor, line.task.case_id) if line else None
    if line is None or facts is None or not decide(facts, "own_task", "W", clock.now()).allowed:
        raise Refused([_gone()])
    return line, facts


def own_line(session: Session, task_id: UUID, actor: Actor, seen: str | None) -> tuple[TaskLine, Signer]:
    """The task under the lock, for its own person. Raises Refused for anybody else."""
    line, _ = _locked(session, task_id, actor)
    seat = line.seat
    if seat is None or not answers_for(actor, seat):
        raise Refused([rules.not_yours(seat.name if seat else "")])
    if not seat.is_open(clock.now()):
        raise Refused([_gone()])
    refuse_unseen(seen, line.fingerprint)
    return line, Signer(actor.key, seat.name, seat.id)


def _for_the_table(
    session: Session, task_id: UUID, actor: Actor, said: Said, seen: str | None
) -> tuple[TaskLine, Signer]:
    line, facts = _locked(session, task_id, actor)
    if facts.role not in (Role.COORDINATOR, Role.MINUTE_TAKER):
        raise Refused([rules.not_yours(line.seat.name if line.seat else "")])
    refuse_unseen(seen, line.fingerprint)
    refuse_if(rules.wrong_word(said.on, said.to, clock.today()))
    return line, _signer(session, facts, actor)


def line_for_coordinator(session: Session, task_id: UUID, actor: Actor, seen: str | None) -> tuple[TaskLine, Signer]:
    """The same for the coordinator."""
    line, facts = _locked(session, task_id, actor)
    if facts.role != Role.COORDINATOR:
        raise Refused([_gone()])
    _held_drafts(session, task_id)
    refuse_unseen(seen, line.fingerprint)
    return line, _signer(session, facts, actor)


def _signer(session: Session, facts: Facts, actor: Actor) -> Signer:
    seat = session.get(Seat, facts.seat_id) if facts.seat_id else None
    return Signer(actor.key, seat.name if seat else "", facts.seat_id)


def _accepted(
    session: Session, line: TaskLine, signer: Signer, said: Said | None = None, words: str = ""
) -> None:  # fmt: skip
    _step(session, line, Step.ACCEPTED, signer, reason=words, said=said)
    if (to := documents.errand(line)) is not None:
        documents.date_agreed(to)


def _declined(session: Session, line: TaskLine, signer: Signer, why: str, said: Said | None = None) -> None:
    refuse_if(rules.not_now(line.state, Step.DECLINED))
    if not why.strip():
        raise Refused([rules.missing_reason()])
    _step(session, line, Step.DECLINED, signer, reason=why, said=said)
    if (to := documents.errand(line)) is not None:
        documents.date_given_back(to)


def _proposed(
    session: Session, line: TaskLine, signer: Signer, proposed_on: date | None, why: str, said: Said | None = None
) -> None:
    refuse_if(rules.not_now(line.state, Step.OTHER_DATE))
    refuse_if(rules.wrong_proposal(line.as_text, proposed_on, line.due_on, clock.today()))
    _step(session, line, Step.OTHER_DATE, signer, reason=why, proposed_on=proposed_on, said=said)


def _checked(
    session: Session, line: TaskLine, signer: Signer, period_from: date, outcome: CheckOutcome, note: str,
    said: Said | None = None,
) -> None:  # fmt: skip
    refuse_if(rules.not_checkable(line.state))
    if period_from not in line.periods or period_from > clock.today():
        raise Refused([reason("This period has not begun yet, or the task has none like it.", field="outcome")])
    done = next((known for known in line.checks if known.period_from == period_from), None)
    done = done or Check(task_id=line.task.id, period_from=period_from)
    done.outcome, done.note, done.at, done.by = outcome, note.strip() or None, clock.now(), signer.key
    done.by_name = signer.name
    done.said_where, done.said_on = (said.where, said.on) if said else (None, None)
    done.said_to = said.to if said else None
    session.add(done)
    session.flush()
    about, period = f"task:{line.task.id}", period_from.isoformat()
    audit.record(town_of(session, line), signer.key, "task checked", about, period=period, outcome=outcome)


def _step(
    session: Session, line: TaskLine, step: Step, signer: Signer, *, reason: str = "", proposed_on: date | None = None,
    outcome: Outcome | None = None, said: Said | None = None,
) -> TaskStep:  # fmt: skip
    """Add a step that makes sense now and write it into the log book. Raises Refused."""
    refuse_if(rules.not_now(line.state, step))
    task = line.task
    last = session.scalar(select(func.max(TaskStep.number)).where(TaskStep.task_id == task.id))
    taken = TaskStep(
        task_id=task.id, number=(last or 0) + 1, at=clock.now(), step=step, by=signer.key, by_name=signer.name,
        seat_id=line.seat.id if line.seat else None, reason=reason.strip() or None, proposed_on=proposed_on,
        outcome=outcome, said_where=said.where if said else None, said_on=said.on if said else None,
        said_to=said.to if said else None,
    )  # fmt: skip
    session.add(taken)
    task.last_step = step
    session.flush()
    content = {"case": str(task.case_id), "number": task.number, "as_said": said is not None}
    audit.record(town_of(session, line), signer.key, f"task {step.value}", f"task:{task.id}", **content)
    return taken


def town_of(session: Session, line: TaskLine) -> UUID:
    """Whose log book a task belongs to."""
    return session.get_one(CaseFrame, line.task.case_id).town_id


def _held_drafts(session: Session, task_id: UUID) -> Sequence[TaskWording]:
    """What a task says in a version that is just being written, held until the transaction ends.

    Held before the log book is: whoever writes that version holds it first and the book last.
    """
    unlocked = (TaskWording.task_id == task_id, TaskWording.locked_at.is_(None))
    held = select(TaskWording).where(*unlocked).with_for_update().execution_options(populate_existing=True)
    return session.scalars(held).all()


def _carry_into_draft(session: Session, line: TaskLine, former: date | None, agreed: date | None) -> None:
    """A version that is just being written and still says the former date shall say the agreed one."""
    for draft in _held_drafts(session, line.task.id):
        if draft.last_day != former:
            continue
        if draft.schedule == Schedule.ONCE:
            draft.due_on = agreed
        else:
            draft.until_on = agreed


def carry_person_into_draft(session: Session, line: TaskLine, present: Seat) -> None:
    """A version that is just being written and still names the former person shall name the present one."""
    former = line.seat.id if line.seat else None
    for draft in _held_drafts(session, line.task.id):
        if draft.seat_id == former:
            draft.seat_id = present.id


def carry_words_into_draft(session: Session, line: TaskLine, text: str) -> bool:
    """A version that is just being written and still has the present words shall have these; answers whether one did.

    What is agreed with the family between two versions is offered anew by the next one.
    """
    drafts = [one for one in _held_drafts(session, line.task.id) if one.text == line.wording.text]
    for draft in drafts:
        draft.text = text
    return bool(drafts)


def _tell_what_was_written(line: TaskLine) -> None:
    if (to := documents.errand(line)) is not None:
        documents.answer_recorded(to)
