"""One scale for everybody who says how the plan goes: from nought (not at all) to ten (fully).

Of a goal one says a number; of a task, and wherever a child answers, one of three words on the same scale.
Nobody ever adds these numbers up or takes their mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from foundation.reasons import Reason, reason

LOWEST, HALF, HIGHEST = 0, 5, 10
IN_THREE = (HIGHEST, HALF, LOWEST)
IN_NUMBERS = tuple(range(HIGHEST, LOWEST - 1, -1))
LONGEST, LONGEST_WHY = 600, 200


class Rung(StrEnum):
    """A number of the scale in a word."""

    NOTHING = "nothing"
    HARDLY = "hardly"
    LITTLE = "little"
    HALF = "half"
    RATHER = "rather"
    ALMOST = "almost"
    FULLY = "fully"


_UP_TO = ((0, Rung.NOTHING), (2, Rung.HARDLY), (4, Rung.LITTLE), (5, Rung.HALF), (7, Rung.RATHER), (9, Rung.ALMOST))


def rung(mark: int) -> Rung:
    """The word for a number."""
    return next((word for most, word in _UP_TO if mark <= most), Rung.FULLY)


class About(StrEnum):
    """What is judged: the common goal as a whole, one goal of the plan, one task."""

    WHOLE = "whole"
    GOAL = "goal"
    TASK = "task"


def field_of(about: About, number: int = 0) -> str:
    """How the field of a thing is called on every form; its reason has the same name and `_why`."""
    return about.value if about is About.WHOLE else f"{about}_{number}"


@dataclass(frozen=True)
class Word:
    """What one person says about one thing: a mark, None when they cannot say, and why."""

    mark: int | None
    why: str = ""

    @property
    def is_empty(self) -> bool:
        return self.mark is None and not self.why.strip()


def marks_for(about: About, *, by_child: bool = False) -> tuple[int, ...]:
    """The marks among which one chooses, the best first."""
    return IN_THREE if about is About.TASK or by_child else IN_NUMBERS


def too_late(*, newest: bool) -> tuple[Reason, ...]:
    """Why nobody evaluates at this meeting any more."""
    if newest:
        return ()
    return (reason("A later meeting is convened. Say how it is going there."),)


def against_judging(said: Mapping[str, Word], asked: Mapping[str, tuple[int, ...]], words: str) -> tuple[Reason, ...]:
    """Everything that keeps an evaluation from being given; `asked` are the marks that each field offers."""
    if set(said) - set(asked) or any(one.mark is not None and one.mark not in asked[key] for key, one in said.items()):
        return (reason("The plan has changed meanwhile. Open the page again, what you wrote is below."),)
    if not words.strip() and all(one.is_empty for one in said.values()):
        return (reason("Nothing is said yet. One answer is enough."),)
    return ()
