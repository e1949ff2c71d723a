"""Three short answers about a meeting: was one heard, was one at ease, is another meeting wanted."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from coordination.evaluation.rules_of_judging import IN_THREE
from foundation.reasons import Reason, reason

LONGEST_WORDS = 400


class Again(StrEnum):
    """Whether another meeting is wanted."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Slip:
    """What one participant says about a meeting; anything may be left out, but not everything."""

    heard: int | None = None
    at_ease: int | None = None
    again: Again | None = None
    words: str = ""

    @property
    def marks(self) -> Collection[int]:
        return [one for one in (self.heard, self.at_ease) if one is not None]


def against_feedback(slip: Slip, *, begun: bool) -> tuple[Reason, ...]:
    """Why nothing is kept."""
    if not begun:
        return (reason("The meeting has not begun yet. Tell us after it."),)
    if not set(slip.marks) <= set(IN_THREE):
        return (reason("Choose one of the answers that are offered."),)
    if not slip.marks and slip.again is None and not slip.words.strip():
        return (reason("Nothing is said yet. One answer is enough."),)
    return ()
