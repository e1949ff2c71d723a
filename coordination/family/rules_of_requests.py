"""What a family may ask for, by when it is answered, and why a request or its answer is not taken."""

from collections.abc import Iterator
from enum import StrEnum

from foundation.reasons import Reason, reason


class About(StrEnum):
    """What the family asks for."""

    CALL = "call"
    DAY = "day"
    INTERPRETER = "interpreter"
    CORRECTION = "correction"
    COPY = "copy"
    COMPLAINT = "complaint"
    NO_AGREEMENT = "no_agreement"
    """The parent does not want the agreement that lies before them."""
    ASK_AGREEMENT = "ask_agreement"
    """The parent wants to ask before they sign."""


class CallTime(StrEnum):
    """When a call suits."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ANY = "any"


class Outcome(StrEnum):
    """How a request was answered."""

    DONE = "done"
    NOT_POSSIBLE = "not_possible"


OFFERED = (About.CALL, About.DAY, About.INTERPRETER, About.CORRECTION, About.COPY, About.COMPLAINT)
"""What stands on the family's page to choose from; what concerns an agreement is asked beside its text."""
NEEDS_WORDS = frozenset({About.CORRECTION, About.COMPLAINT})
ABOUT_AGREEMENT = frozenset({About.NO_AGREEMENT, About.ASK_AGREEMENT})


def days_to_answer(about: About) -> int:
    """Within how many working days the family is answered: a call the next one, all else within three."""
    return 1 if about is About.CALL else 3


def against_asking(about: About | None, call_time: CallTime | None, words: str, *, again: bool) -> Iterator[Reason]:
    """What a request lacks; `again`: the same one waits already."""
    if about is None:
        yield reason("Choose what you ask for. One tap is enough.", "about")
        return
    if again:
        yield reason("You have asked for this already, and we know of it. You can take it back.", "about")
    if about is About.CALL and call_time is None:
        yield reason("Choose when we shall call.", "call_time")
    if about in NEEDS_WORDS and not words.strip():
        yield reason("Write in a few words what it is about.", "words")


def against_settling(waits: bool) -> Iterator[Reason]:
    """Why a request can be neither answered nor taken back."""
    if not waits:
        yield reason("This was settled meanwhile. Nothing more is needed.")


def against_answer(answer: str) -> Iterator[Reason]:
    """What an answer lacks: the family always reads a sentence, never a bare no."""
    if not answer.strip():
        yield reason("Write the answer in a sentence or two. The family reads it.", "answer")
