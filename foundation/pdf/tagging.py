"""What a paper says to people who hear it: headings, lists and tables by name, in the order of reading.

Whatever is drawn is an artifact, which nobody reads aloud, unless a piece of the text says what it is. So a running
head, a rule or an icon need not be thought of, and no sign on a page is ever left unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reportlab import platypus
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObject, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Table
from reportlab.platypus.tables import TableRenderCB

_LEVELS = {"h1": 1, "h2": 2, "box title": 3}
"""Styles whose words are headings."""
_SHOWS_TEXT = re.compile(r"(?:[^(]|\\\()\) T[jJ]")
_LINE_ENDS = re.compile(r"(?<!\\)\) Tj +T\*(?! ET)")
"""Where a line breaks inside a paragraph; without a space there, the words on both sides would be read as one."""
_ARTIFACT = "/Artifact BMC"
_PDF_1_7 = (1, 7)
"""The version that defines all our roles."""


class _Referred(PDFObject):
    """An object of the file that others only point to."""

    __RefOnly__ = 1

    def said(self, document: Any) -> str:
        raise NotImplementedError

    def format(self, document: Any) -> bytes:
        """In as few bytes as it can be said, for a paper has hundreds of them."""
        return self.said(document).encode("latin-1")


def _number(one: PDFObject, document: Any) -> str:
    return str(document.Reference(one).format(document), "ascii")


class _Place:
    """Where marked words stand: the page, counted from 0, and their number on it."""

    def __init__(self, page: int, number: int) -> None:
        self.page, self.number = page, number

    def said(self, document: Any, usual: int) -> str:
        if self.page == usual:
            return str(self.number)
        return f"<</Type/MCR/Pg {_page(self.page, document)}/MCID {self.number}>>"


def _page(page: int, document: Any) -> str:
    return str(PDFObjectReference(f"Page{page + 1}").format(document), "ascii")


class _Element(_Referred):
    """One node of the tree; `own` are attributes as the file has them."""

    def __init__(self, role: str, above: _Referred, own: str = "", alternative: str = "") -> None:
        self.role, self.above, self.own, self.alternative = role, above, own, alternative
        self.inside: list[_Element | _Place] = []
        if isinstance(above, _Element):
            above.inside.append(self)

    def prune(self) -> bool:
        """Cut off what has no words on paper; a cell stays, for it keeps the place of its column."""
        self.inside = [one for one in self.inside if isinstance(one, _Place) or one.prune()]
        return bool(self.inside) or self.role in ("TH", "TD")

    def said(self, document: Any) -> str:
        page = next((one.page for one in self.inside if isinstance(one, _Place)), -1)
        inside = " ".join(
            one.said(document, page) if isinstance(one, _Place) else _number(one, document) for one in self.inside
        )
        alternative = str(PDFString(self.alternative).format(document), "latin-1") if self.alternative else ""
        return "".join(
            [
                f"<</S/{self.role}/P {_number(self.above, document)}/K[{inside}]",
                f"/Pg {_page(page, document)}" if page >= 0 else "",
                self.own,
                f"/Alt {alternative}" if alternative else "",
                ">>",
            ]
        )


class _Tree(_Referred):
    """The root, which also knows for each page what its marked words belong to."""

    def __init__(self) -> None:
        self.document = _Element("Document", self)
        self.pages: list[list[_Element]] = [[]]

    def said(self, document: Any) -> str:
        pages = " ".join(
            f"{page} [{' '.join(_number(one, document) for one in elements)}]"
            for page, elements in enumerate(self.pages)
        )
        below, count = _number(self.document, document), len(self.pages)
        return f"<</Type/StructTreeRoot/K {below}/ParentTree<</Nums[{pages}]>>/ParentTreeNextKey {count}>>"


class TaggedCanvas(Canvas):
    """A canvas that keeps the tree of what is drawn on it and writes it into the file."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **{**named, "pdfVersion": _PDF_1_7})
        self._tree = _Tree()
        self._open: list[_Element | None] = [self._tree.document]
        self._known: dict[object, _Element] = {}
        self._level = 0
        self.language = str(named.get("lang") or "")

    def enter(self, role: str, of: object = None, *, own: str = "", alternative: str = "") -> None:
        """What is drawn up to `leave` belongs to an element: for the same `of` to the same one, on later pages too."""
        above = self._open[-1]
        element = None if above is None or of is None else self._known.get(of)
        if above is not None and element is None:
            element = _Element(role, above, own, alternative)
            if of is not None:
                self._known[of] = element
        self._open.append(element)

    def enter_artifact(self) -> None:
        """What is drawn up to `leave` is not read aloud, whatever it says of itself."""
        self._open.append(None)

    def leave(self) -> None:
        """Back to the element around."""
        self._open.pop()

    @contextmanager
    def said(self, role: str, of: object = None, *, own: str = "", alternative: str = "") -> Iterator[None]:
        """Whatever is drawn inside are the words, or the picture, of one element."""
        start = len(self._drawn)
        self.enter(role, of, own=own, alternative=alternative)
        yield
        self._mark(self._open.pop(), start)

    @contextmanager
    def item(self, listed: object, of: object) -> Iterator[None]:
        """Whatever is drawn inside is an item of a list: first its sign or number, if it has one, then its words."""
        start = len(self._drawn)
        self.enter("L", listed)
        self.enter("LI", (listed, of) if of is not None else None)
        yield
        words = [place for place, piece in enumerate(self._drawn) if place >= start and _SHOWS_TEXT.search(piece)]
        for role, place in zip(("Lbl", "LBody")[2 - len(words) :], words, strict=True):
            self.enter(role, (role, of) if of is not None else None)
            # What was marked before has moved this by its own two marks.
            place += 2 if role == "LBody" and len(words) > 1 else 0
            self._mark(self._open.pop(), place, place + 1)
        self.leave()
        self.leave()

    @property
    def _drawn(self) -> list[str]:
        drawn: list[str] = self._code  # type: ignore[attr-defined]
        return drawn

    def _mark(self, element: _Element | None, start: int, end: int | None = None) -> None:
        """Mark what was drawn as the element's, unless it shows nothing."""
        drawn = self._drawn[start:end]
        shown = element is not None and (element.role == "Figure" or any(map(_SHOWS_TEXT.search, drawn)))
        if element is None or not shown:
            return
        here = self._tree.pages[-1]
        element.inside.append(_Place(len(self._tree.pages) - 1, len(here)))
        self._drawn[start:end] = [
            f"EMC /{element.role} <</MCID {len(here)}>> BDC",
            *(_LINE_ENDS.sub(" ) Tj T*", piece) for piece in drawn),
            f"EMC {_ARTIFACT}",
        ]
        here.append(element)

    @contextmanager
    def figure(self, alternative: str, width: float, height: float) -> Iterator[None]:
        """Whatever is drawn inside is a picture that these words stand for, from where the canvas is now."""
        left, bottom = self.absolutePosition(0, 0)
        box = " ".join(f"{edge:.1f}" for edge in (left, bottom, left + width, bottom + height))
        with self.said("Figure", own=f"/A<</O/Layout/Placement/Block/BBox[{box}]>>", alternative=alternative):
            yield

    def heading(self, level: int) -> str:
        """The role of a heading; on the way down no level is left out."""
        self._level = min(level, self._level + 1)
        return f"H{self._level}"

    def showPage(self) -> None:
        """Close the page: all around its marked words is an artifact."""
        self._drawn.insert(0, _ARTIFACT)
        self._drawn.append("EMC")
        super().showPage()
        document: Any = self._doc  # type: ignore[attr-defined]
        page = document.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
        page.StructParents = len(self._tree.pages) - 1
        self._tree.pages.append([])

    def save(self) -> None:
        """Write the tree with the file."""
        if self._drawn:
            self.showPage()
        self._tree.pages.pop()
        self._tree.document.prune()
        document: Any = self._doc  # type: ignore[attr-defined]
        document.Catalog.StructTreeRoot = self._tree
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        super().save()


