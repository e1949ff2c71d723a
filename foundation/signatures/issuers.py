"""Issuers of certificates whose qualified signatures a town takes; it enters them itself, nothing is asked of a net."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import CheckConstraint, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation import audit, clock
from foundation.database import Base, Key, db, transaction
from foundation.reasons import Reason, reason, refuse_if

LARGEST = 256 * 1024
"""Bytes of a file with certificates."""


class TrustedIssuer(Base):
    """The certificate of one issuer; one that was taken off stays, because old signatures rest on it."""

    __tablename__ = "trusted_issuer"
    __table_args__ = (CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removal"),)
    id: Mapped[Key]
    town_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """The certificate as DER."""
    sha256: Mapped[str] = mapped_column(String(64))
    holds_until: Mapped[datetime]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]


def trusted_by(town_id: UUID) -> Sequence[TrustedIssuer]:
    """The issuers that a town trusts now, by name."""
    still = select(TrustedIssuer).where(TrustedIssuer.town_id == town_id, TrustedIssuer.removed_at.is_(None))
    return db.session.scalars(still.order_by(TrustedIssuer.name, TrustedIssuer.added_at)).all()


def roots_of(town_id: UUID) -> list[bytes]:
    """Their certificates, as a check of a signature wants them."""
    return [issuer.content for issuer in trusted_by(town_id)]


def trust(content: bytes, *, town_id: UUID, field: str, by: str) -> int:
    """Enter the issuers in a file (PEM or DER); answers how many were new.

    Raises Refused with a sentence at `field`.
    """
    found = _certificates(content)
    refuse_if(_against(found, field))
    with transaction() as session:
        known = {issuer.sha256 for issuer in trusted_by(town_id)}
        new = [each for each in found if each.fingerprint(hashes.SHA256()).hex() not in known]
        session.add_all(_issuer(each, town_id, by) for each in new)
        if new:
            prints = [each.fingerprint(hashes.SHA256()).hex() for each in new]
            audit.record(town_id, by, "issuers trusted", f"town:{town_id}", sha256=prints)
        return len(new)


def distrust(issuer_id: UUID, *, town_id: UUID, by: str) -> None:
    """Take an issuer off; signatures that were taken before stay as they are. Raises LookupError for another town's."""
    with transaction() as session:
        issuer = session.get(TrustedIssuer, issuer_id, with_for_update=True)
        if issuer is None or issuer.town_id != town_id:
            raise LookupError(issuer_id)
        if issuer.removed_at is None:
            # two who entered one file at the same moment entered it twice
            same = select(TrustedIssuer).where(TrustedIssuer.town_id == town_id, TrustedIssuer.sha256 == issuer.sha256)
            for each in session.scalars(same.where(TrustedIssuer.removed_at.is_(None))):
                each.removed_at, each.removed_by = clock.now(), by
            audit.record(town_id, by, "issuer taken off", f"town:{town_id}", sha256=issuer.sha256)


def _certificates(content: bytes) -> list[x509.Certificate]:
    """The certificates in a file; none when it holds anything else."""
    if len(content) > LARGEST:
        return []
    try:
        if b"-----BEGIN CERTIFICATE-----" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except ValueError:
        return []


def _against(found: Sequence[x509.Certificate], field: str) -> list[Reason]:
    if not found:
        return [
            reason("No certificate was found in this file. Choose the issuer's certificate as PEM, CRT or CER.", field)
        ]
    wrong = [
        reason("%(name)s is not an issuer of certificates but somebody's own certificate.", field, name=_name(each))
        for each in found
        if not _issues(each)
    ]
    return wrong + [
        reason("The certificate of %(name)s has expired. Choose the newer one.", field, name=_name(each))
        for each in found
        if each.not_valid_after_utc <= clock.now()
    ]


def _issues(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _name(certificate: x509.Certificate) -> str:
    """Who issues, in which organisation; the whole subject where neither is said."""
    said: list[str] = []
    for kind in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME):
        said += [str(part.value) for part in certificate.subject.get_attributes_for_oid(kind)]
    return ", ".join(said) or certificate.subject.rfc4514_string()


def _issuer(certificate: x509.Certificate, town_id: UUID, by: str) -> TrustedIssuer:
    return TrustedIssuer(
        town_id=town_id, name=_name(certificate), content=certificate.public_bytes(Encoding.DER),
        sha256=certificate.fingerprint(hashes.SHA256()).hex(), holds_until=certificate.not_valid_after_utc,
        added_at=clock.now(), added_by=by,
    )  # fmt: skip
