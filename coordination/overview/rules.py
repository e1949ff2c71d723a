"""What burns today (co dnes hoří) and what comes next in a case: groups, their order, and the state of each step."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from coordination.tasks.rules import RUNNING, WAITS_FOR_COORDINATOR, State


class Group(StrEnum):
    """The parts of the first page, in the order in which they are read."""

    LATE = "late"
    WAITING = "waiting"
    SOON = "soon"
    MISSING = "missing"


class Happening(StrEnum):
    """What kind of thing happened at a case, as its timeline is sifted."""

    MEETING = "meeting"
    PLAN = "plan"
    PEOPLE = "people"


def group_of_task(state: State, late_since: date | None, due_on: date | None, today: date) -> Group | None:
    """Where a task stands on the coordinator's first page; None: it needs nobody today."""
    if late_since is not None:
        return Group.LATE
    if state in WAITS_FOR_COORDINATOR:
        return Group.WAITING
    if state in RUNNING and is_soon(due_on, today):
        return Group.SOON
    return Group.MISSING if state == State.OFFERED else None


def is_soon(day: date | None, today: date) -> bool:
    """Whether a day is today or tomorrow."""
    return day is not None and today <= day <= today + timedelta(days=1)


class Ask(StrEnum):
    """What the house asks of a worker, in the order of a day with several of them."""

    ANSWER = "answer"
    NAME = "name"
    PLEDGE = "pledge"
    TAKE_PART = "take_part"
    STANDPOINT = "standpoint"
    ACCEPT = "accept"
    REPORT = "report"


REPORTED_FROM = timedelta(days=7)
"""How long before its day an accepted task asks for its result; before that it is only told."""


def ask_of_task(state: State, day: date | None, today: date) -> Ask | None:
    """What a task asks of the one who answers for it, when its next day is `day`.

    While another date is wanted it is the coordinator's turn.
    """
    if state == State.ACCEPTED and (day is None or day <= today + REPORTED_FROM):
        return Ask.REPORT
    return Ask.ACCEPT if state == State.OFFERED else None


def next_day(due_on: date | None, starts: Sequence[date], checked: Collection[date]) -> date | None:
    """The day by which the next result is due: of a repeated task the last one of its first period without a check.

    `starts` are the first days of its periods; without any the task is due once.
    """
    ends = [following - timedelta(days=1) for following in starts[1:]]
    open_ends = [end for start, end in zip(starts, ends, strict=False) if start not in checked]
    return open_ends[0] if open_ends else due_on


class StepName(StrEnum):
    """What a case goes through, in order."""

    DESCRIBE = "describe"
    AGENCIES = "agencies"
    CONVENE = "convene"
    ANSWERS = "answers"
    PLEDGES = "pledges"
    HOLD = "hold"
    PLAN = "plan"
    APPROVE = "approve"
    TASKS = "tasks"


class Progress(StrEnum):
    """How far a step is; `missing` says that somebody owes something, `locked` that its turn has not come."""

    DONE = "done"
    MISSING = "missing"
    TODO = "todo"
    LOCKED = "locked"


GATHERING = timedelta(minutes=30)
"""How long before its start a meeting can be opened."""


@dataclass(frozen=True)
class Step:
    """One step and who or what it waits for."""

    name: StepName
    progress: Progress
    names: tuple[str, ...] = ()
    count: int = 0
    """How many are there, or how many are missing."""


@dataclass(frozen=True)
class SoFar:
    """What a case has, as plain values."""

    members: int
    agencies: int
    ungrounded: tuple[str, ...]
    """Agencies with a worker at the table who have neither consent nor legal title."""
    convened: bool
    held: bool
    starts_at: datetime | None
    unanswered: tuple[str, ...]
    unpledged: tuple[str, ...]
    has_plan: bool
    has_draft: bool
    approved: bool
    tasks: int
    not_accepted: tuple[str, ...]


def steps(so_far: SoFar, now: datetime) -> tuple[Step, ...]:
    """Every step of a case with its state, in order (S2-01 to S2-18 as one list)."""
    return (
        _describe(so_far),
        _agencies(so_far),
        _convene(so_far),
        _owed(
            StepName.ANSWERS, so_far.unanswered, locked=not so_far.convened, settled=so_far.held or _begins(so_far, now)
        ),
        _owed(StepName.PLEDGES, so_far.unpledged, locked=not (so_far.convened or so_far.held)),
        _hold(so_far, now),
        _plan(so_far),
        _approve(so_far),
        _owed(StepName.TASKS, so_far.not_accepted, locked=not so_far.approved, count=so_far.tasks),
    )


def next_step(found: Sequence[Step]) -> Step | None:
    """The first step whose turn has come and that is not done."""
    return next((step for step in found if step.progress in (Progress.MISSING, Progress.TODO)), None)


def _describe(so_far: SoFar) -> Step:
    progress = Progress.DONE if so_far.members else Progress.MISSING
    return Step(StepName.DESCRIBE, progress, count=so_far.members)


def _agencies(so_far: SoFar) -> Step:
    if so_far.ungrounded:
        return Step(StepName.AGENCIES, Progress.MISSING, so_far.ungrounded, len(so_far.ungrounded))
    return Step(StepName.AGENCIES, Progress.DONE if so_far.agencies else Progress.TODO, count=so_far.agencies)


def _convene(so_far: SoFar) -> Step:
    done = so_far.convened or so_far.held
    return Step(StepName.CONVENE, Progress.DONE if done else Progress.TODO)


def _owed(
    name: StepName, who: tuple[str, ...], *, locked: bool, settled: bool = False, count: int | None = None
) -> Step:
    if settled:
        return Step(name, Progress.DONE)
    if locked:
        return Step(name, Progress.LOCKED)
    if who:
        return Step(name, Progress.MISSING, who, len(who))
    return Step(name, Progress.DONE, count=count or 0)


def _hold(so_far: SoFar, now: datetime) -> Step:
    if so_far.held:
        return Step(StepName.HOLD, Progress.DONE)
    return Step(StepName.HOLD, Progress.TODO if _begins(so_far, now) else Progress.LOCKED)


def _begins(so_far: SoFar, now: datetime) -> bool:
    """Whether people gather: the meeting can be opened, and what they had answered no longer matters."""
    return so_far.convened and so_far.starts_at is not None and so_far.starts_at - GATHERING <= now


def _plan(so_far: SoFar) -> Step:
    if so_far.has_plan:
        return Step(StepName.PLAN, Progress.DONE)
    return Step(StepName.PLAN, Progress.TODO if so_far.held else Progress.LOCKED)


def _approve(so_far: SoFar) -> Step:
    if so_far.has_draft:
        return Step(StepName.APPROVE, Progress.TODO)
    return Step(StepName.APPROVE, Progress.DONE if so_far.approved else Progress.LOCKED)
