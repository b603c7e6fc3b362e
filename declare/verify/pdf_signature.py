"""Revisions of a PDF that a pinned signer certified, read strictly: one file, one spelling.

A signature covers all of its revision but itself. Readers forgive a lot in there, and in what is
appended; here the CMS is made again out of what is pinned and what is signed, and compared.
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

from declare.press.signature_placeholder import LONGEST
from declare.press.timestamp import Held

_RANGE: Final = re.compile(rb"/ByteRange ?\[0 ([0-9]{1,8}) ([0-9]{1,8}) ([0-9]{1,8}) *\]")
_MOST_REVISIONS: Final = 8
_LONGEST_GAP: Final = 2 * LONGEST + 2
_LONGEST_PADDING: Final = 512
"""In bytes: longer where a timestamp was taken out."""
_DIGEST: Final = "sha256"


class Uncertified(ValueError):
    """A revision is not as a pinned signer made it; says where it differs."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The file up to `end`, which a signature between `start` and `stop` says it covers."""

    start: int
    stop: int
    end: int

    @classmethod
    def all(cls, data: bytes) -> Iterator[Self]:
        """The revisions that a file claims to have, in its order."""
        for claim in islice(_RANGE.finditer(data), _MOST_REVISIONS):
            start, stop, rest = map(int, claim.groups())
            if 0 < start < stop <= start + _LONGEST_GAP and stop + rest <= len(data):
                yield cls(start, stop, stop + rest)

    def certify(self, data: bytes, chain: Sequence[bytes]) -> bytes:
        """Raise Uncertified unless the first certificate of `chain` signed this revision.

        `chain` is the DER of what comes with a signature: exactly these must stand in it. Return
        the signature if an authority, whoever that is, stamped it with a time; otherwise nothing.
        """
        made = self._cms(data)
        digest = hashlib.sha256(data[: self.start] + data[self.stop : self.end]).digest()
        try:
            sound, stamped = _sound(made, digest, *map(x509.Certificate.load, chain))
        except Exception as fault:  # asn1crypto meets junk in every way that Python has
            raise Uncertified("cms") from fault
        if not sound:
            raise Uncertified("signature")
        return stamped

    def _cms(self, data: bytes) -> bytes:
        """The DER in the gap, which holds nothing else but zeros in their usual spelling."""
        gap = data[self.start : self.stop]
        try:
            held = bytes.fromhex(gap[1:-1].decode("ascii"))
            made = held[: parser.peek(held)]
        except ValueError:
            raise Uncertified("gap") from None
        spelled = b"<%s>" % made.hex().encode().ljust(len(gap) - 2, b"0")
        if spelled != gap or len(held) - len(made) > _LONGEST_PADDING:
            raise Uncertified("gap")
        return made


def _sound(
    made: bytes, digest: bytes, signer: x509.Certificate, *above: x509.Certificate
) -> tuple[bool, bytes]:
    """Whether the signer signed this digest, in the one CMS that pyHanko makes of it, and that
    signature if it has a timestamp.
    """
    (info,) = cms.ContentInfo.load(made, strict=True)["content"]["signer_infos"]
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple(above)
    maker = ExternalSigner(signer, registry, info["signature"].native)
    attributes = info["signed_attrs"].untag()
    stamp = _stamp(info)
    remade = maker.async_sign_prescribed_attributes(_DIGEST, attributes, timestamper=stamp)
    again = asyncio.run(remade).dump()
    intact = validate_sig_integrity(info, signer, "data", digest) == (True, True)
    return again == made and intact, info["signature"].native if stamp else b""


def _stamp(info: cms.SignerInfo) -> Held | None:
    """The token of a timestamp among what nobody signed; anything else there is not made again."""
    for attribute in info["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            return Held(attribute["values"][0])
    return None
