"""A task typed in one breath, as it is said at the table: `Součková: sepíše požadavky školy do pátku`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from foundation.reasons import Reason, reason

LONGEST_HEAD = 60
"""Signs before a colon that can still be a name."""
LONGEST_DATE = 6
"""Words at the end of a line that can still be a day."""
SHORTEST = 3
"""Letters of a name that are enough to mean somebody."""

Who = TypeVar("Who")
Fold = Callable[[str], str]
ReadDay = Callable[[str], date | None]


@dataclass(frozen=True)
class OneLine(Generic[Who]):
    """What was understood; whatever was not stays in the text or is left open, never guessed."""

    text: str
    who: Who | None
    due_on: date | None


def read(line: str, names: Mapping[Who, Iterable[str]], fold: Fold, read_day: ReadDay) -> OneLine[Who]:
    """Who, what and by when. `names` are the words by which each person is called.

    A name that fits several people names nobody. The day is the longest end of the line that is one.
    """
    head, colon, rest = line.partition(":")
    who = _meant(head, names, fold) if colon and len(head) <= LONGEST_HEAD else None
    text, due_on = _cut_day(rest if who is not None else line, read_day)
    return OneLine(text, who, due_on)


def _meant(head: str, names: Mapping[Who, Iterable[str]], fold: Fold) -> Who | None:
    said = [word.strip(".,") for word in fold(head).split() if len(word.strip(".,")) >= SHORTEST]
    if not said:
        return None
    called = {who: fold(" ".join(words)).replace(",", " ").split() for who, words in names.items()}
    fitting = [who for who, words in called.items() if all(any(one.startswith(word) for one in words) for word in said)]
    return fitting[0] if len(fitting) == 1 else None


def _cut_day(text: str, read_day: ReadDay) -> tuple[str, date | None]:
    words = text.split()
    for start in range(max(1, len(words) - LONGEST_DATE), len(words)):
        day = read_day(" ".join(words[start:]).rstrip(".,;") or "") or read_day(" ".join(words[start:]))
        if day is not None:
            return " ".join(words[:start]).rstrip(" ,;–-"), day
    return " ".join(words), None


def empty() -> Reason:
    """A line without a word is no task."""
    return reason("Write what will be done, for example “Součková: writes the list by Friday”.", field="line")


def too_long(longest: int) -> Reason:
    """A task has one sentence."""
    return reason("The task is too long, write it in at most %(count)s characters.", field="line", count=longest)
