"""What makes a plan likely to fail, each with how to mend it; hints warn and keep nothing from being approved."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coordination.tasks.rules import day_written
from foundation.reasons import Reason, reason
from foundation.working_days import is_holiday, is_weekend, is_working, next_working

MOST_FOR_FAMILY = 5
"""As many tasks at once as a family manages; also as many as fit on its page for the fridge."""
_FEW = 3
"""With fewer tasks than this in the plan, nobody can carry more than their share."""
_VAGUE = re.compile(
    r"\b(zlepš\w+|snaž\w+|pokus[íi]\w*|zkus[íi]\w*|řeš(?:it|í|íme|ili|il|ila)|zváž\w+|zvaž\w+|podpoř\w+|podporov\w+"
    r"|podporuj\w+|motivov\w+|motivuj\w+|spolupracov\w+|spolupracuj\w+|komunikov\w+|komunikuj\w+|dohlíž\w+|dohléd\w+"
    r"|dbá|dbát|usiluj\w+|usilov\w+|zamysl\w+|průběžně|improve\w*|try|tries|support\w*|cooperat\w+|communicat\w+"
    r"|motivat\w+|consider\w*|deal with|deals with)\b",
    re.IGNORECASE,
)
_NO_SIGN = re.compile(
    r"\W*(hotovo|splněno|uděláno|bude to|uvidíme|zlepšení|done|finished|it is done)?\W*", re.IGNORECASE
)  # fmt: skip


@dataclass(frozen=True)
class HintedTask:
    """A task that is still ahead, as plain values."""

    number: int
    text: str
    criterion: str
    person: str = ""
    """The name of who answers for it; empty while nobody does."""
    of_family: bool = False
    helpers: int = 0
    last_day: date | None = None
    waits_until: date | None = None
    """The latest last day of the tasks that come first."""


@dataclass(frozen=True)
class Hint:
    """One sentence of advice; `task` is the number of the task that it is about."""

    reason: Reason
    task: int | None = None


def hints(
    tasks: Sequence[HintedTask], *, what_if_not: str, offers: Iterable[str] = (), assessed: bool = True
) -> tuple[Hint, ...]:  # fmt: skip
    """Everything worth a second look, the tasks by their number first.

    `offers` names the agencies that offered help and have no task; `assessed` says whether the situation of the child
    and the family was assessed before (S2-19).
    """
    found = [hint for task in sorted(tasks, key=lambda one: one.number) for hint in _of_task(task)]
    found += [*_of_burden(tasks), *_of_family(tasks), *(_of_offer(agency) for agency in dict.fromkeys(offers))]
    if tasks and not what_if_not.strip():
        found.append(
            Hint(reason("What follows if a task fails is missing. Write who calls whom and what you try next."))
        )  # fmt: skip
    if not assessed:
        found.append(
            Hint(reason("The situation of the child and the family is not assessed yet. The plan should rest on it."))
        )
    return tuple(found)


def _of_task(task: HintedTask) -> Iterator[Hint]:
    vague = _VAGUE.search(task.text)
    if vague:
        yield Hint(
            reason(
                "“%(word)s” does not say what will happen. Write what will be seen: calls, hands in, goes along.",
                word=vague.group(0).lower(),
            ),
            task.number,
        )
    if _says_nothing(task):
        yield Hint(
            reason("Nobody can tell when the task is done. Write what will be on paper or what anyone can see."),
            task.number,
        )
    if task.last_day is not None and not is_working(task.last_day):
        yield Hint(_not_working(task.last_day), task.number)
    if task.last_day is not None and task.waits_until is not None and task.last_day < task.waits_until:
        yield Hint(
            reason(
                "The task is due on %(date)s but waits for another one until %(first)s. Move one of the dates.",
                date=day_written(task.last_day),
                first=day_written(task.waits_until),
            ),
            task.number,
        )


def _says_nothing(task: HintedTask) -> bool:
    """A sign by which nobody knows; none at all is no hint, it keeps the plan from being approved."""
    sign = task.criterion.strip().casefold()
    return bool(sign) and (
        _NO_SIGN.fullmatch(sign) is not None or sign.rstrip(".") == task.text.strip().casefold().rstrip(".")
    )


def _not_working(day: date) -> Reason:
    values = {"date": day_written(day), "next": day_written(next_working(day))}
    if is_holiday(day):
        return reason("%(date)s is a public holiday. Better choose %(next)s.", **values)
    assert is_weekend(day)
    return reason("%(date)s is a weekend. Better choose %(next)s.", **values)


def _of_burden(tasks: Sequence[HintedTask]) -> Iterator[Hint]:
    """Everybody who answers for more than half of all tasks alone."""
    alone = Counter(task.person for task in tasks if task.person and not task.helpers)
    for name, count in alone.items():
        if len(tasks) >= _FEW and count >= _FEW and count * 2 > len(tasks):
            yield Hint(
                reason(
                    "%(name)s has %(count)s of %(all)s tasks. Share them out, or add who will help.",
                    name=name,
                    count=count,
                    all=len(tasks),
                )
            )


def _of_family(tasks: Sequence[HintedTask]) -> Iterator[Hint]:
    count = sum(task.of_family for task in tasks)
    if count > MOST_FOR_FAMILY:
        yield Hint(
            reason(
                "The family has %(count)s tasks at once, %(most)s is as many as people manage. "
                "Put off what can wait, or give a task to an agency.",
                count=count,
                most=MOST_FOR_FAMILY,
            )
        )


def _of_offer(agency: str) -> Hint:
    return Hint(
        reason("%(agency)s offers help but has no task. Turn the offer into a task.", agency=agency)
    )  # fmt: skip
