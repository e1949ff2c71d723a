"""The examiner: a program of its own that opens files of strangers, with little memory, little time and no house.

It is started by `examination` and reads one order and one file from its input. Whatever breaks, loops or swells in here
ends with this process; the house only learns that the file was refused. It imports nothing of the house.
"""

import hashlib
import io
import json
import re
import resource
import struct
import sys
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any

MOST_PIXELS = 40_000_000
MOST_PAGES = 20
MOST_OBJECTS = 50_000
DEEPEST = 60
MEMORY = 2 * 1024**3
SECONDS = 20
END = re.compile(rb"%%EOF")
GOES_ON = re.compile(rb"[\0\t\n\f\r ]*(?:\Z|%|\d+[ \r\n]+\d+[ \r\n]+obj|xref|trailer|startxref)")
"""What may follow the end of a PDF: nothing, or a later part of the same PDF; anything else hides behind it."""

JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
ACTIVE = frozenset(
    {
        "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA", "/AA",
        "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Movie", "/Sound", "/Rendition", "/Trans3D", "/3D",
    }
)  # fmt: skip
"""Names of what does something, or carries another file, when a reader opens the page."""


class No(Exception):
    """The file is refused; `code` says why, `numbers` what the sentence mentions."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers


# --- what it is, and what is left of it ------------------------------------------------------------------------------


def scan(content: bytes) -> tuple[dict[str, Any], bytes]:
    """The kind of a file by its content, and the file as it may be kept."""
    if not content.strip(b"\0 \t\r\n"):
        raise No("empty")
    if content.startswith(JPEG):
        return {"kind": "jpeg"}, _drawn_anew(content, "JPEG")
    if content.startswith(PNG):
        return {"kind": "png"}, _drawn_anew(content, "PNG")
    if content.startswith(PDF):
        return {"kind": "pdf", "signatures": _harmless(content)}, content
    raise No("unknown")


def _drawn_anew(content: bytes, kind: str) -> bytes:
    """The picture alone: without place, camera, preview, and without anything that was hung behind it."""
    from PIL import Image, ImageOps

    picture: Image.Image = Image.open(io.BytesIO(content), formats=(kind,))
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise No("pixels", millions=-(-width * height // 1_000_000), most=MOST_PIXELS // 1_000_000)
    picture.load()
    picture = ImageOps.exif_transpose(picture)
    if picture.mode not in ("1", "L", "RGB"):
        picture = _on_white(picture)
    if kind == "JPEG" and picture.mode == "1":
        picture = picture.convert("L")
    clean, drawn = Image.frombytes(picture.mode, picture.size, picture.tobytes()), io.BytesIO()
    if kind == "JPEG":
        clean.save(drawn, "JPEG", quality=88)
    else:
        clean.save(drawn, "PNG")
    return drawn.getvalue()


def _on_white(picture: Any) -> Any:
    """Any other kind of picture as a plain one, what is transparent as white paper."""
    from PIL import Image

    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if "A" in picture.mode or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        paper = Image.new("RGB", whole.size, "white")
        paper.paste(whole, mask=whole.getchannel("A"))
        return paper
    return picture.convert("RGB")


# --- a PDF that does nothing -----------------------------------------------------------------------------------------


def _harmless(content: bytes) -> int:
    """Refuse a PDF that is locked, does something or hides something; answers how many signatures it carries."""
    from pypdf import PdfReader

    ends = [found.end() for found in END.finditer(content)]
    if not ends:
        raise No("broken")
    if not all(GOES_ON.match(content, end) for end in ends):
        raise No("hidden")
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise No("locked")
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise No("pages", pages=len(reader.pages), most=MOST_PAGES)
    signatures = 0
    for number, thing in enumerate(_everything(reader)):
        if number > MOST_OBJECTS:
            raise No("broken")
        signatures += _judged(thing)
    return signatures


def _everything(reader: Any) -> Iterator[Any]:
    """Every object that the file names, reachable or not."""
    from pypdf.generic import IndirectObject

    numbers = {number for generation in reader.xref.values() for number in generation} | set(reader.xref_objStm)
    yield reader.trailer
    for number in sorted(numbers):
        yield reader.get_object(IndirectObject(number, 0, reader))


def _judged(thing: Any, depth: int = 0) -> int:
    """Refuse what is active in one object and in everything that lies directly in it; answers 1 for a signature."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

    if depth > DEEPEST:
        raise No("broken")
    if isinstance(thing, DictionaryObject):
        _against_active(thing)
        inside = sum(_judged(thing.raw_get(key), depth + 1) for key in thing if key != "/Contents")
        return inside + (str(thing.get("/Type")) == "/Sig" and "/ByteRange" in thing)
    if isinstance(thing, ArrayObject):
        return sum(_judged(each, depth + 1) for each in thing)
    if isinstance(thing, NameObject) and not isinstance(thing, IndirectObject) and thing == "/EmbeddedFile":
        raise No("active")
    return 0


