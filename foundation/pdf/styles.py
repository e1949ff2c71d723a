"""The sizes, leadings and spaces of the two families of paper, in points; everything is black."""

from dataclasses import dataclass

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from foundation.pdf.fonts import BOLD, MEDIUM, REGULAR

PAGE_WIDTH, PAGE_HEIGHT = 210 * mm, 297 * mm
LEFT, RIGHT = 25 * mm, 20 * mm
COLUMN = PAGE_WIDTH - LEFT - RIGHT
HALF, GUTTER = 79 * mm, 7 * mm

HAIR, FIRM, WRITING = 0.5, 1.0, 0.75
"""Rules between rows; rules of heads and boxes; lines to write on."""


def _style(
    name: str, size: float, leading: float, font: str = REGULAR, *, before: float = 0, after: float = 0
) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, spaceBefore=before, spaceAfter=after,
        bulletFontName=REGULAR, bulletFontSize=size, alignment=TA_LEFT, allowWidows=0, allowOrphans=0,
        splitLongWords=1, spaceShrinkage=0,
    )  # fmt: skip


@dataclass(frozen=True)
class Look:
    """One family of paper."""

    h1: ParagraphStyle
    h2: ParagraphStyle
    box_title: ParagraphStyle
    body: ParagraphStyle
    article: ParagraphStyle
    """The numbered sentences that are signed."""
    item: ParagraphStyle
    goal: ParagraphStyle
    cell: ParagraphStyle
    number: ParagraphStyle
    head: ParagraphStyle
    field: ParagraphStyle
    small: ParagraphStyle
    first_page_top: float
    """From the upper edge of the sheet to the first line of text."""
    rule_under_letterhead: bool


OFFICE = Look(
    h1=_style("h1", 22, 26, BOLD, after=6),
    h2=_style("h2", 13, 17, BOLD, before=13, after=4),
    box_title=_style("box title", 10.5, 14.5, BOLD),
    body=_style("body", 10.5, 14.5, after=5.5),
    article=_style("article", 11, 15.5),
    item=_style("item", 10.5, 14.5, after=3),
    goal=_style("goal", 13, 18, MEDIUM),
    cell=_style("cell", 9.5, 13),
    number=_style("number", 12, 13, BOLD),
    head=_style("head", 9, 12, BOLD),
    field=_style("field", 12, 15.5),
    small=_style("small", 8.5, 11.5),
    first_page_top=32 * mm,
    rule_under_letterhead=True,
)

FAMILY = Look(
    h1=_style("family h1", 26, 31, BOLD, after=8),
    h2=_style("family h2", 17, 22, BOLD, before=14, after=5),
    box_title=_style("family box title", 14, 20, BOLD),
    body=_style("family body", 14, 20, after=7),
    article=_style("family article", 14, 20, after=4),
    item=_style("family item", 14, 20, after=4),
    goal=_style("family goal", 15, 20, BOLD),
    cell=_style("family cell", 12, 17),
    number=_style("family number", 14, 20, BOLD),
    head=_style("family head", 12, 17, BOLD),
    field=_style("family field", 14, 20),
    small=_style("family small", 12, 17),
    first_page_top=27 * mm,
    rule_under_letterhead=False,
)
