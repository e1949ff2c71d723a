"""What the family's door decides: which numbers are taken, when a guesser waits, of whom a summary tells."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from coordination.tasks.rules import Outcome, State
from foundation.reasons import Reason, reason

FIGURES = 6
TRIES_OF_BROWSER = 5
TRIES_OF_KEY = 30
PAUSE = timedelta(hours=1)
LASTS_AFTER_PLAN = timedelta(days=30)
SENTENCES = (3, 6)
"""How many sentences say what we agreed."""
LONGEST_SENTENCE = 140


class HowGiven(StrEnum):
    """On which way a number came to its owner; never in writing."""

    AT_TABLE = "at_table"
    IN_PERSON = "in_person"
    BY_PHONE = "by_phone"


class Reply(StrEnum):
    """What the family says: to the whole plan, or to one own task."""

    UNDERSTAND = "understand"
    DISAGREE = "disagree"
    HELP = "help"
    AGREE = "agree"
    OTHER = "other"
    DONE = "done"


TO_PLAN = (Reply.UNDERSTAND, Reply.DISAGREE, Reply.HELP)
TO_TASK = (Reply.AGREE, Reply.OTHER, Reply.HELP, Reply.DONE)
WAITS = frozenset({Reply.DISAGREE, Reply.HELP, Reply.OTHER})
"""Answers after which somebody calls."""


class Wish(StrEnum):
    """How a task is to be otherwise."""

    DAY = "day"
    WAY = "way"
    PERSON = "person"


class Settled(StrEnum):
    """How the coordinator decided about a wish for something else."""

    NEW_WORDING = "new_wording"
    AS_IS = "as_is"


class Picture(StrEnum):
    """What stands beside a sentence, for eyes that read slowly."""

    MONEY = "money"
    PAPER = "paper"
    PEOPLE = "people"
    SCHOOL = "school"
    TALK = "talk"
    BRUSH = "brush"


_PICTURES: tuple[tuple[Picture, str], ...] = (
    (Picture.MONEY, "peněz|peníz|rozpoč|příjm|výdaj|dávk|dluh|výživ|money|budget|debt|income"),
    (Picture.SCHOOL, "škol|třídn|docházk|omluv|vysvědč|school|class"),
    (Picture.BRUSH, "krouž|kresl|výtvarn|malov|club|paint|draw"),
    (Picture.TALK, "rozhovor|promluv|pozve|mluv|zavol|talk|speak|call"),
    (Picture.PEOPLE, "doprov|docház|chod|navšt|přijde|sejde|setk|accompan|visit|meet|come"),
)


def picture(sentence: str) -> Picture:
    """The picture of what a sentence speaks of; a paper where nothing else is told."""
    said = sentence.casefold()
    return next((found for found, words in _PICTURES if re.search(words, said)), Picture.PAPER)


# --- the number -------------------------------------------------------------------------------------------------------


def against_number(number: str, births: Iterable[date]) -> Iterator[Reason]:
    """Why a number is not taken: it is no number of six figures, or whoever knows the family would guess it."""
    if len(number) != FIGURES or not (number.isascii() and number.isdigit()):
        yield reason("The number has six figures and nothing else. Write them without spaces.", "number")
    elif _repeats(number) or _runs(number) or any(number in written(day) for day in births):
        yield reason("This number is easy to guess. Choose another.", "number")


def against_repeat(number: str, again: str) -> Iterator[Reason]:
    """Why two typings are not the same number."""
    if number != again:
        yield reason("The numbers differ. Write them again.", "again")


def _repeats(number: str) -> bool:
    """`111111`, `121212`, `123123`, `112233`: a part of it again and again."""
    halves, pairs = number[:3] == number[3:], number[::2] == number[1::2]
    return halves or pairs or len(set(number)) < 3


def _runs(number: str) -> bool:
    """`123456`, `654321`, `890123`, `135790`: each figure follows from the one before by the same step."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(number)}
    return len(steps) == 1


def written(day: date) -> frozenset[str]:
    """A day as people turn it into six figures."""
    d, m, year = f"{day.day:02}", f"{day.month:02}", f"{day.year:04}"
    short = year[2:]
    return frozenset(
        {d + m + short, m + d + short, short + m + d, year + m, m + year, d + year, year + d}
        | {f"{day.day}{day.month}{year}", f"{year}{day.month}{day.day}", f"{short}{d}{m}"}
    )


# --- tries ------------------------------------------------------------------------------------------------------------


