"""Signs drawn as lines, so that they read in black on any printer; each stands beside its word, never instead of it."""

from collections.abc import Callable
from enum import StrEnum
from math import cos, radians, sin

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from foundation.pdf.tagging import Paragraph
from foundation.pdf.text import Marked

_GRID = 24.0
_LINE, _TICK = 1.9, 2.6


class Icon(StrEnum):
    """What is drawn on a grid of 24 units."""

    EMPTY = "empty circle"
    TICK = "circle with a tick"
    HALF = "half circle"
    FULL = "full circle with a white tick"
    CROSS = "circle with a cross"
    BAR = "circle with a bar"
    CLOCK = "clock"
    DASHED = "dashed circle"
    WARNING = "triangle with a mark"
    SQUARE = "square"
    SQUARE_TICK = "square with a tick"
    LOCK = "lock"
    CALENDAR = "leaf of a calendar"
    PERSON = "head and shoulders"
    PHONE = "receiver"
    MONEY = "banknote"
    PAPER = "sheet of paper"
    PEOPLE = "two people"
    SCHOOL = "house with a flag"
    TALK = "speech bubble"
    BRUSH = "brush"


def draw_icon(canvas: Canvas, icon: Icon, x: float, y: float, size: float) -> None:
    """Draw with the lower left corner at `x`, `y`; `size` in points."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / _GRID, size / _GRID)
    canvas.setStrokeGray(0)
    canvas.setFillGray(0)
    canvas.setLineWidth(_LINE)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    _DRAWINGS[icon](canvas)
    canvas.restoreState()


def _circle(canvas: Canvas) -> None:
    canvas.circle(12, 12, 9.5)


def _line(canvas: Canvas, *points: tuple[float, float]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path)


def _tick(canvas: Canvas) -> None:
    canvas.setLineWidth(_TICK)
    _line(canvas, (7.3, 11.9), (10.6, 8.6), (16.7, 15))


def _circle_tick(canvas: Canvas) -> None:
    _circle(canvas)
    canvas.setLineWidth(2.4)
    _line(canvas, (7.6, 11.9), (10.7, 8.9), (16.4, 14.8))


def _half(canvas: Canvas) -> None:
    _circle(canvas)
    path = canvas.beginPath()
    path.moveTo(12, 2.5)
    path.arcTo(2.5, 2.5, 21.5, 21.5, startAng=-90, extent=180)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _full(canvas: Canvas) -> None:
    canvas.circle(12, 12, 10.4, stroke=0, fill=1)
    canvas.setStrokeGray(1)
    _tick(canvas)


def _cross(canvas: Canvas) -> None:
    _circle(canvas)
    _line(canvas, (8.4, 8.4), (15.6, 15.6))
    _line(canvas, (8.4, 15.6), (15.6, 8.4))


def _bar(canvas: Canvas) -> None:
    _circle(canvas)
    canvas.setLineWidth(2.4)
    _line(canvas, (7.5, 12), (16.5, 12))


def _clock(canvas: Canvas) -> None:
    _circle(canvas)
    _line(canvas, (12, 17.5), (12, 12), (15.8, 9.6))


def _dashed(canvas: Canvas) -> None:
    # Eight strokes of 27 degrees: drawn one by one they keep their round ends on every printer.
    for start in range(0, 360, 45):
        path = canvas.beginPath()
        path.moveTo(12 + 9.5 * cos(radians(start)), 12 + 9.5 * sin(radians(start)))
        path.arcTo(2.5, 2.5, 21.5, 21.5, startAng=start, extent=20)
        canvas.drawPath(path)


def _warning(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(12, 21)
    path.lineTo(22, 3.6)
    path.lineTo(2, 3.6)
    path.close()
    canvas.drawPath(path)
    canvas.setLineWidth(2.2)
    _line(canvas, (12, 14.6), (12, 10.4))
    canvas.circle(12, 6.9, 1.2, stroke=0, fill=1)


def _square(canvas: Canvas) -> None:
    canvas.roundRect(3, 3, 18, 18, 2)


def _square_tick(canvas: Canvas) -> None:
    _square(canvas)
    _tick(canvas)


def _lock(canvas: Canvas) -> None:
    canvas.roundRect(4, 2, 16, 11.5, 1.8)
    path = canvas.beginPath()
    path.moveTo(7.8, 13.5)
    path.lineTo(7.8, 17)
    path.curveTo(7.8, 23.2, 16.2, 23.2, 16.2, 17)
    path.lineTo(16.2, 13.5)
    canvas.drawPath(path)
    _line(canvas, (12, 6.6), (12, 8.8))


def _calendar(canvas: Canvas) -> None:
    canvas.roundRect(3, 2.6, 18, 17, 2)
    _line(canvas, (3, 14.6), (21, 14.6))
    _line(canvas, (8, 17.6), (8, 22))
    _line(canvas, (16, 17.6), (16, 22))
    for x in (7.5, 12, 16.5):
        for y in (11, 6.6):
            canvas.circle(x, y, 0.75, stroke=0, fill=1)


def _person(canvas: Canvas) -> None:
    canvas.circle(12, 16.2, 4.6)
    path = canvas.beginPath()
    path.moveTo(2.9, 2.6)
    path.curveTo(2.9, 6.4, 6.4, 8.6, 8.9, 8.6)
    path.lineTo(15.1, 8.6)
    path.curveTo(17.6, 8.6, 21.1, 6.4, 21.1, 2.6)
    path.close()
    canvas.drawPath(path)


def _phone(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(4.6, 21.2)
    path.lineTo(8.2, 21.2)
    path.lineTo(10.2, 15.8)
    path.lineTo(7.7, 13.9)
    path.curveTo(8.9, 11.2, 11, 9.1, 13.7, 7.9)
    path.lineTo(15.8, 10.3)
    path.lineTo(21.1, 8.3)
    path.lineTo(21.1, 4.6)
    path.curveTo(21.1, 3.5, 20.2, 2.7, 19.1, 2.8)
    path.curveTo(10.4, 3.5, 3.6, 10.3, 2.8, 19.2)
    path.curveTo(2.7, 20.3, 3.5, 21.2, 4.6, 21.2)
    path.close()
    canvas.drawPath(path)


def _money(canvas: Canvas) -> None:
    canvas.rect(2, 5.5, 20, 13)
    canvas.circle(12, 12, 3.2)
    for x, y in ((5.2, 15), (18.8, 9)):
        canvas.circle(x, y, 0.7, stroke=0, fill=1)


def _paper(canvas: Canvas) -> None:
    _line(canvas, (5, 21.8), (14.5, 21.8), (19, 17.3), (19, 2.2), (5, 2.2), (5, 21.8))
    _line(canvas, (14.5, 21.8), (14.5, 17.3), (19, 17.3))
    for y in (12.8, 9.4, 6):
        _line(canvas, (8.3, y), (15.7, y))


def _people(canvas: Canvas) -> None:
    canvas.circle(8.5, 16, 4)
    canvas.circle(17, 14.6, 3)
    path = canvas.beginPath()
    path.moveTo(1.8, 3)
    path.curveTo(1.8, 11, 15.2, 11, 15.2, 3)
    path.close()
    path.moveTo(16.3, 8.6)
    path.curveTo(20, 8.6, 22.2, 6.2, 22.2, 3)
    path.lineTo(18.2, 3)
    canvas.drawPath(path)


def _school(canvas: Canvas) -> None:
    _line(canvas, (1.8, 10.8), (12, 16.2), (22.2, 10.8))
    _line(canvas, (4.2, 10.4), (4.2, 2.5), (19.8, 2.5), (19.8, 10.4))
    _line(canvas, (9.6, 2.5), (9.6, 8.4), (14.4, 8.4), (14.4, 2.5))
    _line(canvas, (12, 16.2), (12, 22), (16.5, 20.2), (12, 18.8))


def _talk(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(5, 20.5)
    path.lineTo(19, 20.5)
    path.curveTo(20.6, 20.5, 21.6, 19.5, 21.6, 18)
    path.lineTo(21.6, 10)
    path.curveTo(21.6, 8.5, 20.6, 7.5, 19, 7.5)
    path.lineTo(11.5, 7.5)
    path.lineTo(6.5, 3)
    path.lineTo(6.5, 7.5)
    path.lineTo(5, 7.5)
    path.curveTo(3.4, 7.5, 2.4, 8.5, 2.4, 10)
    path.lineTo(2.4, 18)
    path.curveTo(2.4, 19.5, 3.4, 20.5, 5, 20.5)
    path.close()
    canvas.drawPath(path)
    _line(canvas, (6.8, 16), (17.2, 16))
    _line(canvas, (6.8, 12.2), (13.5, 12.2))


def _brush(canvas: Canvas) -> None:
    _line(canvas, (10.5, 11), (20.5, 21.5), (21.5, 20.5), (13, 8.6))
    path = canvas.beginPath()
    path.moveTo(10.3, 11.2)
    path.curveTo(4.6, 11.8, 8, 4.8, 2.4, 3.4)
    path.curveTo(6.6, 1, 13.6, 2.8, 13.2, 8.4)
    canvas.drawPath(path)


_DRAWINGS: dict[Icon, Callable[[Canvas], None]] = {
    Icon.EMPTY: _circle,
    Icon.TICK: _circle_tick,
    Icon.HALF: _half,
    Icon.FULL: _full,
    Icon.CROSS: _cross,
    Icon.BAR: _bar,
    Icon.CLOCK: _clock,
    Icon.DASHED: _dashed,
    Icon.WARNING: _warning,
    Icon.SQUARE: _square,
    Icon.SQUARE_TICK: _square_tick,
    Icon.LOCK: _lock,
    Icon.CALENDAR: _calendar,
    Icon.PERSON: _person,
    Icon.PHONE: _phone,
    Icon.MONEY: _money,
    Icon.PAPER: _paper,
    Icon.PEOPLE: _people,
    Icon.SCHOOL: _school,
    Icon.TALK: _talk,
    Icon.BRUSH: _brush,
}


class IconMark(Flowable):
    """An icon alone in a cell of its own; the words stand in the next one."""

    def __init__(self, icon: Icon, size: float) -> None:
        super().__init__()
        self.icon = icon
        self.width = self.height = size
        self.hAlign = "LEFT"

    def draw(self) -> None:
        draw_icon(self.canv, self.icon, 0, 0, self.width)


class IconLine(Flowable):
    """An icon with the words that it belongs to; the words alone carry the meaning when they are read aloud."""

    def __init__(
        self, icon: Icon, words: Marked, style: ParagraphStyle, *, size: float = 10.5, gap: float = 3.5
    ) -> None:
        super().__init__()
        self.icon, self.style, self.size, self.gap = icon, style, size, gap
        self._words = Paragraph(words, style)
        self.spaceBefore, self.spaceAfter = style.spaceBefore, style.spaceAfter

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Room taken, in points."""
        _, height = self._words.wrap(aW - self.size - self.gap, aH)
        self.width, self.height = aW, max(height + self._drop(), self.size)
        return self.width, self.height

    def draw(self) -> None:
        """The icon stands on the middle of the capitals of the first line."""
        top = self.height - self._drop()
        middle = top - self.style.fontSize * (1 - 0.355)
        draw_icon(self.canv, self.icon, 0, middle - self.size / 2, self.size)
        self._words.drawOn(self.canv, self.size + self.gap, top - self._words.height)

    def _drop(self) -> float:
        """How far the first line goes down to stand beside a larger icon."""
        return max((self.size - self.style.leading) / 2, 0)
