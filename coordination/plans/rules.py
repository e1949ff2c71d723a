"""What a plan needs before it holds, how it stands afterwards, and what one version changes against the one before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from coordination.tasks.rules import OPEN_POINTS, Schedule, State, TaskText, day_written, missing_in
from foundation.reasons import Reason, reason

TASK_FIELD = "task-"
"""Reasons about a task name it by this and its number."""
COMMITMENT_FIELD = "commitment-"
"""Reasons about a commitment name it by this and its id."""


class PlanState(StrEnum):
    """How a version of the plan stands."""

    DRAFT = "draft"
    AGREED = "agreed"
    OPEN_POINTS = "open_points"


class Change(StrEnum):
    """What a version changes about a task."""

    NEW = "new"
    TEXT = "text"
    CRITERION = "criterion"
    PERSON = "person"
    DATE = "date"
    HELPERS = "helpers"
    ORDER = "order"
    ABSENCES = "absences"


ASKS_AGAIN = frozenset(Change)
"""Changes after which the person is asked again: a yes to other words is no yes to these."""


@dataclass(frozen=True)
class DraftTask:
    """A task of a draft; `carried` stands word for word in the version before and was agreed there."""

    number: int
    text: TaskText
    carried: bool = False


def state(approved: bool, tasks: Collection[State], dissent: bool = False) -> PlanState:
    """Where a version stands; a task that nobody accepted and a dissent leave an open point, and silence is no yes."""
    if not approved:
        return PlanState.DRAFT
    return PlanState.OPEN_POINTS if dissent or OPEN_POINTS.intersection(tasks) else PlanState.AGREED


def obstacles_to_approval(
    *,
    goals: Sequence[str],
    tasks: Sequence[DraftTask],
    evaluation_on: date | None,
    evaluation_rules: str,
    today: date,
) -> tuple[Reason, ...]:
    """Everything that a plan lacks, all at once (S2-04, S2-11, S2-16).

    A reason about a task carries its number and has the field `task-<number>`.
    """
    wrong: list[Reason] = []
    if not any(goal.strip() for goal in goals):
        wrong.append(reason("The plan has no goal. Write in the family's words what should change.", field="goals"))
    if not tasks:
        wrong.append(reason("The plan has no task. Add at least one, with a person and a date.", field="tasks"))
    for task in tasks:
        wrong += [_of_task(task.number, found) for found in missing_in(task.text, _earliest(task, today))]
    return (*wrong, *_without_evaluation(evaluation_on, evaluation_rules, today))


def _earliest(task: DraftTask, today: date) -> date:
    return date.min if task.carried else today


def _of_task(number: int, found: Reason) -> Reason:
    return replace(found, field=f"{TASK_FIELD}{number}", values=found.values | {"number": str(number)})


def _without_evaluation(on: date | None, how: str, today: date) -> list[Reason]:
    wrong = []
    if on is None:
        wrong.append(
            reason(
                "The plan cannot be approved without an evaluation. "
                "Add a date and, for each task, the sign that it is done.",
                field="evaluation_on",
            )
        )
    elif on < today:
        wrong.append(evaluation_passed(on))
    if not how.strip():
        wrong.append(
            reason(
                "The plan does not say how it will be evaluated. Write who meets and what you will go through.",
                field="evaluation_rules",
            )
        )
    return wrong


def evaluation_passed(on: date) -> Reason:
    """An evaluation is ahead of those who agree about it."""
    return reason(
        "The day of the evaluation %(date)s has passed. Enter today or a later day.",
        field="evaluation_on",
        date=day_written(on),
    )


def in_circle(task: str, waits_for: Collection[str], others: Mapping[str, Collection[str]]) -> bool:
    """Whether a task would come to wait for itself; `others` tells of every other task for which ones it waits."""
    seen: set[str] = set()
    ahead = list(waits_for)
    while ahead:
        one = ahead.pop()
        if one == task:
            return True
        if one not in seen:
            seen.add(one)
            ahead += others.get(one, ())
    return False


def waits_for_itself() -> Reason:
    """Why an order of tasks makes no sense."""
    return reason("The tasks would wait for each other in a circle. Choose another one that comes first.", "waits_for")


def already_planned(version: int | None) -> Reason:
    """A case has one plan (S2-02)."""
    if version is None:
        return reason("The plan of this case is being written already. Go on with it.")
    return reason(
        "The case already has a valid plan, version %(version)s. Edit it; version %(next)s will be made.",
        version=version,
        next=version + 1,
    )


def changes(before: TaskText | None, before_seat: object, now: TaskText, seat: object) -> tuple[Change, ...]:
    """What differs between two wordings of a task; `before` has the date that held last, agreed other ones included."""
    if before is None:
        return (Change.NEW,)
    differs = {
        Change.TEXT: before.text != now.text,
        Change.CRITERION: before.criterion != now.criterion,
        Change.PERSON: before_seat != seat,
        Change.DATE: _rhythm(before) != _rhythm(now),
        Change.HELPERS: set(before.helpers) != set(now.helpers),
        Change.ORDER: set(before.waits_for) != set(now.waits_for),
        Change.ABSENCES: before.most_excused != now.most_excused,
    }
    return tuple(change for change, found in differs.items() if found)


def _rhythm(text: TaskText) -> tuple[Schedule, date | None, date | None]:
    return Schedule(text.schedule), None if text.schedule == Schedule.ONCE else text.from_on, text.last_day