def _against_active(thing: Any) -> None:
    names = {str(key) for key in thing}
    for role in ("/S", "/Type", "/Subtype"):
        names.add(str(thing.raw_get(role)) if role in thing else "")
    if names & ACTIVE:
        raise No("active")
    action = thing.get("/OpenAction")
    if hasattr(action, "keys") and str(action.get("/S")) not in ("/GoTo", "None"):
        raise No("active")


# --- a PDF that somebody signed --------------------------------------------------------------------------------------


def signature(content: bytes, order: dict[str, Any]) -> dict[str, Any]:
    """What can be said of the one signature of a PDF without asking anybody: whole, unchanged, by whom, trusted."""
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    reader = PdfFileReader(io.BytesIO(content), strict=False)
    signed = list(reader.embedded_regular_signatures)
    if len(signed) != 1:
        return {"signatures": len(signed)}
    roots = [x509.Certificate.load(bytes.fromhex(root)) for root in order["roots"]]
    context = ValidationContext(
        trust_roots=roots,
        allow_fetching=False,
        moment=datetime.fromisoformat(order["moment"]),
        revocation_mode="soft-fail",
    )
    status = validate_pdf_signature(signed[0], context)
    theirs = signed[0].signer_cert
    subject = {key: str(value) for key, value in theirs.subject.native.items()}
    return {
        "signatures": 1,
        "ours": _ours(content, order["issued"]),
        "whole": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "intact": bool(status.intact and status.valid),
        "trusted": bool(status.trusted),
        "qualified": _says_qualified(theirs),
        "subject": _words(theirs.subject),
        "issuer": _words(theirs.issuer),
        "serial": f"{theirs.serial_number:x}",
        "sha256": theirs.sha256.hex(),
        "named": " ".join(subject.get(key, "") for key in ("given_name", "surname")).strip()
        or subject.get("common_name", ""),
    }


def _words(name: Any) -> str:
    """A name in a certificate as people read it: who, in which organisation, in which country."""
    parts = name.native
    wanted = ("common_name", "organizational_unit_name", "organization_name", "country_name")
    words = (parts.get(key, "") for key in wanted)
    return ", ".join(", ".join(map(str, each)) if isinstance(each, list) else str(each) for each in words if each)


def _ours(content: bytes, issued: list[list[Any]]) -> str:
    """Which of the sheets that the house issued (fingerprint and length) lies unchanged under the signature."""
    from pypdf import PdfReader

    for sha256, length in issued:
        begins = content[:length]
        if len(content) > length and hashlib.sha256(begins).hexdigest() == sha256:
            before, after = (PdfReader(io.BytesIO(each), strict=False) for each in (begins, content))
            return str(sha256) if _shown(before) == _shown(after) and all(map(_only_marks, after.pages)) else ""
    return ""


