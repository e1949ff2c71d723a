"""Words on their way to paper: cleaned, capped, escaped and typeset, so no text can break a page or read a file."""

import re
import unicodedata
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics

from foundation.language import NO_BREAK, cz
from foundation.pdf.fonts import MISSING, printable

LINE, PARAGRAPH = 200, 2000
"""Caps in signs for a text that no form has capped: one line of a table, one paragraph."""

_INVISIBLE = frozenset({"Cc", "Cf"})
_JOINED_TO_THE_SIGN_BEFORE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff]")
_SPACES = re.compile(f"[^\\S{NO_BREAK}\u202f]+")
_LONGEST_WORD = re.compile(r"\S{400}(?=\S)")


class Marked(str):
    """Text that is escaped already and may carry our own marks; only this room makes it."""

    __slots__ = ()


def clean(text: str, limit: int = LINE) -> str:
    """One run of words at most `limit` signs long; a longer one ends with an ellipsis.

    Control signs, marks of writing direction and invisible joiners are left out, any white space is one space, and a
    sign that the font lacks becomes ▯.
    """
    letters = printable()
    text = _SPACES.sub(" ", _composed(text[: limit * 4])).strip(" ")
    if len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return "".join(sign if sign in letters else MISSING for sign in cz(text))


def unprintable(text: str) -> set[str]:
    """The signs of a text that would stand on paper as ▯, so that a page can warn before printing."""
    return set(_SPACES.sub("", _composed(text))) - printable()


def _composed(text: str) -> str:
    text = _JOINED_TO_THE_SIGN_BEFORE.sub("", unicodedata.normalize("NFC", text))
    return "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _INVISIBLE)


def marked(text: str, limit: int = LINE) -> Marked:
    """A text of unknown origin, safe to stand in a paragraph; marked text stays as it is."""
    if isinstance(text, Marked):
        return text
    # Splitting one endless word is quadratic work; no word of any language reaches this length.
    return Marked(escape(_LONGEST_WORD.sub(r"\g<0> ", clean(text, limit))))


def bold(text: str, limit: int = LINE) -> Marked:
    """The same, bold."""
    return Marked(f"<b>{marked(text, limit)}</b>")


def one_below_the_other(*lines: Marked) -> Marked:
    """Lines of one paragraph; empty ones take no room."""
    return Marked("<br/>".join(line for line in lines if line))


def after_each_other(*pieces: Marked) -> Marked:
    """Pieces of one line with a space between; empty ones take no room."""
    return Marked(" ".join(piece for piece in pieces if piece))


def groups(code: str, size: int) -> str:
    """A code in groups of `size` signs, as people copy it from paper; groups that it came in are forgotten."""
    code = "".join(code.split())
    return " ".join(code[start : start + size] for start in range(0, len(code), size))


def fitted(text: str, font: str, size: float, width: float) -> str:
    """A cleaned line no wider than `width` points; what does not fit is replaced by an ellipsis."""
    line = clean(text)
    if pdfmetrics.stringWidth(line, font, size) <= width:
        return line
    while line and pdfmetrics.stringWidth(line + "…", font, size) > width:
        line = line[:-1]
    return line.rstrip() + "…"


def folded(text: str, font: str, size: float, width: float) -> list[str]:
    """A cleaned text in lines no wider than `width` points."""
    lines = [""]
    for word in clean(text).split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if pdfmetrics.stringWidth(longer, font, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [fitted(line, font, size, width) for line in lines]
