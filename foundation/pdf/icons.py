"""Signs drawn as lines, so that they read in black on any printer; each stands beside its word, never instead of it."""

from collections.abc import Callable
from enum import StrEnum
from math import cos, radians, sin

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

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
}


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
