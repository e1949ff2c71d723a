"""Signatures: who signed what exact bytes, as whom, by which method, with which factors, when."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class Method(StrEnum):
    """How somebody signed, labelled honestly; none of them is a drawing."""

    ACCOUNT = "account"
    LINK_CODE = "link_code"
    AT_TABLE = "at_table"
    PAPER = "paper"
    QUALIFIED = "qualified"


class Signature(Base):
    """One signature; the text stands here to the byte as the signer saw it. No address of a device is kept."""

    __tablename__ = "signature"
    __table_args__ = (CheckConstraint("method != 'at_table' OR witness IS NOT NULL", name="table_needs_witness"),)
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


def fingerprint(text: str) -> str:
    """SHA-256 of the exact bytes shown."""
    return hashlib.sha256(text.encode()).hexdigest()


class ShownTextDiffers(Exception):
    """What the signer saw is not what would be signed: the wording changed while the page was open."""


def sign(
    *, town_id: UUID, about: str, signer_key: str, name: str, function: str, agency: str, wording_id: UUID, text: str,
    seen_sha256: str, method: Method, factors: Sequence[str], witness: str | None = None,
    address_changed_at: datetime | None = None,
) -> Signature:  # fmt: skip
    """Keep a signature inside the transaction of its deed; raises ShownTextDiffers when the signer saw another text."""
    if seen_sha256 != fingerprint(text):
        raise ShownTextDiffers
    signature = Signature(
        town_id=town_id, about=about, signer_key=signer_key, name=name, function=function, agency=agency,
        wording_id=wording_id, text=text, text_sha256=seen_sha256, method=method, factors=tuple(factors),
        witness=witness, at=clock.now(), address_changed_at=address_changed_at,
    )  # fmt: skip
    db.session.add(signature)
    db.session.flush()
    return signature


def evidence(signature: Signature) -> str:
    """The evidence record as canonical JSON, for the log book and for a bundle that is checked elsewhere."""
    changed = signature.address_changed_at
    return json.dumps(
        {
            "schema": 1, "signature": str(signature.id), "about": signature.about, "signer": signature.signer_key,
            "name": signature.name, "function": signature.function, "agency": signature.agency,
            "wording": str(signature.wording_id), "sha256": signature.text_sha256, "method": signature.method,
            "factors": list(signature.factors), "witness": signature.witness, "at": signature.at.isoformat(),
            "address_changed_at": changed and changed.isoformat(),
        },
        sort_keys=True, ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
