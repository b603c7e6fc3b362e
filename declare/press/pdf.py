"""The certificate as it is handed out: drawn, and certified as PAdES (ETSI EN 319 142-1): B-B, or
B-T where an authority stamps the signature with the time.

`Signer` is a port. The adapter here takes any signer of pyHanko: a key from a PKCS#12, or its
`PKCS11Signer` where the key sits in a token. An agency's service, which is sent a whole PDF and
answers with a certified one, would be another adapter, around `render`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol, Self

from pyhanko.sign.signers import Signer as PdfSigner
from pyhanko.sign.signers import SimpleSigner

from declare.press.printable import Printable
from declare.press.render import render
from declare.press.signature_placeholder import LONGEST, SignaturePlaceholder, TooLong
from declare.press.timestamp import Authority, Unstamped

_DIGEST = "sha256"
_SLACK = 64  # an ECDSA signature is now a byte longer, now shorter
_SLACK_OF_TOKENS = 256  # so is the number of a token, or the fraction of its second


class Signer(Protocol):
    """Port: certifies certificates."""

    def certify(self, printable: Printable, at: datetime) -> bytes:
        """Return a certificate's PDF, certified at that moment.

        It permits no changes, or later signatures where an agency will seal it.
        """


@dataclass(frozen=True, slots=True)
class LocalSigner:
    """A signer that answers at once, and the authority that stamps its signatures, if any.

    `room` is how long its CMS may become, in bytes.
    """

    signer: PdfSigner
    room: int
    authority: Authority | None = None

    @classmethod
    def of(cls, signer: PdfSigner, authority: Authority | None = None) -> Self:
        """Measure how much room the signer needs. Raises Unstamped."""
        slack = _SLACK_OF_TOKENS if authority else _SLACK
        room = len(_cms(signer, bytes(32), authority)) + slack
        if room > LONGEST:
            raise Unstamped
        return cls(signer, room, authority)

    def certify(self, printable: Printable, at: datetime) -> bytes:
        """Draw the certificate around a placeholder, and have pyHanko sign the bytes around that.

        pyHanko's own writer would parse the file and append to it, which takes as long as drawing.
        Raises Unstamped.
        """
        placeholder = SignaturePlaceholder(at, self.room, printable.agency_seal)
        drawn = render(printable, placeholder)
        return placeholder.fill(drawn, lambda digest: _cms(self.signer, digest, self.authority))


def certified(archive: bytes, authority: str, printable: Printable, at: datetime) -> bytes:
    """Certify with a PKCS#12 without a password and a timestamp of the authority at that address.

    Raises Unstamped.
    """
    try:
        return local(archive, authority).certify(printable, at)
    except TooLong as fault:
        local.cache_clear()  # its tokens have grown: the next one measures again
        raise Unstamped from fault


@lru_cache(maxsize=4)
def local(archive: bytes, authority: str = "") -> LocalSigner:
    """Return the signer in a PKCS#12 without a password, read once. Raises Unstamped."""
    stamping = Authority(authority) if authority else None
    return LocalSigner.of(SimpleSigner.load_pkcs12_data(archive, []), stamping)


def _cms(signer: PdfSigner, digest: bytes, authority: Authority | None) -> bytes:
    signing = signer.async_sign(digest, _DIGEST, use_pades=True)
    signed = bytes(asyncio.run(signing).dump())
    return authority.stamp(signed) if authority else signed
