"""Tables with horizontal rules: the head repeats, a row never splits and never stands alone on the next page."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, TableStyle

from foundation.pdf.blocks import Heading
from foundation.pdf.fonts import REGULAR
from foundation.pdf.grid import Grid
from foundation.pdf.styles import COLUMN, FIRM, HAIR, OFFICE
from foundation.pdf.tagging import Paragraph, Rows
from foundation.pdf.text import marked

Cell = str | Flowable
"""Words of one cell (plain text is escaped), or something drawn."""

_ROWS_TOGETHER = 2


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths_mm: Sequence[float],
    *,
    compact: bool = False,
    row_height: float | None = None,
) -> Grid:
    """A table over the whole column; `widths_mm` add up to 165; family papers have none.

    `row_height` in points, for rows that wait for the pen; None: as high as their words.
    """
    above, below = (2.4, 2.9) if compact else (3.6, 3.9)
    cells: list[list[Flowable]] = [[Paragraph(marked(word), OFFICE.head) for word in head]]
    cells += [[_drawn(cell) for cell in row] for row in rows]
    drawn = Grid(
        cells,
        colWidths=[width * mm for width in widths_mm],
        rowHeights=[None, *([row_height] * len(rows))],
        repeatRows=1,
        renderCB=Rows(),
        style=TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-2, -1), 2 * mm),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), above),
                ("BOTTOMPADDING", (0, 0), (-1, -1), below),
                ("LINEABOVE", (0, 0), (-1, 0), FIRM, "black"),
                ("LINEBELOW", (0, 0), (-1, 0), FIRM, "black"),
                ("LINEBELOW", (0, 1), (-1, -1), HAIR, "black"),
            ]
        ),
        spaceAfter=5,
    )
    drawn.hAlign = "LEFT"
    drawn.together = _ROWS_TOGETHER
    return drawn


def _drawn(cell: Cell) -> Flowable:
    return cell if isinstance(cell, Flowable) else Paragraph(marked(cell), OFFICE.cell)


def headed(heading: Heading, below: Grid) -> list[Flowable]:
    """A heading that never parts from the head and the first rows of its table."""
    heading.keepWithNext = False
    _, height = heading.wrap(COLUMN, 0)
    below.wrap(COLUMN, 0)
    rows = below.row_heights()
    breaks = len(rows) >= below.head_rows() + 2 * below.together
    first_rows = sum(rows[: below.head_rows() + below.together] if breaks else rows)
    return [CondPageBreak(heading.getSpaceBefore() + height + heading.getSpaceAfter() + first_rows), heading, below]