def paused_until(tries: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when one browser waits after its wrong tries (any order); None: it may try."""
    lately = sorted(at for at in tries if at > now - PAUSE)
    if len(lately) < TRIES_OF_BROWSER:
        return None
    return lately[TRIES_OF_BROWSER - 1] + PAUSE


def left(tries: Sequence[datetime], now: datetime) -> int:
    """How many wrong tries a browser still has."""
    return max(0, TRIES_OF_BROWSER - sum(at > now - PAUSE for at in tries))


def spent(tries: int) -> bool:
    """Whether so many wrong tries were made, from anywhere, that the door stays shut until there is a new number."""
    return tries >= TRIES_OF_KEY


def against_trying(tries: Sequence[datetime], now: datetime) -> Iterator[Reason]:
    """Why a browser may not try now."""
    if paused_until(tries, now) is not None:
        yield reason("The number does not work now. Try again in an hour, or call us.")


def wrong_number(tries_left: int) -> Reason:
    """What a browser is told whose number was wrong and that has tries left."""
    return reason("That number does not match. Try again. Left: %(left)s.", "number", left=tries_left)


def lasts_until(days: Collection[date | None], today: date) -> date:
    """The last day of a door: thirty days after the last day of the plan, or after the next meeting."""
    return max([today, *(day for day in days if day is not None)]) + LASTS_AFTER_PLAN


# --- the summary ------------------------------------------------------------------------------------------------------


def tells_of(own: UUID, children: Iterable[UUID], *, is_parent: bool) -> frozenset[UUID]:
    """Of whom a summary tells: a child of itself, a parent of themselves and the children, never of the other one."""
    return frozenset({own, *(children if is_parent else ())})


def sentences(text: str) -> int:
    """How many sentences a text has; `8. třídu` and `21. dubna` end none."""
    said = text.strip()
    ends = re.findall(r"[.?!…]\s+(\S)|\n+(\S)", said)
    begun = [line or begins for begins, line in ends if line or begins.isupper() or begins in "„“("]
    return len(begun) + (1 if said else 0)


def against_approving(agreed: str, lines: Iterable[tuple[int, str]]) -> Iterator[Reason]:
    """Why a summary cannot go out: `lines` are the numbers of its tasks with the sentence for each."""
    few, many = SENTENCES
    count = sentences(agreed)
    if not few <= count <= many:
        yield reason(
            "What we agreed has %(count)s sentences. Three to six are read to the end; write as many.", "agreed",
            count=count,
        )  # fmt: skip
    for number, sentence in lines:
        if not sentence.strip():
            yield reason("Task %(number)s has no sentence for the family.", f"sentence_{number}", number=number)


# --- answers ----------------------------------------------------------------------------------------------------------

_OFFERED: dict[State, tuple[Reply, ...]] = {
    State.OFFERED: (Reply.AGREE, Reply.OTHER, Reply.HELP),
    State.OTHER_DATE: (Reply.AGREE, Reply.OTHER, Reply.HELP),
    State.DECLINED: (Reply.AGREE, Reply.HELP),
    State.ACCEPTED: (Reply.DONE, Reply.OTHER, Reply.HELP),
    State.REPORTED: (Reply.HELP,),
}


def replies(state: State, outcome: Outcome | None = None) -> tuple[Reply, ...]:
    """What can be said to an own task as it stands; one that was reported partly done can still be finished."""
    unfinished = state == State.REPORTED and outcome != Outcome.DONE
    return (*((Reply.DONE,) if unfinished else ()), *_OFFERED.get(state, ()))


def against_reply(reply: Reply, state: State, outcome: Outcome | None = None) -> Iterator[Reason]:
    """Why an answer to a task makes no sense as it stands now."""
    if reply not in replies(state, outcome):
        yield reason("This has changed meanwhile. Look at it again, or call us.")


def against_wish(wish: Wish | None, day: date | None, words: str, today: date) -> Iterator[Reason]:
    """What the wish for something else lacks."""
    if wish is None:
        yield reason("Choose how it should be. One tap is enough.", "wish")
    elif wish is Wish.DAY and day is not None and day < today:
        yield reason("That day has passed. Write a later one, or leave it to the call.", "day")
    elif wish is Wish.DAY and day is None and not words.strip():
        yield reason("Write which day would suit you, or a few words about it.", "day")


def against_decision(how: Settled | None, new_wording: str, told: str) -> Iterator[Reason]:
    """What a decision about a wish for something else lacks; the family always reads a sentence."""
    if how is None:
        yield reason("Choose whether the task will be different or stays as it is.", "how")
    if how is Settled.NEW_WORDING and not new_wording.strip():
        yield reason("Write how the task is to be from now on.", "new_wording")
    if not told.strip():
        yield reason("Write the answer in a sentence or two. The family reads it.", "told")


def against_settling(waits: bool, settled: bool) -> Iterator[Reason]:
    """Why an answer cannot be marked as talked over."""
    if settled or not waits:
        yield reason("Nothing waits here any more.")
