"""The certificate as it is handed out: drawn, and certified as PAdES B-B (ETSI EN 319 142-1).

Who certifies is a port. The adapter here takes any signer of pyHanko: a key from a PKCS#12, or its
`PKCS11Signer` where the key sits in a token. An agency's service, which is sent a whole PDF and
answers with a certified one, would be another adapter, around `render`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol, Self

from pyhanko.sign.signers import Signer, SimpleSigner

from declare.certificates.blank import Blank
from declare.certificates.printable import Printable
from declare.certificates.render import render

_DIGEST = "sha256"
_SLACK = 64  # an ECDSA signature is now a byte longer, now shorter


class Seal(Protocol):
    """Whoever certifies certificates."""

    def certify(self, printable: Printable, at: datetime) -> bytes:
        """Return a certificate's PDF, certified at that moment so that it permits no changes."""


@dataclass(frozen=True, slots=True)
class LocalSeal:
    """A signer that answers at once. `room` is how long its CMS may become, in bytes."""

    signer: Signer
    room: int

    @classmethod
    def of(cls, signer: Signer) -> Self:
        """Measure how much room the signer needs."""
        return cls(signer, len(_cms(signer, bytes(32))) + _SLACK)

    def certify(self, printable: Printable, at: datetime) -> bytes:
        """Draw the certificate around a blank, and have pyHanko sign what stands around it.

        pyHanko's own writer would read the file again and append to it: as long as drawing it.
        """
        blank = Blank(at, self.room)
        return blank.fill(render(printable, blank), lambda digest: _cms(self.signer, digest))


@lru_cache(maxsize=4)
def local(archive: bytes) -> LocalSeal:
    """Return the seal in a PKCS#12 without a password, read once."""
    return LocalSeal.of(SimpleSigner.load_pkcs12_data(archive, []))


def _cms(signer: Signer, digest: bytes) -> bytes:
    signed = signer.async_sign(digest, _DIGEST, use_pades=True)
    return bytes(asyncio.run(signed).dump())
