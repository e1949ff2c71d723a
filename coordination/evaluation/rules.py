"""When a case can be closed or opened again, and what must be said then."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from foundation.reasons import Reason, reason


class Result(StrEnum):
    """How the goal turned out (domain.md 4.2)."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    CHANGED = "changed"


class Disposition(StrEnum):
    """What becomes of a task that is open when the case is closed."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    HANDED_ON = "handed_on"
    """It goes on without the case, with whoever has it."""


@dataclass(frozen=True)
class OpenTask:
    """A task that nobody has confirmed or cancelled."""

    id: UUID
    number: int
    may_be_confirmed: bool
    """Whether somebody has reported it; what nobody reported cannot be confirmed."""


def dispositions(task: OpenTask) -> tuple[Disposition, ...]:
    """What can become of a task."""
    rest = (Disposition.CANCELLED, Disposition.HANDED_ON)
    return (Disposition.CONFIRMED, *rest) if task.may_be_confirmed else rest


def field_of(number: int) -> str:
    """How the field of a task is called on the page of closing."""
    return f"task_{number}"


def against_closing(
    result: Result | None, why: str, tasks: Collection[OpenTask], said: Mapping[UUID, Disposition],
    coming: Collection[str],
) -> list[Reason]:  # fmt: skip
    """Everything that keeps a case from being closed; `coming` are the days of meetings that are still to be held."""
    wrong = [
        reason("A meeting is convened for %(day)s. Hold it or call it off first.", day=day) for day in coming
    ]  # fmt: skip
    if result is None:
        wrong.append(reason("Say how the goal turned out.", "result"))
    if not why.strip():
        wrong.append(reason("Write in a sentence why the joint work ends.", "why"))
    for task in tasks:
        if said.get(task.id) not in dispositions(task):
            wrong.append(
                reason("Say what becomes of task %(number)s.", field_of(task.number), number=task.number)
            )  # fmt: skip
    return wrong


def against_reopening(because: str) -> list[Reason]:
    """Why a case cannot be opened again."""
    return [] if because.strip() else [reason("Write why the case is opened again.", "because")]
