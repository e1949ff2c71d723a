"""Scans: sheets that somebody handed in, cleaned, locked in the database, given back only as a download."""

import hashlib
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import EncryptedBytes


class ScanKind(StrEnum):
    """What a file is, told by its content and by nothing else."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


MEDIA = {ScanKind.PDF: "application/pdf", ScanKind.JPEG: "image/jpeg", ScanKind.PNG: "image/png"}


class Scan(Base):
    """One file: a PDF to the byte as it came, a picture drawn anew without what the camera wrote beside it."""

    __tablename__ = "scan"
    __table_args__ = (CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name="kind"),)
    id: Mapped[Key]
    town_id: Mapped[UUID]
    about: Mapped[str]
    kind: Mapped[ScanKind] = mapped_column(String(8))
    content: Mapped[bytes] = mapped_column(EncryptedBytes("scan.content"), deferred=True)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the content as it is kept."""
    received_sha256: Mapped[str] = mapped_column(String(64))
    """Of the file as it came."""
    stored_at: Mapped[datetime]
    stored_by: Mapped[str]

    @property
    def file_name(self) -> str:
        """A random name that tells nothing; the one the file came with is not kept."""
        return f"list-{self.id.hex[:8]}.{'jpg' if self.kind == ScanKind.JPEG else self.kind}"

    @property
    def media_type(self) -> str:
        return MEDIA[ScanKind(self.kind)]


def keep(content: bytes, kind: ScanKind, *, received_sha256: str, town_id: UUID, about: str, by: str) -> Scan:
    """Keep an examined file inside the transaction of its deed."""
    scan = Scan(
        id=uuid4(), town_id=town_id, about=about, kind=kind, content=content, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), received_sha256=received_sha256, stored_at=clock.now(),
        stored_by=by,
    )  # fmt: skip
    db.session.add(scan)
    db.session.flush()
    return scan


def scan_of(scan_id: UUID) -> Scan:
    """One scan, its content still locked until it is asked for."""
    return db.session.get_one(Scan, scan_id)
