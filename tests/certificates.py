"""Certificates and signed files of the stories: an own issuer, own signers, and a PDF signed as people sign it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from foundation import clock

QUALIFIED = x509.UnrecognizedExtension(
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"), bytes.fromhex("300a3008060604008e460101")
)
"""The statement of an issuer that a certificate is a qualified one."""


def _name(who: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, who),
        ]
    )


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and a certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def _issued(name: x509.Name, issuer: Holder | None, *, issues: bool, qualified: bool, days: int) -> Holder:
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    building = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(issues, None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not issues, content_commitment=not issues, key_cert_sign=issues, crl_sign=issues,
                **usage,
            ),
            critical=True,
        )
    )  # fmt: skip
    if qualified:
        building = building.add_extension(QUALIFIED, critical=False)
    return Holder(key, building.sign(issuer.key if issuer else key, hashes.SHA256()))


def an_issuer(name: str = "Zkušební certifikační autorita", *, days: int = 700) -> Holder:
    """Somebody who issues certificates."""
    return _issued(_name(name, "Zkouška, a. s."), None, issues=True, qualified=False, days=days)


def a_signer(name: str, issuer: Holder, *, qualified: bool = True) -> Holder:
    """Somebody with a certificate of that issuer."""
    return _issued(_name(name, "ZŠ Na Kopci"), issuer, issues=False, qualified=qualified, days=365)


def signed_pdf(content: bytes, signer: Holder, *, name: str = "Podpis") -> bytes:
    """The same PDF with a signature appended, as a program for signing does it."""
    store = SimpleCertificateStore()
    loaded = asn1_x509.Certificate.load(signer.der)
    store.register(loaded)
    key = signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    simple = signers.SimpleSigner(
        signing_cert=loaded, signing_key=asn1_keys.PrivateKeyInfo.load(key), cert_registry=store
    )
    how = signers.PdfSignatureMetadata(field_name=name, subfilter=fields.SigSeedSubFilter.PADES)
    out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), how, signer=simple)
    return bytes(out.getvalue())
