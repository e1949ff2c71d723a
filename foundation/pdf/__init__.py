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
from foundation.pdf.icons import Icon, IconLine
from foundation.pdf.pages import Footer, Letterhead, Sheet, Story, printed
from foundation.pdf.qr import QrCode
from foundation.pdf.signing import evidence_box, fields, fingerprint_lines, signatures, writing_line
from foundation.pdf.styles import FAMILY, OFFICE, Look
from foundation.pdf.tables import Cell, headed, table
from foundation.pdf.text import Marked, after_each_other, bold, groups, marked, one_below_the_other, unprintable

__all__ = [
    "FAMILY", "OFFICE", "Cell", "Footer", "Grid", "Heading", "Icon", "IconLine", "Letterhead", "Look", "Marked", "Pair",
    "QrCode", "Sheet", "Story", "after_each_other", "barred", "bold", "boxed", "bullets", "evidence_box", "facts",
    "fields", "fingerprint_lines", "groups", "headed", "inner_width", "labelled", "marked", "numbered",
    "one_below_the_other", "paragraph", "plain_grid", "printed", "signatures", "spaced", "table", "title",
    "unprintable", "writing_line",
]  # fmt: skip
