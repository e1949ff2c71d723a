"""The letters of every paper: Roboto, cut once per process to the scripts that people here write in."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from threading import Lock

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as RegisteredFont

REGULAR, MEDIUM, BOLD = "Roboto", "Roboto-Medium", "Roboto-Bold"
_FILES = {REGULAR: "Roboto-Regular.ttf", MEDIUM: "Roboto-Medium.ttf", BOLD: "Roboto-Bold.ttf"}

MISSING = "\N{WHITE VERTICAL RECTANGLE}"
"""What stands on paper for a sign that the font lacks; Roboto has no such sign either, so it is drawn into the font."""

_SCRIPTS = (
    (0x20, 0x7E), (0xA0, 0x24F),  # Latin with its extensions A and B
    (0x2B0, 0x36F),  # modifiers and combining marks
    (0x400, 0x52F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Vietnamese and further Latin
    (0x2010, 0x2027), (0x202F, 0x205E),  # punctuation
    (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x218B), (0x2200, 0x22FF),  # small figures, €, №, fractions, ≤
)  # fmt: skip
_TABLES_TO_DROP = ("GSUB", "GPOS", "GDEF", "hdmx", "VDMX", "LTSH", "gasp", "kern", "DSIG", "fpgm", "prep", "cvt ")

# A canvas writes its first font into every page: without this each file would refer to Helvetica, not embedded.
rl_config.canvas_basefontname = REGULAR
rl_config.useA85 = 0

_registering = Lock()


def printable() -> frozenset[str]:
    """The signs that every weight can print; the first call in a process cuts and registers the fonts."""
    # Two threads must never register at once: a font replaced in the middle of a document loses its letters.
    with _registering:
        return _registered()


@cache
def _registered() -> frozenset[str]:
    for name, file in _FILES.items():
        pdfmetrics.registerFont(RegisteredFont(name, _cut(files("font_roboto").joinpath("files", file).read_bytes())))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    letters = [set(pdfmetrics.getFont(name).face.charToGlyph) for name in _FILES]  # type: ignore[attr-defined]
    return frozenset(chr(code) for code in set.intersection(*letters))


def _cut(whole: bytes) -> BytesIO:
    """The font with our scripts only, without hints and layout rules, and with the drawn sign of a missing one."""
    font = TTFont(BytesIO(whole), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    wanted = [code for code in font.getBestCmap() if any(first <= code <= last for first, last in _SCRIPTS)]
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[1, 2, 3, 4, 6], notdef_outline=True)
    options.drop_tables += _TABLES_TO_DROP
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    _draw_missing(font)
    cut = BytesIO()
    font.save(cut)
    cut.seek(0)
    return cut


def _draw_missing(font: TTFont) -> None:
    """An upright empty rectangle as high as a capital letter."""
    em = font["head"].unitsPerEm
    width, height, side, line = int(em * 0.5), int(em * 0.71), int(em * 0.06), int(em * 0.055)
    pen = TTGlyphPen(None)
    outer = ((side, 0), (side, height), (width - side, height), (width - side, 0))
    inner = (
        (side + line, line),
        (width - side - line, line),
        (width - side - line, height - line),
        (side + line, height - line),
    )
    for corners in (outer, inner):
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    name = "uni25AF"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyph = pen.glyph()
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, side)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(MISSING)] = name
