"""Strict verification of a PDF's signature: one file has exactly one accepted encoding.

A signature (ISO 32000-2, section 12.8) covers its revision except its own bytes, and readers
tolerate much in there. So the CMS (RFC 5652) is rebuilt from the pinned certificates and the signed
attributes, and must be equal byte for byte.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Self

from asn1crypto import cms, parser, x509
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.registry import SimpleCertificateStore

from declare.press import timestamp
from declare.press.signature_placeholder import LONGEST

_RANGE: Final = re.compile(rb"/ByteRange ?\[0 ([0-9]{1,8}) ([0-9]{1,8}) ([0-9]{1,8}) *\]")
_MOST_REVISIONS: Final = 8
_LONGEST_GAP: Final = 2 * LONGEST + 2
_LONGEST_PADDING: Final = 512
"""In bytes. A longer padding means that a timestamp was removed."""
_DIGEST: Final = "sha256"


class Uncertified(ValueError):
    """The revision is not as the pinned signer made it; the text says where it differs."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The file up to `end`, covered by the signature between the offsets `start` and `stop`."""

    start: int
    stop: int
    end: int

    @classmethod
    def claimed(cls, data: bytes) -> Iterator[Self]:
        """Yield the revisions that the file's /ByteRange entries claim, in the file's order."""
        for match in islice(_RANGE.finditer(data), _MOST_REVISIONS):
            start, stop, rest = map(int, match.groups())
            if 0 < start < stop <= start + _LONGEST_GAP and stop + rest <= len(data):
                yield cls(start, stop, stop + rest)

    def certify(self, data: bytes, chain: Sequence[bytes]) -> bytes:
        """Return the signature if it has a timestamp of any authority; otherwise an empty value.

        Raises Uncertified unless the first certificate of `chain` (DER) signed this revision and
        the CMS holds exactly the certificates of `chain`.
        """
        encoded = self._cms(data)
        digest = hashlib.sha256(data[: self.start] + data[self.stop : self.end]).digest()
        try:
            sound, stamped = _sound(encoded, digest, *map(x509.Certificate.load, chain))
        except Exception as error:  # for junk asn1crypto raises exceptions of any type
            raise Uncertified("cms") from error
        if not sound:
            raise Uncertified("signature")
        return stamped

    def _cms(self, data: bytes) -> bytes:
        """Return the DER in the gap, which must be lower-case hexadecimal padded with zeros."""
        gap = data[self.start : self.stop]
        try:
            padded = bytes.fromhex(gap[1:-1].decode("ascii"))
            encoded = padded[: parser.peek(padded)]
        except ValueError:
            raise Uncertified("gap") from None
        canonical = b"<%s>" % encoded.hex().encode().ljust(len(gap) - 2, b"0")
        if canonical != gap or len(padded) - len(encoded) > _LONGEST_PADDING:
            raise Uncertified("gap")
        return encoded


def _sound(
    encoded: bytes, digest: bytes, signer: x509.Certificate, *above: x509.Certificate
) -> tuple[bool, bytes]:
    """Return whether the signer signed this digest and pyHanko rebuilds the same CMS; and the
    signature, if it has a timestamp."""
    (info,) = cms.ContentInfo.load(encoded, strict=True)["content"]["signer_infos"]
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple(above)
    rebuilder = ExternalSigner(signer, registry, info["signature"].native)
    attributes = info["signed_attrs"].untag()
    signing = rebuilder.async_sign_prescribed_attributes(_DIGEST, attributes)
    rebuilt, stamped = asyncio.run(signing).dump(), b""
    token = _token(info)
    if token is not None:
        stamped = info["signature"].native
        timestamp.check(token, hashlib.new(_DIGEST, stamped).digest(), _DIGEST)
        rebuilt = timestamp.attach(rebuilt, token)
    intact = validate_sig_integrity(info, signer, "data", digest) == (True, True)
    return rebuilt == encoded and intact, stamped


def _token(info: cms.SignerInfo) -> cms.ContentInfo | None:
    """Return the timestamp token of the unsigned attributes; others are not rebuilt."""
    for attribute in info["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            return attribute["values"][0]
    return None
