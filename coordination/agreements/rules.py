"""How the articles of an agreement are read: what is printed, and where there is room for the pen."""

import re
from dataclasses import dataclass
from enum import StrEnum

_ARTICLE = re.compile(r"(?P<number>\d{1,2})\. (?P<name>[^.{}]+)\. (?P<words>.+)", re.S)
_ALONE = re.compile(r"(?:(?<=^)|(?<=\. ))\{[^{}]+\}\.?(?= |$)")
_BLANK = re.compile(r"\{[^{}]+\}")
_LABELLED = re.compile(r"(?P<label>[^\W\d_]+): (?P<rest>[^.]+)\.?")


class Kind(StrEnum):
    """How a part of an article is printed."""

    WORDS = "words"
    LINES = "lines"
    LABELLED = "labelled"


@dataclass(frozen=True)
class Part:
    """A run of words, room to write, or a word with what belongs to it."""

    kind: Kind
    words: str = ""
    label: str = ""


@dataclass(frozen=True)
class Article:
    """One article of the agreement; the closing sentence has neither number nor name."""

    heading: str
    parts: tuple[Part, ...]


def articles(text: str) -> list[Article]:
    """The articles of a text in order: `1. Name. Words.`, each on a line of its own."""
    return [_article(line.strip()) for line in text.splitlines() if line.strip()]


def _article(line: str) -> Article:
    found = _ARTICLE.fullmatch(line)
    if found is None:
        return Article("", (Part(Kind.WORDS, line),))
    return Article(f"{found['number']}. {found['name']}", tuple(_parts(found["words"])))


def _parts(words: str) -> list[Part]:
    """A blank that is a sentence of its own is room to write; a row of `Word: …` is a list of them."""
    parts: list[Part] = []
    end = 0
    for alone in _ALONE.finditer(words):
        parts += _words(words[end : alone.start()])
        parts.append(Part(Kind.LINES))
        end = alone.end()
    return [*parts, *_words(words[end:])]


def _words(words: str) -> list[Part]:
    sentences = [one for one in re.split(r"(?<=\.) ", words.strip()) if one]
    labelled = [_LABELLED.fullmatch(one) for one in sentences]
    if len(sentences) > 1 and all(labelled):
        return [Part(Kind.LABELLED, found["rest"], found["label"]) for found in labelled if found]
    return [Part(Kind.WORDS, words.strip())] if words.strip() else []


def with_gaps(words: str, gap: str) -> str:
    """The words with room for the pen instead of each blank."""
    return _BLANK.sub(gap, words)
