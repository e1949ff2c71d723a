"""Where people sign: labelled lines, places to sign, lines to write on, and the evidence of an electronic signature."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, TableStyle

from foundation.pdf.blocks import Pair, boxed, inner_width, labelled
from foundation.pdf.grid import Grid, plain_grid
from foundation.pdf.icons import Icon, IconLine
from foundation.pdf.styles import COLUMN, FIRM, OFFICE, WRITING, Look
from foundation.pdf.tagging import Paragraph
from foundation.pdf.text import bold, groups, marked, one_below_the_other

_LABEL = 40 * mm
_ON_ITS_LINE, _BY_HAND = 4.7, 8.7
_TO_SIGN = 15 * mm


def fields(pairs: Sequence[Pair], look: Look = OFFICE) -> Grid:
    """Labels with a line for the hand; a value that is known stands on its line."""
    rows = [[Paragraph(bold(label), look.cell), Paragraph(marked(value), look.field)] for label, value in pairs]
    form = plain_grid(rows, (_LABEL, COLUMN - _LABEL), before=4, after=12)
    room = [_ON_ITS_LINE if value else _BY_HAND for _, value in pairs]
    form.setStyle(
        TableStyle(
            [
                ("TOPPADDING", (0, 0), (-1, -1), 6.5),
                ("TOPPADDING", (0, 0), (0, -1), 8.5),
                ("LINEBELOW", (1, 0), (1, -1), WRITING, "black"),
                *(("BOTTOMPADDING", (0, row), (-1, row), points) for row, points in enumerate(room)),
            ]
        )
    )
    return form


def signatures(
    places: Sequence[Sequence[str]], *, sentence: str = "", last: Sequence[Flowable] = (), look: Look = OFFICE
) -> Flowable:
    """Two or three places to sign side by side, each with the lines that stand under it.

    The `sentence` says above them what signing means; `last` pieces of the text go to the same page.
    """
    count = min(len(places), 3)
    gap = 10 * mm
    width = (COLUMN - gap * (count - 1)) / count
    widths = [width, *(part for _ in range(count - 1) for part in (gap, width))]
    cells: list[object] = []
    for place in places[:count]:
        words = one_below_the_other(*(marked(line) for line in place))
        cells += ["", Paragraph(words, look.small)] if cells else [Paragraph(words, look.small)]
    lines = plain_grid([[Spacer(1, _TO_SIGN)] * len(cells), cells], widths)
    ruled = [("LINEABOVE", (column, 1), (column, 1), WRITING, "black") for column in range(0, len(cells), 2)]
    lines.setStyle(TableStyle([("TOPPADDING", (0, 1), (-1, 1), 3), *ruled]))
    above = [Paragraph(marked(sentence, 600), look.body)] if sentence else []
    return KeepTogether([*last, *above, lines])


def writing_line(width: float, *, above: float = 22.0) -> Grid:
    """A line for the hand with `above` points of room over it."""
    line = plain_grid([[Spacer(width, above)]], (width,))
    line.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), WRITING, "black")]))
    return line


class CutLine(Flowable):
    """A dashed line across the column, along which people cut the slip off."""

    def __init__(self, *, above: float, below: float) -> None:
        super().__init__()
        self.above, self.below = above, below
        self.width, self.height = COLUMN, above + below

    def draw(self) -> None:
        self.canv.setLineWidth(FIRM)
        self.canv.setDash(4.5, 3.2)
        self.canv.line(0, self.below, self.width, self.below)


def evidence_box(title: str, pairs: Sequence[Pair], closing: str, look: Look = OFFICE) -> Grid:
    """What is known about an electronic signature, behind a lock, and one sentence on what kind of signature it is."""
    size = look.box_title.fontSize * 1.55
    content: list[Flowable] = [
        IconLine(Icon.LOCK, bold(title), look.box_title, size=size, gap=7),
        Spacer(1, 6),
        labelled(pairs, 42 * mm, inner_width(), look),
        Spacer(1, 2),
        Paragraph(marked(closing, 600), look.small),
    ]
    return boxed(content)


def fingerprint_lines(sha256: str) -> str:
    """A fingerprint of 64 signs in groups of eight on two lines."""
    half = len(sha256) // 2
    return one_below_the_other(*(marked(groups(part, 8)) for part in (sha256[:half], sha256[half:])))
