"""The life of a task as a small table of steps, what a task must say, and when it is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foundation.reasons import Reason, reason


class Schedule(StrEnum):
    """Whether a task is due once, or again and again."""

    ONCE = "once"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


class Step(StrEnum):
    """What happened to a task."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    OTHER_DATE = "other_date"
    DATE_AGREED = "date_agreed"
    DATE_KEPT = "date_kept"
    DECLINED = "declined"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class State(StrEnum):
    """Where a task stands, in the words of the plan; `draft` was never offered."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    OTHER_DATE = "other_date"
    DECLINED = "declined"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """How the responsible person reports a task."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


class SaidWhere(StrEnum):
    """Where a spoken word was heard."""

    AT_TABLE = "at_table"
    ON_VISIT = "on_visit"
    BY_PHONE = "by_phone"


_LEADS_TO = {
    Step.OFFERED: State.OFFERED,
    Step.ACCEPTED: State.ACCEPTED,
    Step.OTHER_DATE: State.OTHER_DATE,
    Step.DATE_AGREED: State.ACCEPTED,
    Step.DATE_KEPT: State.OFFERED,
    Step.DECLINED: State.DECLINED,
    Step.REPORTED: State.REPORTED,
    Step.CONFIRMED: State.CONFIRMED,
    Step.CANCELLED: State.CANCELLED,
}

FOLLOWS: dict[State, frozenset[Step]] = {
    State.DRAFT: frozenset({Step.OFFERED, Step.CANCELLED}),
    State.OFFERED: frozenset({Step.ACCEPTED, Step.OTHER_DATE, Step.DECLINED, Step.CANCELLED, Step.OFFERED}),
    State.OTHER_DATE: frozenset(
        {Step.ACCEPTED, Step.DECLINED, Step.DATE_AGREED, Step.DATE_KEPT, Step.CANCELLED, Step.OTHER_DATE}
    ),
    State.ACCEPTED: frozenset({Step.REPORTED, Step.OTHER_DATE, Step.CANCELLED, Step.OFFERED}),
    State.DECLINED: frozenset({Step.ACCEPTED, Step.OFFERED, Step.CANCELLED}),
    State.REPORTED: frozenset({Step.REPORTED, Step.CONFIRMED, Step.CANCELLED, Step.OFFERED}),
    State.CONFIRMED: frozenset(),
    State.CANCELLED: frozenset(),
}


def state_after(step: Step | None) -> State:
    """Where a task stands after its last step; without any it is a draft."""
    return State.DRAFT if step is None else _LEADS_TO[step]


def may_follow(state: State, step: Step) -> bool:
    """Whether `step` makes sense now."""
    return step in FOLLOWS[state]


def is_overdue(state: State, due_on: date | None, today: date) -> bool:
    """Whether the date has passed while the task is neither reported nor over."""
    return due_on is not None and due_on < today and state in (State.OFFERED, State.ACCEPTED, State.OTHER_DATE)


OPEN_POINTS = frozenset({State.OFFERED, State.OTHER_DATE, State.DECLINED})
"""States that make the plan agreed with open points."""


@dataclass(frozen=True)
class TaskText:
    """What a task says, as somebody typed it; any part may still be missing."""

    text: str
    criterion: str
    has_person: bool
    schedule: Schedule
    due_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None


def missing_in(task: TaskText, today: date) -> tuple[Reason, ...]:
    """What a task lacks (S2-16, S2-11, S2-04); each missing part is named by its own sentence."""
    wrong = []
    if not task.text.strip():
        wrong.append(reason("The task does not say what is to be done. Write one sentence with a verb.", field="text"))
    if not task.has_person:
        wrong.append(reason("A person answers for a task, not an agency. Choose who will take it.", field="seat_id"))
    if not task.criterion.strip():
        wrong.append(
            reason(
                "Nobody can tell when the task is done. Write what will be on paper or what anyone can see.",
                field="criterion",
            )
        )
    return (*wrong, *_wrong_dates(task, today))


def _wrong_dates(task: TaskText, today: date) -> Sequence[Reason]:
    last, field = (task.due_on, "due_on") if task.schedule is Schedule.ONCE else (task.until_on, "until_on")
    if last is None:
        return (
            reason("The task has no deadline. Enter a date, for example “by Friday” or “in 14 days”.", field=field),
        )
    wrong = []
    if task.schedule is not Schedule.ONCE:
        if task.from_on is None:
            wrong.append(reason("The task does not say from when. Enter the first day.", field="from_on"))
        elif task.from_on > last:
            wrong.append(reason("The last day is before the first. Correct one of them.", field="until_on"))
    if last < today:
        wrong.append(
            reason("The deadline %(date)s has passed. Enter today or a later day.", field=field, date=last.isoformat())
        )
    return wrong