class Paragraph(platypus.Paragraph):
    """Words that say what they are: a heading by their style, an item of a list, or else a paragraph."""

    items: object = None
    """The same for all items of one list."""
    _whole: object = None
    """What this is a part of, after a page has broken it."""

    def split(self, aW: float, aH: float, /) -> list[Flowable]:
        """The parts stay one paragraph, however many pages they stand on."""
        parts = super().split(aW, aH)
        for part in parts:
            if isinstance(part, Paragraph):
                part.items, part._whole = self.items, self if self._whole is None else self._whole
        return parts

    def draw(self) -> None:
        """Draw the words and say what they are."""
        canvas = canvas_of(self)
        level = _LEVELS.get(self.style.name.removeprefix("family "))
        if self.items is not None:
            with canvas.item(self.items, self._whole):
                super().draw()
        else:
            with canvas.said(canvas.heading(level) if level else "P", self._whole):
                super().draw()


def as_list(items: Sequence[Paragraph]) -> list[Flowable]:
    """Items that are read as one list, wherever its pages break."""
    one = object()
    for item in items:
        item.items = one
    return list(items)


class Rows(TableRenderCB):
    """Says of a table, and of all parts it is split into, which row and cell is drawn; a repeated head is not read."""

    def __init__(self) -> None:
        self._begun = False

    def startTable(self, T: Table) -> None:
        """All parts are one table."""
        canvas_of(T).enter("Table", self)

    def startRow(self, T: Table, rowNo: int) -> None:
        """The head is a row once."""
        if self._in_head(T, rowNo) and self._begun:
            canvas_of(T).enter_artifact()
        else:
            canvas_of(T).enter("TR")

    def startCell(self, T: Table, rowNo: int, colNo: int, *_drawn: object) -> None:
        """Cells of the head speak for their column."""
        if self._in_head(T, rowNo):
            canvas_of(T).enter("TH", own="/A<</O/Table/Scope/Column>>")
        else:
            canvas_of(T).enter("TD")

    def endCell(self, T: Table) -> None:
        """Back to the row."""
        canvas_of(T).leave()

    def endRow(self, T: Table) -> None:
        """Back to the table."""
        canvas_of(T).leave()

    def endTable(self, T: Table) -> None:
        """Whatever part comes next repeats the head."""
        self._begun = True
        canvas_of(T).leave()

    def startBG(self, T: Table) -> None:
        """Nothing to say."""

    endBG = startLines = endLines = startBG

    def _in_head(self, drawn: Any, row: int) -> bool:
        return row < int(drawn.repeatRows)


def canvas_of(drawn: Flowable) -> TaggedCanvas:
    """What a piece of the text is being drawn on."""
    canvas = drawn.canv
    assert isinstance(canvas, TaggedCanvas)
    return canvas
