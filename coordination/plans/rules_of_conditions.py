"""When a condition holds, when it is broken, and what it must say before anybody can tell (S2-38 to S2-41)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coordination.tasks.rules import Fulfilment, day_written, passed
from foundation.reasons import Reason, reason


class Kind(StrEnum):
    """By what everybody can tell whether a condition holds."""

    NUMBER = "number"
    TASK = "task"
    JUDGED = "judged"


class Verdict(StrEnum):
    """How a sign was judged."""

    HOLDS = "holds"
    BREACHED = "breached"


class Standing(StrEnum):
    """How a condition stands; `holds_so_far` until its last day has been recorded."""

    HOLDS = "holds"
    HOLDS_SO_FAR = "holds_so_far"
    BREACHED = "breached"
    NOT_JUDGED = "not_judged"


def by_number(counted: int | None, most: int, until: date, recorded_on: date | None) -> Standing:
    """How a counter stands: what nobody has counted is not judged, and it is kept only once the last day is counted."""
    if counted is None or recorded_on is None:
        return Standing.NOT_JUDGED
    if counted > most:
        return Standing.BREACHED
    return Standing.HOLDS if recorded_on >= until else Standing.HOLDS_SO_FAR


def by_word(verdict: Verdict | None) -> Standing:
    """How a sign stands that somebody judges."""
    return Standing.NOT_JUDGED if verdict is None else Standing(str(verdict))


def by_task(task: Fulfilment) -> Standing:
    """How a condition stands that is tied to a task (S2-39)."""
    return {
        Fulfilment.DONE: Standing.HOLDS,
        Fulfilment.SO_FAR: Standing.HOLDS_SO_FAR,
        Fulfilment.BROKEN: Standing.BREACHED,
        Fulfilment.UNKNOWN: Standing.NOT_JUDGED,
    }[task]


def of_commitment(conditions: Collection[Standing]) -> Standing:
    """How a commitment stands: one broken condition frees who promised, and what nobody has judged is not kept yet."""
    for worse in (Standing.BREACHED, Standing.NOT_JUDGED, Standing.HOLDS_SO_FAR):
        if worse in conditions:
            return worse
    return Standing.HOLDS if conditions else Standing.NOT_JUDGED


@dataclass(frozen=True)
class ConditionText:
    """A condition as somebody typed it; any part may still be missing."""

    text: str
    kind: Kind
    most: int | None = None
    until_on: date | None = None
    has_task: bool = False
    criterion: str = ""
    has_judge: bool = False


def missing_in(condition: ConditionText, today: date) -> tuple[Reason, ...]:
    """What a condition lacks, each part by its own sentence; nothing when everybody can tell whether it holds."""
    wrong = []
    if not condition.text.strip():
        wrong.append(without_condition("text"))
    wrong += {Kind.NUMBER: _of_number, Kind.TASK: _of_task, Kind.JUDGED: _of_sign}[condition.kind](condition)
    if condition.kind != Kind.TASK and condition.until_on is not None and condition.until_on < today:
        wrong.append(passed(condition.until_on, "until_on"))
    return tuple(wrong)


def _of_number(condition: ConditionText) -> list[Reason]:
    wrong = []
    if condition.most is None or condition.until_on is None:
        field = "most" if condition.most is None else "until_on"
        wrong.append(
            reason(
                "The condition lacks the number or the last day. Say how many at most and until when it holds.",
                field=field,
            )
        )
    if not condition.has_judge:
        wrong.append(nobody_tells("judge"))
    return wrong


def _of_task(condition: ConditionText) -> list[Reason]:
    return [] if condition.has_task else [nobody_tells("task")]


def _of_sign(condition: ConditionText) -> list[Reason]:
    wrong = []
    if not condition.criterion.strip() or not condition.has_judge:
        wrong.append(without_judge("judge" if condition.criterion.strip() else "criterion"))
    if condition.until_on is None:
        wrong.append(
            reason("The condition does not say when it will be judged. Enter the day.", field="until_on")
        )  # fmt: skip
    return wrong


def without_condition(field: str | None = None) -> Reason:
    """A commitment is conditional only with a condition (S2-38)."""
    return reason(
        "The conditional commitment has no condition. Fill in both parts: if …, then ….", field=field
    )  # fmt: skip


def nobody_tells(field: str | None = None) -> Reason:
    """A condition that nobody can tell is none (S2-39)."""
    return reason(
        "Nobody can tell whether the condition holds. Tie it to a task, or say who will show it.", field=field
    )


def without_judge(field: str | None = None) -> Reason:
    """A sign needs who judges it and by what (S2-41)."""
    return reason(
        "The condition does not say who judges it and by what. Add a name and a sign that anyone can see.",
        field=field,
    )


def wrong_record(
    kind: Kind, counted: int | None, verdict: Verdict | None, on: date | None, today: date, *, until: date | None
) -> list[Reason]:
    """What a record about a condition lacks; what came after the last day of a counter breaks nothing."""
    wrong = []
    if kind == Kind.TASK:
        return [reason("This condition is tied to a task. Report the task, the condition follows it.")]
    if kind == Kind.NUMBER and counted is None:
        wrong.append(reason("The number is missing. Write how many there are by now in all.", field="counted"))
    if kind == Kind.JUDGED and verdict is None:
        wrong.append(reason("Choose whether the condition is kept.", field="verdict"))
    if on is None or on > today:
        wrong.append(
            reason("A condition is recorded after it was seen. Enter today or an earlier day.", field="on_day")
        )
    elif kind == Kind.NUMBER and until is not None and on > until:
        wrong.append(
            reason(
                "The condition held until %(day)s. Enter that day, and how many there were by then.",
                field="on_day",
                day=day_written(until),
            )
        )
    return wrong


def broken(counted: int, most: int) -> Reason:
    """What to do once a counter is over its limit (S2-40)."""
    return reason(
        "The condition is broken: there are %(counted)s, at most %(most)s was agreed. "
        "Talk with the family and agree the next step.",
        counted=counted,
        most=most,
    )
