"""A town's new version of a wording beside the one before it: what differs, and what cannot be filled in."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from foundation.reasons import Reason, reason

_WORDS = re.compile(r"\S+\s*|\s+")
_ALIKE = 0.5
"""How much of two sentences must be the same for them to stand in one row."""


@dataclass(frozen=True)
class Piece:
    """Some words of a sentence, and whether the other version lacks them."""

    words: str
    changed: bool


@dataclass(frozen=True)
class Compared:
    """One sentence as it stood and as it will stand; an empty side has nothing there."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(piece.changed for piece in (*self.before, *self.after))


def compared(before: str, after: str) -> list[Compared]:
    """Two versions of a text, line by line, with the words that differ marked on each side."""
    old, new = _lines(before), _lines(after)
    found: list[Compared] = []
    for how, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found += [Compared((Piece(line, False),), (Piece(line, False),)) for line in old[old_from:old_to]]
        else:
            found += _changed(old[old_from:old_to], new[new_from:new_to])
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Compared]:
    """Sentences that became others: each beside the one it is most like, the rest on rows of their own."""
    taken = 0
    for line in old:
        likeness = [(SequenceMatcher(None, line, other, autojunk=False).ratio(), -place, other)
                    for place, other in enumerate(new) if place >= taken]  # fmt: skip
        ratio, place, other = max(likeness, default=(0.0, 0, ""))
        if ratio < _ALIKE:
            yield Compared((Piece(line, True),), ())
            continue
        yield from (Compared((), (Piece(added, True),)) for added in new[taken:-place])
        yield _words_of(line, other)
        taken = -place + 1
    yield from (Compared((), (Piece(added, True),)) for added in new[taken:])


def _words_of(before: str, after: str) -> Compared:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left, right = [], []
    for how, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += [Piece("".join(old[old_from:old_to]), how != "equal")] if old_from < old_to else []
        right += [Piece("".join(new[new_from:new_to]), how != "equal")] if new_from < new_to else []
    return Compared(tuple(left), tuple(right))


def unknown_blanks(blanks: Collection[str], known: Collection[str]) -> tuple[Reason, ...]:
    """Why a text could never be issued: it leaves blanks that no setting of the town fills in."""
    unknown = [name for name in dict.fromkeys(blanks) if name not in known]
    if not unknown:
        return ()
    names = ", ".join(f"{{{name}}}" for name in unknown)
    return (
        reason(
            "Nobody fills in these words in braces: %(names)s. Write the words themselves, or use a name from the "
            "settings of the town.",
            field="text",
            names=names,
        ),
    )
