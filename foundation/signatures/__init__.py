"""Signatures: who signed what exact bytes, as whom, by which method, with which factors, when."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted, EncryptedJson
from foundation.signatures.scans import scan_of


class Method(StrEnum):
    """How somebody signed, labelled honestly; none of them is a drawing."""

    ACCOUNT = "account"
    LINK_CODE = "link_code"
    AT_TABLE = "at_table"
    PAPER = "paper"
    QUALIFIED = "qualified"
    FAMILY_DOOR = "family_door"
    """A parent's own page: the address on paper and the number that only they know."""


class Confirmation(StrEnum):
    """Who compared a handed-in sheet with its original, or that this town asks nobody to."""

    SECOND_WORKER = "second_worker"
    SIGNER = "signer"
    SWITCHED_OFF = "switched_off"


@dataclass(frozen=True)
class Certificate:
    """What the certificate behind a signed PDF says of itself."""

    subject: str
    issuer: str
    serial: str
    sha256: str


@dataclass(frozen=True)
class OnSheet:
    """What is known besides of a signature that somebody handed in as a sheet or a file."""

    scan_id: UUID
    signed_on: date
    """The day on the paper, or on which the file was signed."""
    original: str = ""
    """Where the original lies: reference and file number."""
    confirmation: Confirmation | None = None
    """None: nobody had to, a qualified signature that its owner handed in."""
    confirmer: str = ""
    certificate: Certificate | None = None


class Signature(Base):
    """One signature; the text stands here to the byte as the signer saw it. No address of a device is kept."""

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("method != 'at_table' OR witness IS NOT NULL", name="table_needs_witness"),
        CheckConstraint("method != 'paper' OR confirmation IS NOT NULL", name="paper_needs_confirmation"),
        CheckConstraint("method NOT IN ('paper', 'qualified') OR scan_id IS NOT NULL", name="sheet_needs_scan"),
        CheckConstraint("(scan_id IS NULL) = (signed_on IS NULL)", name="sheet_needs_day"),
        CheckConstraint("method != 'qualified' OR certificate IS NOT NULL", name="qualified_needs_certificate"),
    )
    id: Mapped[Key]
    town_id: Mapped[UUID]
    about: Mapped[str]
    signer_key: Mapped[str]
    name: Mapped[str] = mapped_column(Encrypted("signature.name"))
    function: Mapped[str]
    agency: Mapped[str]
    """Name, function and agency as they were typed then."""
    wording_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(Encrypted("signature.text"))
    text_sha256: Mapped[str] = mapped_column(String(64))
    method: Mapped[Method] = mapped_column(String(16))
    factors: Mapped[tuple[str, ...]]
    witness: Mapped[str | None]
    at: Mapped[datetime]
    address_changed_at: Mapped[datetime | None]
    """When the mailed address last changed before the signature, printed on the evidence; None: never."""
    scan_id: Mapped[UUID | None] = mapped_column(ForeignKey("scan.id"))
    signed_on: Mapped[date | None]
    original: Mapped[str | None] = mapped_column(Encrypted("signature.original"))
    confirmation: Mapped[Confirmation | None] = mapped_column(String(16))
    confirmer: Mapped[str | None]
    certificate: Mapped[Any | None] = mapped_column(EncryptedJson("signature.certificate"))
    """Subject, issuer, serial number and fingerprint (see `Certificate`)."""

    @property
    def day(self) -> date:
        """The day of the signature: the one on the sheet, otherwise the one in Prague when it was made."""
        return self.signed_on or clock.in_prague(self.at).date()


def fingerprint(text: str) -> str:
    """SHA-256 of the exact bytes shown."""
    return hashlib.sha256(text.encode()).hexdigest()


class ShownTextDiffers(Exception):
    """What the signer saw is not what would be signed: the wording changed while the page was open."""


def sign(
    *, town_id: UUID, about: str, signer_key: str, name: str, function: str, agency: str, wording_id: UUID, text: str,
    seen_sha256: str, method: Method, factors: Sequence[str], witness: str | None = None,
    address_changed_at: datetime | None = None, sheet: OnSheet | None = None,
) -> Signature:  # fmt: skip
    """Keep a signature inside the transaction of its deed; raises ShownTextDiffers when the signer saw another text."""
    if seen_sha256 != fingerprint(text):
        raise ShownTextDiffers
    signature = Signature(
        town_id=town_id, about=about, signer_key=signer_key, name=name, function=function, agency=agency,
        wording_id=wording_id, text=text, text_sha256=seen_sha256, method=method, factors=tuple(factors),
        witness=witness, at=clock.now(), address_changed_at=address_changed_at,
    )  # fmt: skip
    if sheet is not None:
        signature.scan_id, signature.signed_on, signature.original = sheet.scan_id, sheet.signed_on, sheet.original
        signature.confirmation, signature.confirmer = sheet.confirmation, sheet.confirmer or None
        signature.certificate = asdict(sheet.certificate) if sheet.certificate else None
    db.session.add(signature)
    db.session.flush()
    return signature


def evidence(signature: Signature) -> str:
    """The evidence record as canonical JSON, for the log book and for a bundle that is checked elsewhere.

    Schema 2 says besides what is known of the sheet; whatever was signed without one keeps its record of schema 1.
    """
    changed = signature.address_changed_at
    record = {
        "schema": 1, "signature": str(signature.id), "about": signature.about, "signer": signature.signer_key,
        "name": signature.name, "function": signature.function, "agency": signature.agency,
        "wording": str(signature.wording_id), "sha256": signature.text_sha256, "method": signature.method,
        "factors": list(signature.factors), "witness": signature.witness, "at": signature.at.isoformat(),
        "address_changed_at": changed and changed.isoformat(),
    }  # fmt: skip
    if signature.scan_id is not None and signature.signed_on is not None:
        record |= {
            "schema": 2, "scan": scan_of(signature.scan_id).sha256, "signed_on": signature.signed_on.isoformat(),
            "original": signature.original, "confirmation": signature.confirmation,
            "confirmer": signature.confirmer, "certificate": signature.certificate,
        }  # fmt: skip
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
