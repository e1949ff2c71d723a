"""What people hand in: photos and scans of a signed sheet, and files that somebody tries to pass off as one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

from PIL import ExifTags, Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

PLACE = 50.0875


@cache
def photo(width: int = 300, height: int = 400, kind: str = "JPEG") -> bytes:
    """A photo of a paper with what a phone writes beside it: the place, the camera, a rotation."""
    picture = Image.effect_noise((width, height), 30).convert("RGB")
    beside = Image.Exif()
    beside[ExifTags.Base.Make] = "Telefon"
    beside[ExifTags.Base.Orientation] = 6
    beside[ExifTags.IFD.GPSInfo] = {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (PLACE, 1.0, 1.0)}
    kept = io.BytesIO()
    picture.save(kept, kind, exif=beside)
    return kept.getvalue()


@cache
def drawing(size: tuple[int, int] = (60, 80), mode: str = "RGBA") -> bytes:
    """A small PNG of any kind."""
    kept = io.BytesIO()
    Image.new(mode, size).save(kept, "PNG")
    return kept.getvalue()


def _blank() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    return writer


def _written(writer: PdfWriter) -> bytes:
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


@cache
def scan(pages: int = 1) -> bytes:
    """A scan as a PDF."""
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(595, 842)
    return _written(writer)


def _with_script() -> bytes:
    writer = _blank()
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('ahoj');")}
    )
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(script)
    return _written(writer)


def _with_file() -> bytes:
    writer = _blank()
    writer.add_attachment("faktura.exe", b"MZ")
    return _written(writer)


def _with_launch(*, on_a_page: bool) -> bytes:
    writer = _blank()
    launch = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    if on_a_page:
        link = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/A"): launch,
            }
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    else:
        writer.root_object[NameObject("/OpenAction")] = launch
    return _written(writer)


def _locked() -> bytes:
    writer = _blank()
    writer.encrypt("heslo")
    return _written(writer)


def _zipped() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("slib.pdf", scan())
    return kept.getvalue()


UNKNOWN, BROKEN, ACTIVE = "We cannot take this file.", "The file cannot be opened", "The PDF carries a program"
HIDDEN = "Something else is hidden"


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "The file is empty."),
    "only zeros": (lambda: b"\0" * 500, "The file is empty."),
    "html": (lambda: b"<!doctype html><script>alert(1)</script>", UNKNOWN),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", UNKNOWN),
    "zip": (lambda: _zipped(), UNKNOWN),
    "program": (lambda: b"MZ\x90\0" + b"\0" * 200, UNKNOWN),
    "office document": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, UNKNOWN),
    "gif": (lambda: b"GIF89a\x01\0\x01\0\0\0\0;", UNKNOWN),
    "half a photo": (lambda: photo()[:4000], BROKEN),
    "a photo in name only": (lambda: b"\xff\xd8\xff\xe0" + b"x" * 3000, BROKEN),
    "half a drawing": (lambda: drawing()[:60], BROKEN),
    "half a PDF": (lambda: scan()[: len(scan()) // 2], BROKEN),
    "a PDF in name only": (lambda: b"%PDF-1.7\n%%EOF", BROKEN),
    "html before a PDF": (lambda: b"<html>" + scan(), UNKNOWN),
    "zip behind a PDF": (lambda: scan() + _zipped(), HIDDEN),
    "page behind a PDF": (lambda: scan() + b"<script>alert(1)</script>", HIDDEN),
    "script": (lambda: _with_script(), ACTIVE),
    "attachment": (lambda: _with_file(), ACTIVE),
    "launch at opening": (lambda: _with_launch(on_a_page=False), ACTIVE),
    "launch by a link": (lambda: _with_launch(on_a_page=True), ACTIVE),
    "locked": (lambda: _locked(), "The PDF is locked by a password."),
    "many pages": (lambda: scan(pages=21), "The PDF has 21 pages, 20 fit."),
    "many points": (lambda: drawing((9000, 9000), "1"), "The picture has 81 million points, 40 fit."),
    "too large": (lambda: photo() + b"x" * (15 * 1024 * 1024 + 60_000), "The file is too large: 15.1 MB, 15 MB fit."),
}
"""Files that are refused, each with the beginning of the sentence that says why."""
