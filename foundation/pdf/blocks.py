"""The pieces a paper is built from: titles, paragraphs, lists, paired facts, the bar of a goal, the box.

Every piece takes plain text and escapes it, or text marked by `bold`, `after_each_other` and `one_below_the_other`.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from itertools import zip_longest

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, TableStyle

from foundation.language import plain
from foundation.pdf.fonts import BOLD
from foundation.pdf.grid import Grid, plain_grid
from foundation.pdf.styles import COLUMN, FIRM, GUTTER, HALF, OFFICE, Look
from foundation.pdf.tagging import Paragraph, as_list
from foundation.pdf.text import PARAGRAPH, bold, clean, marked

Pair = tuple[str, str]
"""A label and its value."""

_LABEL = 25 * mm
_BOX_PADDING = 10.0
_BUTT_END = 0
_IN_A_BOX = 600


class Heading(Paragraph):
    """A heading of the second order; readers of the file find it among the bookmarks."""

    def __init__(self, text: str, look: Look = OFFICE) -> None:
        super().__init__(marked(text), look.h2)
        self.bookmark = plain(clean(text))
        self.keepWithNext = True

    def draw(self) -> None:
        """Draw the words and set a bookmark at the page where they stand."""
        key = f"{self.canv.getPageNumber()} {self.bookmark}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self.bookmark, key, level=0)
        super().draw()


def title(text: str, look: Look = OFFICE) -> Paragraph:
    """The name of the document."""
    return Paragraph(marked(text), look.h1)


def paragraph(
    text: str, style: ParagraphStyle = OFFICE.body, *, before: float = 0, after: float | None = None
) -> Paragraph:
    """Running text, with `before` points above it and `after` points below, where the style has others."""
    return Paragraph(marked(text, PARAGRAPH), spaced(style, before=before, after=after))


def bullets(items: Iterable[str], look: Look = OFFICE) -> list[Flowable]:
    """A list whose order does not matter."""
    style = spaced(look.item, left=12)
    style.bulletFontName = BOLD
    return as_list([Paragraph(marked(item, PARAGRAPH), style, bulletText="•") for item in items])


def numbered(items: Iterable[Pair], look: Look = OFFICE) -> list[Flowable]:
    """Articles with their numbers as they were agreed, `("1.", "…")`."""
    style = spaced(look.article, left=look.article.fontSize * 2)
    return as_list([Paragraph(marked(words, PARAGRAPH), style, bulletText=clean(number)) for number, words in items])


def facts(pairs: Sequence[Pair], look: Look = OFFICE) -> Grid:
    """Labels and values in two columns, filled row by row."""
    rows = [
        [*_fact(left, look), "", *_fact(right, look)]
        for left, right in zip_longest(pairs[::2], pairs[1::2], fillvalue=("", ""))
    ]
    value = HALF - _LABEL
    return plain_grid(rows, (_LABEL, value, GUTTER, _LABEL, value), row_gap=4, before=10, after=9)


def _fact(pair: Pair, look: Look) -> list[Flowable]:
    label, value = pair
    return [Paragraph(bold(label), look.cell), Paragraph(marked(value), look.cell)]


def labelled(pairs: Sequence[Pair], label_width: float, width: float, look: Look = OFFICE) -> Grid:
    """Labels and values one below the other, as inside a box; widths in points."""
    rows = [
        [Paragraph(bold(label), look.cell), Paragraph(marked(value, _IN_A_BOX), look.cell)] for label, value in pairs
    ]
    return plain_grid(rows, (label_width, width - label_width), row_gap=2.7)


def barred(label: str, lines: Iterable[str | Pair], look: Look = OFFICE) -> Grid:
    """Words that all hold on to, behind a thick bar; the second words of a pair stand smaller below the first."""
    rows: list[list[Flowable]] = [[Paragraph(marked(label), look.head)]]
    for line in lines:
        words, below = (line, "") if isinstance(line, str) else line
        rows.append([Paragraph(marked(words, _IN_A_BOX), look.goal)])
        rows += [[Paragraph(marked(below, _IN_A_BOX), look.cell)]] if below else []
    box = plain_grid(rows, (COLUMN,), row_gap=3 if len(rows) > 2 else 0)
    bar = 3.0
    box.setStyle(
        TableStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), 9),
                ("TOPPADDING", (0, 0), (-1, 0), 4),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 4),
                ("LINEBEFORE", (0, 0), (0, -1), bar, "black", _BUTT_END),
            ]
        )
    )
    return box


def boxed(content: Sequence[Flowable], *, before: float = 8, width: float = COLUMN) -> Grid:
    """A box drawn with one line; it never breaks. Its content is `inner_width()` points wide."""
    box = plain_grid([[list(content)]], (width,), before=before, after=6)
    box.setStyle(
        TableStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), _BOX_PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), _BOX_PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), 9),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
                ("BOX", (0, 0), (-1, -1), FIRM, "black"),
            ]
        )
    )
    return box


def inner_width(width: float = COLUMN) -> float:
    """What a box of this width leaves for its content."""
    return width - 2 * _BOX_PADDING


def spaced(style: ParagraphStyle, *, left: float = 0, before: float = 0, after: float | None = None) -> ParagraphStyle:
    """The same style, indented, or with other spaces around it; in points."""
    changed = copy(style)
    changed.leftIndent, changed.spaceBefore = left, before
    changed.spaceAfter = style.spaceAfter if after is None else after
    return changed
