"""The certificate authority of one instance, which certifies exactly one signer of PDFs.

PDF readers trust a signature once they have imported the authority. They do not support Ed25519
certificates, so both keys are P-256. Extensions follow RFC 5280, section 4.2.1; there is no
extended key usage, which some readers would take for a restriction to other uses.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from declare.core.errors import CoreError

# Certificates are verified for decades. The start allows for wrong clocks, the end is the date for
# "no end" of RFC 5280, section 4.1.2.5.
_START: Final = datetime(2020, 1, 1, tzinfo=UTC)
_END: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_SIGNER: Final = ("digital_signature", "content_commitment")
_AUTHORITY: Final = ("key_cert_sign", "crl_sign")
_USAGES: Final = (
    *_SIGNER,
    *_AUTHORITY,
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "encipher_only",
    "decipher_only",
)


class AuthorityError(CoreError):
    """Not a PKCS#12 of a signer: `form`, or `certificate` where it contains none."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The certificates of a signature: the signer's, and the authorities above it."""

    signer: x509.Certificate
    authorities: tuple[x509.Certificate, ...]

    @classmethod
    def read(cls, archive: bytes) -> Self:
        """Return the certificates in a PKCS#12; raise `AuthorityError` if there are none."""
        try:
            _, signer, others = pkcs12.load_key_and_certificates(archive, None)
        except ValueError:
            raise AuthorityError("form") from None
        if signer is None:
            raise AuthorityError("certificate")
        return cls(signer, tuple(others))

    def encoded(self) -> tuple[bytes, ...]:
        """Return the certificates in DER, the signer's first."""
        return tuple(one.public_bytes(Encoding.DER) for one in (self.signer, *self.authorities))

    def roots(self) -> bytes:
        """Return the authorities in PEM, for import into a PDF reader."""
        return b"".join(one.public_bytes(Encoding.PEM) for one in self.authorities)


def make(name: str) -> bytes:
    """Return the PKCS#12 of a new signer called `name`, with its authority's certificate.

    The authority's private key is discarded: it can never certify another signer.
    """
    authority, signer = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    # Readers distinguish authorities by name; two instances must not share one.
    mark = x509.SubjectKeyIdentifier.from_public_key(authority.public_key()).digest[:4].hex()
    above, own = _x509_name(f"CA {name} {mark}"), _x509_name(f"{name} {mark}")
    root = _certificate(authority, above, authority.public_key(), above, authority=True)
    leaf = _certificate(authority, above, signer.public_key(), own, authority=False)
    return pkcs12.serialize_key_and_certificates(
        name.encode(), signer, leaf, [root], NoEncryption()
    )


def _x509_name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    subject_key: ec.EllipticCurvePublicKey,
    subject: x509.Name,
    *,
    authority: bool,
) -> x509.Certificate:
    """Return a certificate of `subject_key`, signed with the issuer's `key`."""
    allowed = _AUTHORITY if authority else _SIGNER
    usage = x509.KeyUsage(**{each: each in allowed for each in _USAGES})
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return (
        x509.CertificateBuilder(issuer, subject, subject_key, x509.random_serial_number())
        .not_valid_before(_START)
        .not_valid_after(_END)
        .add_extension(x509.BasicConstraints(authority, 0 if authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(subject_key), critical=False)
        .add_extension(above, critical=False)
        .sign(key, hashes.SHA256())
    )
