"""The sheet itself: letterhead, running head, footer, mark of a specimen, and the file that comes out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate

from foundation.language import plain
from foundation.pdf.fonts import BOLD, REGULAR, printable
from foundation.pdf.styles import COLUMN, FIRM, HAIR, LEFT, OFFICE, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, Look
from foundation.pdf.tagging import TaggedCanvas
from foundation.pdf.text import clean, fitted, folded, groups

PRODUCER = "Společně"
_NUMBERED = {"cs": "strana %s z %s", "en": "page %s of %s", "uk": "сторінка %s з %s"}
_CHECKED = {"cs": "Kontrolní kód: %s", "en": "Check code: %s", "uk": "Контрольний код: %s"}

_BOTTOM, _LATER_TOP = 25 * mm, 24 * mm
_RIGHT_EDGE = PAGE_WIDTH - RIGHT
_FOOT_LINES = 4
"""What stays clear of the edge where printers cannot print."""


@dataclass(frozen=True)
class Letterhead:
    """Who sends the paper, at the left; which case it belongs to, at the right."""

    town: str
    unit: str
    case: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Footer:
    """What stands at the foot of each page; no person's name belongs here."""

    line: str
    notice: str = ""
    check_code: str = ""
    """Twenty signs, printed in five groups."""
    acknowledgement: str = ""
    """Who supports the work, where a town wishes to say so (S2-54)."""


@dataclass(frozen=True)
class Sheet:
    """All that a paper shows around its text."""

    title: str
    """The kind of the document, with no name in it: also the title of the window and of the file's data."""
    letterhead: Letterhead
    footer: Footer
    language: str = "cs-CZ"
    specimen: str = ""
    """A word such as VZOR, written in outline across each page of a wording that nobody confirmed yet."""
    look: Look = OFFICE
    tightest: float = 0.9
    """To what part of their size spaces may shrink where that saves a page; the type never does."""
    worth_saving: float = 0.25
    """A last page less filled than this is worth the smaller spaces."""


Story = Callable[[], list[Flowable]]
"""Builds the text of a paper anew at each call, for what was drawn once cannot be drawn again."""


def printed(sheet: Sheet, story: Story) -> bytes:
    """The finished file; equal data give equal bytes.

    The text is set twice, because the first page already says how many there are. A last page that is hardly filled
    makes the spaces smaller, if that saves the page.
    """
    printable()
    first = _Document(sheet, pages=0)
    first.build(story(), canvasmaker=TaggedCanvas)
    count, tight = first.page, False
    if count > 1 and first.last_page_filled < sheet.worth_saving:
        tighter = _Document(sheet, pages=0)
        tighter.build(_tightened(story(), sheet.tightest), canvasmaker=TaggedCanvas)
        count, tight = (tighter.page, True) if tighter.page < count else (count, False)
    final = _Document(sheet, pages=count)
    final.build(_tightened(story(), sheet.tightest) if tight else story(), canvasmaker=TaggedCanvas)
    return final.file.getvalue()


_PAGE = re.compile(rb"/Type /Page\b")


def pages_of(file: bytes) -> int:
    """How many pages a file of ours has; its pages are never packed away, so they can be counted where they stand."""
    return len(_PAGE.findall(file))


def _tightened(story: Sequence[Flowable], part: float) -> list[Flowable]:
    for piece in story:
        piece.spaceBefore, piece.spaceAfter = piece.getSpaceBefore() * part, piece.getSpaceAfter() * part
        if isinstance(piece, KeepTogether):
            _tightened(piece._content, part)  # type: ignore[attr-defined]
    return list(story)


class _Information(PDFInfo):
    """The file's data about itself: what kind of paper it is, and nothing about anybody or about when it was made."""

    def format(self, document: object) -> bytes:
        entries = {"Title": PDFString(self.title), "Producer": PDFString(PRODUCER)}
        return PDFDictionary(entries).format(document)