MAY_BE_ADDED = ("/AcroForm", "/Extensions", "/Version", "/DSS", "/Perms", "/Metadata")
"""What a signature adds to the root of a file; it changes nothing that is seen."""
LARGEST_MARK = 0.25
"""How much of a page the visible mark of a signature may cover."""


def _shown(reader: Any) -> str:
    """The fingerprint of everything that a reader shows, without what a signature adds."""
    root = {key: reader.root_object.raw_get(key) for key in reader.root_object if key not in MAY_BE_ADDED}
    return hashlib.sha256(repr(_plain(root, ())).encode()).hexdigest()


def _plain(thing: Any, above: tuple[Any, ...]) -> Any:
    """An object of a PDF with everything it points at, as plain values that can be compared."""
    from pypdf.generic import ArrayObject, IndirectObject, StreamObject

    if isinstance(thing, IndirectObject):
        if (thing.idnum, thing.generation) in above or len(above) > DEEPEST:
            return "above"
        return _plain(thing.get_object(), (*above, (thing.idnum, thing.generation)))
    if isinstance(thing, ArrayObject):
        return [_plain(each, above) for each in thing]
    if isinstance(thing, dict):
        skipped = {"/Parent", "/Annots"} if thing.get("/Type") == "/Page" else set()
        raw = thing.raw_get if hasattr(thing, "raw_get") else thing.__getitem__
        held = [(str(key), _plain(raw(key), above)) for key in sorted(thing) if key not in skipped]
        data = hashlib.sha256(thing._data).hexdigest() if isinstance(thing, StreamObject) else ""
        return [held, data]
    return repr(thing)


def _only_marks(page: Any) -> bool:
    """Whether nothing lies on a page but the marks of signatures, none of them large enough to cover the text."""
    whole = float(page.mediabox.width) * float(page.mediabox.height)
    for each in page.get("/Annots") or ():
        mark = each.get_object()
        left, low, right, high = (float(length) for length in mark.get("/Rect", (0, 0, 0, 0)))
        kind = mark.get("/FT") or (mark["/Parent"].get_object().get("/FT") if "/Parent" in mark else None)
        is_mark = mark.get("/Subtype") == "/Widget" and kind == "/Sig"
        if not is_mark or abs((right - left) * (high - low)) > LARGEST_MARK * whole:
            return False
    return True


QUALIFIED = bytes.fromhex("060604008e460101")
"""0.4.0.1862.1.1, by which an issuer states that a certificate is a qualified one (ETSI EN 319 412-5)."""


def _says_qualified(certificate: Any) -> bool:
    extensions = certificate["tbs_certificate"]["extensions"]
    statements = (each for each in extensions if each["extn_id"].dotted == "1.3.6.1.5.5.7.1.3")
    return any(QUALIFIED in each["extn_value"].contents for each in statements)


# --- one order -------------------------------------------------------------------------------------------------------


def packed(head: dict[str, Any], content: bytes = b"") -> bytes:
    """An order or an answer: the length of its head, the head, the file."""
    words = json.dumps(head).encode()
    return struct.pack(">I", len(words)) + words + content


def unpacked(message: bytes) -> tuple[dict[str, Any], bytes]:
    """What `packed` made."""
    (length,) = struct.unpack(">I", message[:4])
    return json.loads(message[4 : 4 + length]), message[4 + length :]


def _limits() -> None:
    """Little memory, little time, no file written."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Read an order and a file, answer on the output; whatever goes wrong is a file that cannot be opened."""
    order, content = unpacked(sys.stdin.buffer.read())
    answer = sys.stdout.buffer
    _limits()
    warnings.simplefilter("ignore")
    try:
        if order["mode"] == "signature":
            answer.write(packed(signature(content, order)))
        else:
            answer.write(packed(*scan(content)))
    except No as no:
        answer.write(packed({"refused": no.code, **no.numbers}))
    except Exception:
        answer.write(packed({"refused": "broken"}))
    answer.flush()


if __name__ == "__main__":
    main()
