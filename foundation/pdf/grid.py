"""The grid under tables, boxes and paired facts: it breaks only where it must, and then it never fails."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Table, TableStyle

from foundation.pdf.fonts import REGULAR

_NEARLY_A_PAGE = 600.0


class Grid(Table):
    """A table that keeps its rows, and the rows that belong together, on one page as long as a page can hold them."""

    together = 1
    """So many rows, not counting the head, stay above a break and go below it."""

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Where it would be too large for any page, first rows part, at the very last the words of one row."""
        parts = self._kept_together(aW, aH)
        if not parts and (aH >= _NEARLY_A_PAGE or hasattr(self, "_postponed")):
            parts = super().split(aW, aH)
            if not parts:
                self.splitInRow = 1
                parts = super().split(aW, aH)
        for part in parts:
            if isinstance(part, Grid):
                part.together = self.together
        return parts

    def _kept_together(self, aW: float, aH: float) -> list[Flowable]:
        """The parts, or none if no break leaves enough rows on both sides."""
        parts: list[Flowable] = super().split(aW, aH)
        if len(parts) < 2:
            return parts
        heights = self.row_heights()
        above = len(_grid(parts[0]).row_heights())
        wanted = min(above, len(heights) - self.together)
        if wanted < self.head_rows() + self.together:
            return []
        return parts if wanted == above else super().split(aW, sum(heights[:wanted]) + 0.1)

    def row_heights(self) -> list[float]:
        """In points; known after `wrap` or `split`."""
        return list(self._rowHeights)  # type: ignore[attr-defined]

    def head_rows(self) -> int:
        """How many rows at the top repeat on each page."""
        return int(self.repeatRows)


def _grid(part: Flowable) -> Grid:
    assert isinstance(part, Grid)
    return part


def plain_grid(
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    *,
    row_gap: float = 0,
    before: float = 0,
    after: float = 0,
) -> Grid:
    """Things side by side without any rule; lengths in points."""
    grid = Grid(
        [list(row) for row in rows],
        colWidths=list(widths),
        style=TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), row_gap),
            ]
        ),
        spaceBefore=before,
        spaceAfter=after,
    )
    grid.hAlign = "LEFT"
    return grid
