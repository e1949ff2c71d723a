"""Asking the examiner: what a handed-in file is, what is left of it, what its signature is worth; refusals in words."""

import hashlib
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation import clock
from foundation.reasons import Reason, Refused, reason
from foundation.signatures import Certificate
from foundation.signatures.examiner import packed, unpacked
from foundation.signatures.scans import ScanKind

LARGEST = 15 * 1024 * 1024
PATIENCE = 30.0
"""Seconds after which the examiner is stopped, whatever it does."""
_EXAMINER = Path(__file__).with_name("examiner.py")


@dataclass(frozen=True)
class Examined:
    """A file that may be kept."""

    kind: ScanKind
    content: bytes
    received_sha256: str
    signatures: int = 0
    """How many electronic signatures a PDF carries."""


@dataclass(frozen=True)
class SignedFile:
    """What the one electronic signature of a PDF is worth, as far as it can be told without asking anybody."""

    signatures: int
    issued_sha256: str = ""
    """Which of the issued sheets lies unchanged under the signature; empty: none of them."""
    whole: bool = False
    """Nothing was added after the signature."""
    intact: bool = False
    trusted: bool = False
    """Its issuer, or the issuer of that one, is among those that the town has entered."""
    qualified: bool = False
    """The certificate says of itself that it is a qualified one."""
    named: str = ""
    """The person whom the certificate names."""
    certificate: Certificate | None = None


def examined(content: bytes, field: str) -> Examined:
    """The file as it may be kept; raises Refused with a sentence at `field`."""
    if len(content) > LARGEST:
        raise Refused([too_large(len(content), field)])
    answer, clean = _ask({"mode": "scan"}, content)
    if "refused" in answer:
        raise Refused([_why_not(answer, field)])
    if len(clean) > LARGEST:
        raise Refused([too_large(len(clean), field)])
    received = hashlib.sha256(content).hexdigest()
    return Examined(ScanKind(answer["kind"]), clean, received, answer.get("signatures", 0))


def signed_file(content: bytes, *, issued: Sequence[tuple[str, int]], roots: Sequence[bytes]) -> SignedFile:
    """What the signature of an examined PDF is worth; `issued`: fingerprint and length of each sheet that may lie
    under it, `roots`: the certificates (DER) of the issuers whom the town trusts."""
    order = {
        "mode": "signature", "issued": [list(each) for each in issued], "roots": [root.hex() for root in roots],
        "moment": clock.now().isoformat(),
    }  # fmt: skip
    answer, _content = _ask(order, content)
    if answer.get("signatures") != 1:
        return SignedFile(answer.get("signatures", 0))
    words = {name: str(answer[name]) for name in ("subject", "issuer", "serial", "sha256")}
    return SignedFile(
        signatures=1,
        issued_sha256=answer["ours"],
        certificate=Certificate(**words),
        **{name: answer[name] for name in ("whole", "intact", "trusted", "qualified", "named")},
    )


def _ask(order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """One order to a fresh examiner; one that breaks, loops or swells answers that the file cannot be opened."""
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the file goes to its input)
            [sys.executable, "-I", str(_EXAMINER)],
            input=packed(order, content),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        return unpacked(done.stdout)
    except (subprocess.SubprocessError, struct.error, ValueError, LookupError):
        return {"refused": "broken"}, b""


def too_large(size: int, field: str) -> Reason:
    """Why a file of this size is not taken."""
    megabytes = f"{size / 1024**2:.1f}".removesuffix(".0")
    return reason(
        "The file is too large: %(size)s MB, %(most)s MB fit. Scan it smaller, or split it.",
        field,
        size=megabytes,
        most=LARGEST // 1024**2,
    )


def _why_not(answer: dict[str, Any], field: str) -> Reason:
    numbers = {name: value for name, value in answer.items() if name != "refused"}
    sentences = {
        "empty": reason("The file is empty. Choose it once more, or take a new photo of the paper.", field),
        "unknown": reason(
            "We cannot take this file. Upload a PDF, JPEG or PNG; a photo of the paper is enough.", field
        ),
        "locked": reason("The PDF is locked by a password. Save it without one, or take a photo of the paper.", field),
        "active": reason(
            "The PDF carries a program or another file inside, we do not take that. "
            "Print it and scan the paper, or take a photo of it.",
            field,
        ),
        "hidden": reason(
            "Something else is hidden behind the end of the PDF, we do not take that. Scan the paper once more.", field
        ),
    }
    if answer["refused"] == "pixels":
        return reason(
            "The picture has %(millions)s million points, %(most)s fit. Take a smaller photo.", field, **numbers
        )
    if answer["refused"] == "pages":
        return reason(
            "The PDF has %(pages)s pages, %(most)s fit. Upload only the sheet with the signature.", field, **numbers
        )
    broken = reason(
        "The file cannot be opened, it is damaged or not whole. Scan the paper once more, or take a photo of it.", field
    )
    return sentences.get(str(answer["refused"]), broken)