class _Document(BaseDocTemplate):
    def __init__(self, sheet: Sheet, pages: int) -> None:
        self.file = BytesIO()
        super().__init__(
            self.file, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), title=plain(clean(sheet.title)), author="", subject="",
            creator="", keywords=[], producer=PRODUCER, invariant=1, lang=sheet.language, displayDocTitle=True,
            initialFontName=REGULAR, initialFontSize=10, allowSplitting=1,
        )  # fmt: skip
        self._sheet, self._pages = sheet, pages
        self.last_page_filled = 1.0
        first = self._template("first", sheet.look.first_page_top, self._letterhead)
        later = self._template("later", _LATER_TOP, self._running_head)
        first.autoNextPageTemplate = "later"
        self.addPageTemplates([first, later])

    def _template(self, name: str, top: float, head: Callable[[TaggedCanvas], None]) -> PageTemplate:
        height = PAGE_HEIGHT - top - _BOTTOM
        frame = Frame(LEFT, _BOTTOM, COLUMN, height, 0, 0, 0, 0, id=name)

        def around(canvas: Canvas, _document: BaseDocTemplate) -> None:
            assert isinstance(canvas, TaggedCanvas)
            canvas.saveState()
            self._specimen(canvas)
            head(canvas)
            self._footer(canvas)
            canvas.restoreState()

        return PageTemplate(id=name, frames=[frame], onPage=around)

    def _makeCanvas(self, *given: object, **named: object) -> Canvas:
        canvas: Canvas = super()._makeCanvas(*given, **named)  # type: ignore[misc]
        canvas._doc.info.__class__ = _Information  # type: ignore[attr-defined]
        return canvas

    def handle_pageEnd(self) -> None:
        """Remember how full the page was before the next one begins."""
        frame: Any = self.frame
        self.last_page_filled = (frame._y2 - frame._y) / frame._height
        super().handle_pageEnd()

    def _letterhead(self, canvas: TaggedCanvas) -> None:
        """Read aloud, for here alone it is said who sends the paper; what repeats on later pages is not."""
        head = self._sheet.letterhead
        reference = fitted(head.reference, REGULAR, 9.5, 75 * mm)
        room = COLUMN - max(45 * mm, canvas.stringWidth(reference, REGULAR, 9.5) + 2 * mm)
        first, second = _from_top(17.1), _from_top(21.7)
        with canvas.said("P"):
            _write(canvas, fitted(head.town, BOLD, 12, COLUMN - 45 * mm), BOLD, 12, LEFT, first)
        with canvas.said("P"):
            _write(canvas, fitted(head.unit, REGULAR, 9.5, room), REGULAR, 9.5, LEFT, second)
        with canvas.said("P"):
            _write_to(canvas, fitted(head.case, BOLD, 9.5, 43 * mm), BOLD, 9.5, _RIGHT_EDGE, first)
        with canvas.said("P"):
            _write_to(canvas, reference, REGULAR, 9.5, _RIGHT_EDGE, second)
        if self._sheet.look.rule_under_letterhead:
            _rule(canvas, _from_top(24.5), FIRM)

    def _running_head(self, canvas: TaggedCanvas) -> None:
        line = _from_top(17.1)
        _write(canvas, fitted(self._sheet.title, REGULAR, 8.5, 110 * mm), REGULAR, 8.5, LEFT, line)
        _write_to(canvas, fitted(self._sheet.letterhead.case, REGULAR, 8.5, 50 * mm), REGULAR, 8.5, _RIGHT_EDGE, line)
        _rule(canvas, _from_top(19.2), HAIR)

    def _footer(self, canvas: Canvas) -> None:
        footer = self._sheet.footer
        _rule(canvas, 20.5 * mm, HAIR)
        number = clean(_NUMBERED.get(self._sheet.language[:2], _NUMBERED["cs"]) % (self.page, self._pages))
        _write_to(canvas, number, BOLD, 8.5, _RIGHT_EDGE, 17 * mm)
        checked = _CHECKED.get(self._sheet.language[:2], _CHECKED["cs"])
        check = checked % groups(footer.check_code, 4) if footer.check_code else ""
        lines = folded(footer.line, REGULAR, 8.5, COLUMN - 25 * mm)[:2]
        lines += folded(f"{footer.notice} {check}", REGULAR, 8.5, COLUMN)[:2] if footer.notice or check else []
        lines += folded(footer.acknowledgement, REGULAR, 8.5, COLUMN)[:2] if footer.acknowledgement else []
        for place, line in enumerate(lines[:_FOOT_LINES]):
            _write(canvas, line, REGULAR, 8.5, LEFT, 17 * mm - place * 11.2)

    def _specimen(self, canvas: TaggedCanvas) -> None:
        """Letters in dashed outline behind the text: they read in black, leave the text legible, and are heard once."""
        if not self._sheet.specimen:
            return
        canvas.saveState()
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        canvas.rotate(52)
        canvas.setLineWidth(HAIR)
        canvas.setDash(2, 3)
        word = canvas.beginText()
        size = 190.0
        word.setTextOrigin(-canvas.stringWidth(self._sheet.specimen, BOLD, size) / 2, -size * 0.36)
        word.setFont(BOLD, size)
        word.setTextRenderMode(1)
        word.textOut(self._sheet.specimen)
        if self.page == 1:
            with canvas.said("P"):
                canvas.drawText(word)
        else:
            canvas.drawText(word)
        canvas.restoreState()


def _from_top(millimetres: float) -> float:
    return PAGE_HEIGHT - millimetres * mm


def _write(canvas: Canvas, words: str, font: str, size: float, x: float, y: float) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, words)


def _write_to(canvas: Canvas, words: str, font: str, size: float, right: float, y: float) -> None:
    canvas.setFont(font, size)
    canvas.drawRightString(right, y, words)


def _rule(canvas: Canvas, y: float, width: float) -> None:
    canvas.setLineWidth(width)
    canvas.line(LEFT, y, _RIGHT_EDGE, y)
