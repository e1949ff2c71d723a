"""A QR code drawn as black squares, so that it brings no picture and no foreign font into the file."""

import segno
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from foundation.pdf.tagging import canvas_of

QUIET_ZONE = 4
"""Modules of white around the code, as the standard demands."""
_SAID = {"cs": "QR kód s odkazem", "en": "QR code with a link", "uk": "QR-код із посиланням"}


class QrCode(Flowable):
    """An address for a phone's camera, error level M; `side` in points includes the quiet zone.

    Raises ValueError (segno's DataOverflowError) for an address of more than 2,331 bytes.
    """

    def __init__(self, address: str, side: float = 32 * mm) -> None:
        super().__init__()
        self.address = address
        self._modules = [bytes(row) for row in segno.make(address, error="m", micro=False, boost_error=False).matrix]
        self.width = self.height = side
        self.hAlign = "LEFT"

    def draw(self) -> None:
        """The square, which says what it is and not the address: that stands beside it in words."""
        canvas = canvas_of(self)
        with canvas.figure(_SAID.get(canvas.language[:2], _SAID["cs"]), self.width, self.height):
            self._squares()

    def _squares(self) -> None:
        # Each row is drawn as few bars: single squares would leave hair lines between them on paper.
        module = self.width / (len(self._modules) + 2 * QUIET_ZONE)
        path = self.canv.beginPath()
        for line, row in enumerate(self._modules):
            bottom = self.height - (QUIET_ZONE + line + 1) * module
            column = 0
            while column < len(row):
                length = _run(row, column)
                if row[column]:
                    path.rect((QUIET_ZONE + column) * module, bottom, length * module, module)
                column += length
        self.canv.setFillGray(0)
        self.canv.drawPath(path, stroke=0, fill=1)


def _run(row: bytes, start: int) -> int:
    end = start
    while end < len(row) and row[end] == row[start]:
        end += 1
    return end - start
