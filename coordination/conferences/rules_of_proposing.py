"""Who convenes and who may only propose a meeting (S2-52), and how a proposal is settled."""

from datetime import date
from enum import StrEnum

from foundation.reasons import Reason, reason


class Outcome(StrEnum):
    """How the coordinator settled a proposal."""

    TAKEN_UP = "taken_up"
    DECLINED = "declined"


def obstacles_to_proposing(*, why: str, wished_on: date | None, today: date, waits: bool) -> tuple[Reason, ...]:
    """Why a meeting cannot be proposed like this; `waits`: an earlier proposal of the same person has no answer."""
    wrong = []
    if waits:
        wrong.append(reason("Your last proposal still waits for an answer. Call the coordinator if it is urgent."))
    if not why.strip():
        wrong.append(reason("Write why you propose a meeting. The coordinator decides by it.", "why"))
    if wished_on is not None and wished_on <= today:
        wrong.append(reason("The day has already passed. Choose a later one, or leave it empty.", "wished_on"))
    return tuple(wrong)


def obstacles_to_settling(*, settled: bool) -> tuple[Reason, ...]:
    """Why a proposal cannot be settled."""
    return (reason("This proposal has been settled meanwhile."),) if settled else ()


def obstacles_to_declining(*, settled: bool, why: str) -> tuple[Reason, ...]:
    """Why a proposal cannot be declined like this; whoever made it learns why."""
    wrong = [*obstacles_to_settling(settled=settled)]
    if not why.strip():
        wrong.append(reason("Write why not. Whoever proposed it reads it.", "why_not"))
    return tuple(wrong)
