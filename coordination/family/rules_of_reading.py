"""How easily a Czech text reads: Mistrík's score, long words, and the words of an office that have a plainer one.

R = 50 − S · V · L / N: S syllables in a word, V words in a sentence, L different ones of all N words. Numbers are left
out, a heading or a line of a list counts as a sentence. From 40 to 50 a text is easy. The score proves no
understanding; readers do.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from foundation.reasons import Reason, reason

EASY = 40
ENOUGH_WORDS = 100
SHARE_OF_LETTERS = 0.8
"""In fewer words nearly every one is different, which says nothing about how they read: they are counted like a letter
of some hundred words, of which four in five are."""
LONG_WORD = 4
"""From how many syllables a word is marked as long."""
WORDS_IN_SENTENCE = 9
"""From more words than this a sentence is marked as long."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SYLLABLE = re.compile(r"ou|au|^eu|[aáeéěiíoóuúůyýäöü]|(?<=[^\W\daáeéěiíoóuúůyý_])[rl](?![aáeéěiíoóuúůyýrl])")
_END = re.compile(r"(?<=[.?!…])\s+(?=[^\W\d_a-záčďéěíňóřšťúůýž]|[„“(])|\n+")


def syllables(word: str) -> int:
    """How many syllables a Czech word has; `s`, `k`, `v`, `z` have none."""
    return len(_SYLLABLE.findall(word.casefold()))


def words_of(text: str) -> list[str]:
    """The words of a text, without numbers and signs."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; `8. třídu` ends none, each line ends one."""
    return [one.strip() for one in _END.split(text) if _WORD.search(one)]


@dataclass(frozen=True)
class Score:
    """What is counted in a text."""

    words: int
    different: int
    syllables: int
    sentences: int
    long_words: int

    @property
    def r(self) -> float:
        """Mistrík's R, 50 at best; an empty text hinders nobody."""
        if not self.words:
            return 50.0
        share = self.different / self.words
        if self.words < ENOUGH_WORDS:
            share = min(share, SHARE_OF_LETTERS)
        return 50 - self.syllables / self.words * self.words_in_sentence * share

    @property
    def words_in_sentence(self) -> float:
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def easy(self) -> bool:
        return round(self.r, 1) >= EASY

    @property
    def long_share(self) -> float:
        """What part of the words is long, from 0 to 1."""
        return self.long_words / self.words if self.words else 0.0


def score(texts: Iterable[str]) -> Score:
    """The score of several texts as one page; short ones are measured together."""
    sentences = [one for text in texts for one in sentences_of(text)]
    words = [word for sentence in sentences for word in words_of(sentence)]
    counted = [syllables(word) for word in words]
    return Score(
        words=len(words), different=len({word.casefold() for word in words}), syllables=sum(counted),
        sentences=len(sentences), long_words=sum(one >= LONG_WORD for one in counted),
    )  # fmt: skip


# --- the words of an office -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Jargon:
    """A word that the family does not use, and what to write instead."""

    pattern: re.Pattern[str]
    instead: str


def dictionary(lines: str) -> list[Jargon]:
    """The words that a town has listed: `kritéri- = podle čeho se to pozná`, a hyphen standing for any ending.

    Lines without both sides are skipped.
    """
    found = []
    for line in lines.splitlines():
        word, sign, instead = (part.strip() for part in line.partition("="))
        if word.strip("- ") and sign and instead:
            found.append(Jargon(_pattern(word), instead))
    return found


def _pattern(word: str) -> re.Pattern[str]:
    parts = [re.escape(part.rstrip("-")) + (r"\w*" if part.endswith("-") else "") for part in word.split()]
    return re.compile(r"\b" + r"\s+".join(parts) + r"\b", re.I)


@dataclass(frozen=True)
class Piece:
    """A run of a text as its writer sees it: plain, or marked with what is hard about it."""

    text: str
    kind: str = ""
    """empty, long or jargon"""
    instead: str = ""


def marked(text: str, known: Sequence[Jargon]) -> list[Piece]:
    """The text in pieces, long words and jargon apart; together they are the text again."""
    spots: list[tuple[int, int, str, str]] = []
    for one in known:
        spots += [(*found.span(), "jargon", one.instead) for found in one.pattern.finditer(text)]
    spots += [
        (*found.span(), "long", "") for found in _WORD.finditer(text) if syllables(found[0]) >= LONG_WORD
    ]  # fmt: skip
    pieces, at = [], 0
    for start, end, kind, instead in sorted(spots, key=lambda spot: (spot[0], spot[2])):
        if start < at:
            continue
        pieces += [Piece(text[at:start]), Piece(text[start:end], kind, instead)]
        at = end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def jargon_in(text: str, known: Sequence[Jargon]) -> list[Piece]:
    """Each word of an office in a text."""
    return [piece for piece in marked(text, known) if piece.kind == "jargon"]


def too_long(text: str) -> list[str]:
    """The sentences with more words than a tired reader keeps in mind."""
    return [one for one in sentences_of(text) if len(words_of(one)) > WORDS_IN_SENTENCE]


# --- the gate ---------------------------------------------------------------------------------------------------------


def against_reading(texts: Sequence[str], known: Sequence[Jargon], *, despite: str) -> Iterator[Reason]:
    """Why a summary does not go out yet: it reads hard or speaks like an office, and nobody has written why."""
    if despite.strip():
        return
    found = score(texts)
    if not found.easy:
        yield reason(
            "This reads hard: %(score)s of 50, at least 40 is needed. Shorten the sentences, or write why it goes out "
            "as it is.", "despite", score=f"{found.r:.0f}",
        )  # fmt: skip
    spoken = list(dict.fromkeys(piece.text.casefold() for text in texts for piece in jargon_in(text, known)))
    if spoken:
        yield reason(
            "These words belong to the office: %(words)s. Write them plainly, or write why they stay.", "despite",
            words=", ".join(spoken),
        )  # fmt: skip
