"""When the letter of the day is due to whom: one step for each rung of the ladder, each told once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason

AGAIN = timedelta(days=7)
"""How long after a step nobody is told of the same thing again."""
CONTACT_AFTER = timedelta(days=3)
COORDINATOR_AFTER = timedelta(days=7)


class Errand(StrEnum):
    """What somebody owes."""

    ANSWER = "answer"
    PLEDGE = "pledge"
    TASK_ANSWER = "task_answer"
    TASK = "task"


class Rung(StrEnum):
    """Who hears of it: the worker first; while the worker stays silent, the organisation's contact, then the town."""

    WORKER = "worker"
    CONTACT = "contact"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Days:
    """The working days that matter for one thing."""

    before: date
    """The last one before its day."""
    after: date
    """The first one after it."""


def step(rung: Rung, days: Days, today: date, *, away: bool = False) -> date | None:
    """The day from which this rung is to be told today; None while it is not its turn.

    Nobody away is written to: their organisation hears of it in their place, at the same time.
    """
    if rung == Rung.WORKER:
        return None if away else _latest([days.before, *_weekly(days.after, today)], today)
    after = days.after + (CONTACT_AFTER if rung == Rung.CONTACT else COORDINATOR_AFTER)
    begins = [days.before, days.after] if away and rung == Rung.CONTACT else []
    return _latest([*begins, *_weekly(after, today)], today)


def _weekly(first: date, today: date) -> Iterable[date]:
    while first <= today:
        yield first
        first += AGAIN


def _latest(steps: Collection[date], today: date) -> date | None:
    return max((one for one in steps if one <= today), default=None)


def is_news(step: date, told_on: date | None) -> bool:
    """Whether this rung has not heard of the step yet; a letter with nothing new does not leave."""
    return told_on is None or told_on < step


def against_absence(last_day: date | None, today: date) -> tuple[Reason, ...]:
    """Why somebody cannot be away until a day."""
    if last_day is None or last_day >= today:
        return ()
    return (reason("This day has passed. Write the last day on which you are away.", "away_until"),)
