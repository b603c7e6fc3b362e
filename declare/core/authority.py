"""The certificate authority of one instance: it vouches for one signer of PDFs, and for no other.

Readers of PDF show a signature as trusted once they know the authority; an Ed25519 certificate
they do not understand, so this pair is P-256. What the certificates allow is RFC 5280 §4.2.1;
there is no extended key usage, which some readers take for a restriction to other things.
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

# Certificates are looked at for decades: from before any clock that went wrong, until what
# RFC 5280 §4.1.2.5 gives for "no end".
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
    """Not a PKCS#12 of a signer: `form`, or `certificate` where it holds none."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The certificates that come with a signature: the signer's own, and those above it."""

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
        """The certificates in DER, the signer's first."""
        return tuple(one.public_bytes(Encoding.DER) for one in (self.signer, *self.authorities))

    def roots(self) -> bytes:
        """What a reader imports in order to trust the signer, in PEM."""
        return b"".join(one.public_bytes(Encoding.PEM) for one in self.authorities)


def make(name: str) -> bytes:
    """Return the PKCS#12 of a new signer called `name`, with its authority's certificate.

    The authority's private key is thrown away: it can never vouch for another signer.
    """
    authority, signer = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    # Readers tell authorities apart by name; two instances must not share one.
    mark = x509.SubjectKeyIdentifier.from_public_key(authority.public_key()).digest[:4].hex()
    above, own = _called(f"CA {name} {mark}"), _called(f"{name} {mark}")
    root = _certificate(authority, above, authority.public_key(), above, authority=True)
    leaf = _certificate(authority, above, signer.public_key(), own, authority=False)
    return pkcs12.serialize_key_and_certificates(
        name.encode(), signer, leaf, [root], NoEncryption()
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    subject_key: ec.EllipticCurvePublicKey,
    subject: x509.Name,
    *,
    authority: bool,
) -> x509.Certificate:
    """One certificate over `subject_key`, signed with the issuer's `key`."""
    may = _AUTHORITY if authority else _SIGNER
    usage = x509.KeyUsage(**{each: each in may for each in _USAGES})
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
