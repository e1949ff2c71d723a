"""The deeds of an answer: given on the page, spoken and written down as said, and talked over."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.family import models, rules
from coordination.family.actions.keys import note_reading
from coordination.family.actions.places import locked, own
from coordination.family.models import FamilyAnswer, FamilySummary
from coordination.family.rules import Reply, Settled, Wish
from coordination.seats.models import Seat
from coordination.tasks import actions as tasks
from coordination.tasks.actions import Said
from coordination.tasks.models import line_of
from coordination.tasks.rules import wrong_word
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason, refuse_if, refuse_unseen
from foundation.working_days import next_working

CALLED_WITHIN = 3
"""Working days within which the family is called."""


@dataclass(frozen=True)
class Saying:
    """What the family says, and whether somebody is to call."""

    reply: Reply
    words: str = ""
    calls: bool = True
    wish: Wish | None = None
    day: date | None = None


def answer_plan(saying: Saying, *, seen: str | None = None, actor: Actor) -> UUID:
    """Say something to the whole plan; `seen` is the fingerprint of the summary that was read. Raises Refused."""
    with transaction() as session:
        seat, _facts = own(session, actor)
        summary = models.summary_of(seat.id)
        closed = seat.frame.state == "closed"
        if summary is None or saying.reply not in rules.TO_PLAN or closed:
            raise Refused([_ended()])
        refuse_unseen(seen, summary.fingerprint)
        note_reading(session, seat)
        return _keep(session, seat, summary, saying, actor)


def answer_task(task_id: UUID, saying: Saying, *, seen: str | None = None, actor: Actor) -> UUID:
    """Say something to one own task; it becomes the task's step where it is one. Raises Refused.

    A yes is its acceptance, another day a proposed date, done a report. Another way or person moves nothing by itself:
    it is neither a yes nor a no, the coordinator decides about it and says so (`decide_wish`). Nor does help.
    """
    with transaction() as session:
        seat, _facts = own(session, actor)
        line, summary = line_of(task_id), models.summary_of(seat.id)
        if line is None or summary is None or line.seat is None or line.seat.id != seat.id:
            raise Refused([_ended()])
        refuse_unseen(seen, line.fingerprint)
        refuse_if(rules.against_reply(saying.reply, line.state, line.outcome))
        if saying.reply is Reply.OTHER:
            refuse_if(rules.against_wish(saying.wish, saying.day, saying.words, clock.today()))
        _step(session, task_id, saying, actor)
        return _keep(session, seat, summary, saying, actor, task_id=task_id)


def _step(session: Session, task_id: UUID, saying: Saying, actor: Actor) -> None:
    if saying.reply is Reply.AGREE:
        tasks.accept_own(session, task_id, seen=None, actor=actor)
    elif saying.reply is Reply.DONE:
        tasks.report_own(session, task_id, note=saying.words, seen=None, actor=actor)
    elif saying.reply is Reply.OTHER and saying.day is not None:
        day, words = saying.day, saying.words
        tasks.propose_own(session, task_id, proposed_on=day, why=words, seen=None, actor=actor)


def write_down(seat_id: UUID, saying: Saying, *, said: Said, actor: Actor) -> UUID:
    """The family said something about the plan; write it down as said, with where, when and to whom. Raises Refused."""
    with transaction() as session:
        seat, _facts = locked(session, seat_id, actor)
        refuse_if(wrong_word(said.on, said.to, clock.today()))
        if saying.reply not in rules.TO_PLAN:
            raise Refused([reason("Write it down at the task itself.", "reply")])
        return _keep(session, seat, models.summary_of(seat.id), saying, actor, said=said)


def settle(answer_id: UUID, *, note: str, actor: Actor) -> None:
    """Somebody has talked with the family about its answer. Raises Refused."""
    with transaction() as session:
        answer = session.get(FamilyAnswer, answer_id, with_for_update=True)
        if answer is None:
            raise Refused([_ended()])
        seat, _facts = locked(session, answer.seat_id, actor)
        refuse_if(rules.against_settling(Reply(answer.reply) in rules.WAITS, answer.settled_at is not None))
        if not note.strip():
            raise Refused([reason("Write in one sentence what you agreed.", "note")])
        answer.settled_at, answer.settled_by, answer.settled_note = clock.now(), actor.key, note.strip()
        audit.record(seat.town_id, actor.key, "answer talked over", f"seat:{seat.id}", answer=str(answer.id))


@dataclass(frozen=True)
class Decision:
    """What becomes of a wish to have a task otherwise."""

    how: Settled | None
    new_wording: str = ""
    told: str = ""


def decide_wish(answer_id: UUID, decision: Decision, *, actor: Actor) -> bool:
    """Decide about another way or person: new words, or it stays; either way the family reads why. Raises Refused.

    Answers whether the new words stand in the version of the plan that is being written already.
    """
    with transaction() as session:
        answer = session.get(FamilyAnswer, answer_id, with_for_update=True)
        if answer is None or not answer.wants_otherwise:
            raise Refused([_ended()])
        seat, _facts = locked(session, answer.seat_id, actor)
        refuse_if(rules.against_settling(waits=True, settled=answer.settled_at is not None))
        refuse_if(rules.against_decision(decision.how, decision.new_wording, decision.told))
        answer.settled_at, answer.settled_by, answer.settled_how = clock.now(), actor.key, decision.how
        answer.told, carried = decision.told.strip(), False
        line = line_of(answer.task_id) if answer.task_id else None
        if decision.how is Settled.NEW_WORDING:
            answer.new_wording = decision.new_wording.strip()
            carried = line is not None and tasks.carry_words_into_draft(session, line, answer.new_wording)
        content = {"answer": str(answer.id), "how": decision.how.value if decision.how else ""}
        audit.record(seat.town_id, actor.key, "wish decided", f"seat:{seat.id}", **content)
        return carried


def _keep(
    session: Session, seat: Seat, summary: FamilySummary | None, saying: Saying, actor: Actor, *,
    task_id: UUID | None = None, said: Said | None = None,
) -> UUID:  # fmt: skip
    now = clock.now()
    for former in models.answers_of(seat.id):
        if former.task_id == task_id and former.waits and former.by == actor.key:
            # the family's newest word on the same thing is what somebody calls about
            former.settled_at, former.settled_by, former.settled_note = now, actor.key, ""
    answer = FamilyAnswer(
        seat_id=seat.id, case_id=seat.case_id, summary_id=summary.id if summary else None, task_id=task_id,
        reply=saying.reply, wish=saying.wish if saying.reply is Reply.OTHER else None, day=saying.day,
        words=saying.words.strip(), calls=saying.calls, answer_by=_call_by(saying), at=now, by=actor.key,
        said_where=said.where if said else None, said_on=said.on if said else None, said_to=said.to if said else None,
    )  # fmt: skip
    session.add(answer)
    session.flush()
    content = {"reply": saying.reply.value, "task": str(task_id) if task_id else None, "as_said": said is not None}
    audit.record(seat.town_id, actor.key, "family answered", f"seat:{seat.id}", case=str(seat.case_id), **content)
    return answer.id


def _call_by(saying: Saying) -> date | None:
    if saying.reply not in rules.WAITS or not saying.calls:
        return None
    day = clock.today()
    for _working_day in range(CALLED_WITHIN):
        day = next_working(day)
    return day


def _ended() -> Reason:
    return reason("This has changed meanwhile. Look at it again, or call us.")
