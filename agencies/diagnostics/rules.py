"""What diagnostics of a child ask for: a reason, an answer, an output that leads on, somebody who explains it."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from uuid import UUID

from foundation.reasons import Reason, reason


class State(StrEnum):
    """How far diagnostics are; told from the facts, never stored."""

    WAITING = "waiting"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    ACCEPTED = "accepted"
    WRITTEN = "written"
    """There is an output, and no next step that follows from it: not done (S1-47)."""
    DONE = "done"


def state_of(*, accepted: bool | None, taken_back: bool, written: bool, leads_on: bool) -> State:
    """The state that follows from what happened."""
    if taken_back:
        return State.TAKEN_BACK
    if accepted is None:
        return State.WAITING
    if not accepted:
        return State.DECLINED
    if not written:
        return State.ACCEPTED
    return State.DONE if leads_on else State.WRITTEN


def against_asking(child: UUID | None, why: str, worker: UUID | None) -> list[Reason]:
    """What a request lacks: the child, the reason, whom to ask (S1-47, S1-48)."""
    wrong = []
    if child is None:
        wrong.append(reason("Choose the child. It must stand among the family first.", "child"))
    if not why.strip():
        wrong.append(reason("Write why the diagnostics are needed and what they should answer.", "why"))
    if worker is None:
        wrong.append(reason("Choose whom you ask.", "worker"))
    return wrong


def against_answering(state: State, accepts: bool | None, note: str) -> list[Reason]:
    """What an answer lacks: a yes or a no, and to a no the reason (S1-48)."""
    if state is not State.WAITING:
        return [reason("This request no longer waits for an answer.")]
    if accepts is None:
        return [reason("Say whether you take it.", "answer")]
    if not accepts and not note.strip():
        return [reason("Write in a sentence why you decline. The key worker reads it.", "note")]
    return []


def against_going_on(state: State, asked: str) -> list[Reason]:
    """Why nothing can be built on diagnostics that nobody has accepted (S1-48)."""
    if state is State.WAITING:
        return [
            reason(
                "Nobody has accepted the diagnostics yet. Wait for the answer of %(name)s, or ask another worker.",
                name=asked,
            )
        ]
    if state in (State.DECLINED, State.TAKEN_BACK):
        return [reason("Nobody does these diagnostics. Ask another worker.")]
    return []


def against_writing(report: str, *, handed: bool) -> list[Reason]:
    """What keeps the output from being written; what a parent holds does not change any more."""
    if handed:
        return [reason("A parent has the output already. It does not change any more.")]
    return [] if report.strip() else [reason("Write what was found.", "report")]


def against_next_step(
    what: str, on: date | None, who: UUID | None, *, today: date, works_here: bool, name: str, written: bool
) -> list[Reason]:
    """What the step that follows from the output lacks (S1-47)."""
    if not written:
        return [reason("There is no output yet. The step follows from it.")]
    wrong = []
    if not what.strip():
        wrong.append(reason("Write what follows from the output, for example the education of the parents.", "what"))
    if on is None:
        wrong.append(reason("Write the day of the next step.", "on"))
    elif on < today:
        wrong.append(reason("This day has passed. Enter today or a later day.", "on"))
    if who is None:
        wrong.append(reason("Choose who does the next step.", "who"))
    elif not works_here:
        wrong.append(reason("%(name)s does not work with the file. Choose somebody of the team.", "who", name=name))
    return wrong


def against_interpreter(
    who: UUID | None, agreed: Collection[UUID], on: date | None, note: str, *,
    today: date, key_worker: UUID | None, works_here: bool, name: str, handed: bool,
) -> list[Reason]:  # fmt: skip
    """What the agreement on who explains the output lacks; anybody but the key worker needs a note (S1-49, S1-50)."""
    if handed:
        return [reason("A parent has the output already. Who explains it does not change any more.")]
    wrong = []
    if who is None:
        wrong.append(reason("Choose who explains the output to the parents.", "who"))
    elif not works_here:
        wrong.append(reason("%(name)s does not work with the file. Choose somebody of the team.", "who", name=name))
    elif who != key_worker and not note.strip():
        wrong.append(
            reason(
                "The key worker has the relationship with the family and comes first. Write why it is %(name)s this"
                " time.", "note", name=name,
            )
        )  # fmt: skip
    if not agreed:
        wrong.append(reason("Tick who agreed on it.", "agreed"))
    if on is None:
        wrong.append(reason("Write the day on which you agreed.", "on"))
    elif on > today:
        wrong.append(reason("This day is still to come.", "on"))
    return wrong


def against_handing(
    parent: UUID | None, on: date | None, *, today: date, written: bool, interpreter: str, works_here: bool,
    already: bool, since: date | None,
) -> list[Reason]:  # fmt: skip
    """What keeps the output from a parent: nobody agreed on who explains it, or there is nothing to hand (S1-49)."""
    wrong = []
    if not written:
        wrong.append(reason("There is no output yet."))
    if not interpreter:
        wrong.append(reason("Agree first who explains the output to the parents."))
    elif not works_here:
        wrong.append(
            reason("%(name)s no longer works with the file. Agree who explains the output now.", name=interpreter)
        )  # fmt: skip
    if parent is None:
        wrong.append(reason("Choose the parent.", "parent"))
    elif already:
        wrong.append(reason("This parent has the output already.", "parent"))
    if on is None:
        wrong.append(reason("Write the day on which the parent got it.", "on"))
    elif on > today:
        wrong.append(reason("This day is still to come.", "on"))
    elif since is not None and on < since:
        wrong.append(reason("On this day there was no output yet.", "on"))
    return wrong
