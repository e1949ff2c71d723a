"""The print shop: type, tables and signature lines for every paper; all text is escaped, capped and typeset here."""

from foundation.pdf.blocks import (
    Heading,
    Pair,
    barred,
    boxed,
    bullets,
    facts,
    inner_width,
    labelled,
    numbered,
    paragraph,
    spaced,
    title,
)
from foundation.pdf.grid import Grid, plain_grid
from foundation.pdf.icons import Icon, IconLine, IconMark
from foundation.pdf.pages import Footer, Letterhead, Sheet, Story, pages_of, printed
from foundation.pdf.qr import QrCode
from foundation.pdf.signing import CutLine, evidence_box, fields, fingerprint_lines, signatures, writing_line
from foundation.pdf.styles import COLUMN, FAMILY, GUTTER, HALF, OFFICE, Look
from foundation.pdf.tables import Cell, headed, table
from foundation.pdf.text import Marked, after_each_other, bold, groups, marked, one_below_the_other, unprintable

__all__ = [
    "COLUMN", "FAMILY", "GUTTER", "HALF", "OFFICE", "Cell", "CutLine", "Footer", "Grid", "Heading", "Icon",
    "IconLine", "IconMark", "Letterhead", "Look", "Marked", "Pair", "QrCode", "Sheet", "Story", "after_each_other",
    "barred", "bold", "boxed", "bullets", "evidence_box", "facts", "fields", "fingerprint_lines", "groups", "headed",
    "inner_width", "labelled", "marked", "numbered", "one_below_the_other", "pages_of", "paragraph", "plain_grid",
    "printed", "signatures", "spaced", "table", "title", "unprintable", "writing_line",
]  # fmt: skip
