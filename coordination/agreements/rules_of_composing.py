"""How the text of one agreement comes from its wording and from what the parties have settled; plain values only."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coordination.agreements.rules import Article, Kind, Part, articles

_BLANK = re.compile(r"\{[^{}]+\}")
_TABLE = re.compile(r"(?P<intro>[^.:{}]+):\s*(?P<cells>[^.:{}]*?\{[^{}]+\}(?:,\s*[^.,{}]*?\{[^{}]+\})+)\.?(?=\s|$)")
_COLUMN = re.compile(r"(?P<head>[^\W\d_][^,{}]*?)\s*\{[^{}]+\}")
_SENTENCE = re.compile(r"(?<=[.}])\.?\s+(?=[^\W\d_]|\{)")
GAP = "…" * 6
"""What stands where nothing is settled yet."""


@dataclass(frozen=True)
class Passing:
    """One thing that the organisation may tell: what, to whom, why, until when (the day as it is printed)."""

    what: str
    to_whom: str
    why: str
    until: str


@dataclass(frozen=True)
class Terms:
    """Everything the parties settle; days are words already, for they are signed as they are read."""

    reason: str = ""
    goals: tuple[str, ...] = ()
    organisation_does: tuple[str, ...] = ()
    parent_does: tuple[str, ...] = ()
    visits: str = ""
    begins: str = ""
    ends: str = ""
    excuse: str = ""
    price: str = ""
    law: str = ""
    passings: tuple[Passing, ...] = ()
    evaluated: str = ""
    ends_when: str = ""
    complaints: str = ""
    answer_within: str = ""


class Look(StrEnum):
    """How a block of an article is shown."""

    WORDS = "words"
    BOXES = "boxes"
    LIST = "list"
    FACTS = "facts"
    TABLE = "table"


@dataclass(frozen=True)
class Block:
    """A paragraph (one line), a list (its lines), pairs of label and value, or a table whose first row is its head."""

    look: Look
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Composed:
    """One article as it is read and signed; the closing sentence has no heading."""

    heading: str
    blocks: tuple[Block, ...]


class _Values:
    """The values of one article in the order of its blanks; one that is missing leaves a gap."""

    def __init__(self, values: Iterable[str]) -> None:
        self._left = list(values)

    def fill(self, words: str) -> str:
        """The words with the next values; a value that ends with a full stop before one has it once."""
        return _BLANK.sub(lambda blank: self._next(before_stop=words[blank.end() :].startswith(".")), words)

    def _next(self, *, before_stop: bool) -> str:
        value = (self._left.pop(0) if self._left else "").strip()
        return (value.rstrip(".") if before_stop else value) or GAP

    @property
    def left(self) -> tuple[str, ...]:
        """What the wording has no blank for; it is never lost."""
        return tuple(value for value in self._left if value.strip())


def composed(text: str, terms: Terms, *, nothing_passed: str) -> list[Composed]:
    """The articles of a wording filled with the terms.

    `nothing_passed` is the sentence that stands instead of the table when the parent allows nothing to be told.
    """
    return [_composed(article, terms, nothing_passed) for article in articles(text)]


def _composed(article: Article, terms: Terms, nothing_passed: str) -> Composed:
    number = article.heading.partition(".")[0]
    if number == "2":
        return Composed(article.heading, (Block(Look.BOXES, terms.goals or (GAP,)),))
    if number in ("3", "4"):
        steps = terms.organisation_does if number == "3" else terms.parent_does
        return Composed(article.heading, (Block(Look.LIST, tuple(_items(article.parts, steps))),))
    values = _Values(_in_order(number, terms))
    if article.parts and all(part.kind is Kind.LABELLED for part in article.parts):
        rows = tuple((part.label, values.fill(part.words)) for part in article.parts)
        blocks: tuple[Block, ...] = (Block(Look.FACTS, rows=rows),)
    else:
        blocks = tuple(_blocks(article.parts, values, terms.passings, nothing_passed))
    return Composed(article.heading, (*blocks, *(Block(Look.WORDS, (value,)) for value in values.left)))


def _in_order(number: str, terms: Terms) -> Sequence[str]:
    return {
        "1": (terms.reason,),
        "5": (terms.visits, terms.begins, terms.ends, terms.excuse, terms.price),
        "6": (terms.law,),
        "7": (terms.evaluated,),
        "8": (terms.ends_when, terms.complaints, terms.answer_within),
    }.get(number, ())


def _items(parts: Iterable[Part], steps: Sequence[str]) -> Iterator[str]:
    """The fixed sentences of a list as its items; the blank among them becomes one item for each step."""
    for part in parts:
        if part.kind is Kind.LINES:
            yield from steps
            continue
        for sentence in _SENTENCE.split(part.words):
            if _BLANK.search(sentence):
                yield from steps
            elif sentence.strip(" ."):
                words = sentence.strip().rstrip(".")
                yield words[:1].lower() + words[1:]


def _blocks(
    parts: Iterable[Part], values: _Values, passings: Sequence[Passing], nothing_passed: str
) -> Iterator[Block]:
    for part in parts:
        if part.kind is Kind.LINES:
            yield Block(Look.WORDS, (values.fill("{…}"),))
            continue
        found = _TABLE.search(part.words)
        if found is None:
            yield Block(Look.WORDS, (values.fill(part.words),))
            continue
        # The sentence before the table introduces it; what is blank in the table is filled by its rows.
        before, after = part.words[: found.start()].strip(), part.words[found.end() :].strip()
        if passings:
            intro = f"{before} {found['intro'].strip()}:".strip()
            yield Block(Look.WORDS, (values.fill(intro),))
            head = tuple(name[:1].upper() + name[1:] for name in _COLUMN.findall(found["cells"]))
            yield Block(Look.TABLE, rows=(head, *((p.what, p.to_whom, p.why, p.until) for p in passings)))
        else:
            yield Block(Look.WORDS, (values.fill(f"{before} {nothing_passed}".strip()),))
        if after:
            yield Block(Look.WORDS, (values.fill(after),))


def as_text(title: str, parties: Iterable[str], found: Iterable[Composed]) -> str:
    """The whole agreement as the lines that are signed."""
    lines = [title, *parties]
    for article in found:
        lines += [article.heading] * bool(article.heading)
        for block in article.blocks:
            lines += _as_lines(block)
    return "\n".join(lines) + "\n"


def _as_lines(block: Block) -> list[str]:
    if block.look is Look.FACTS:
        return [f"{label}: {value}" for label, value in block.rows]
    if block.look is Look.TABLE:
        head, *rows = block.rows
        return ["; ".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=False)) for row in rows]
    if block.look in (Look.BOXES, Look.LIST):
        return [f"– {line}" for line in block.lines]
    return list(block.lines)
