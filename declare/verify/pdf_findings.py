"""What a PDF is: a certificate as it was certified, one with additions, or something else.

This reads files of strangers: outside of tests it runs in a process of its own (`sandbox`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.status import SignatureCoverageLevel

from declare.certificates import enclosure
from declare.keys import Keys
from declare.verify.checks import Check
from declare.verify.pdf_signature import Revision, Uncertified

Chains = Mapping[Keys, Sequence[bytes]]
"""Pinned signers: the DER certificates that come with a signature, the signer's first."""


class State(StrEnum):
    """How a file stands to what was handed out."""

    WHOLE = "whole"
    """Certified, all of it."""
    APPENDED = "appended"
    """Its first revision is, and something follows."""
    OTHER = "other"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a file. Of `OTHER` files nothing is proven: not whose enclosures it has."""

    state: State
    signer: Keys | None = None
    """The keys that certified it, of an exercise or live; None for `OTHER` and `UNREADABLE`."""
    content: bytes = b""
    proof: bytes = b""
    stamped: bytes = b""
    """The signature that certified it, if that has a timestamp, of whatever authority."""

    def against(self, signer: Keys) -> Iterator[Check]:
        """Whether that signer certified the file, and if so, all of it."""
        certified = self.state is not State.OTHER and self.signer == signer
        yield Check("certified", certified)
        if certified:
            yield Check("whole", self.state is State.WHOLE)


class Locked(ValueError):
    """It opens with a password only."""


def examine(data: bytes, chains: Chains) -> Findings:
    """Return what the file is; no content makes this raise, short of running out of memory."""
    for revision in Revision.all(data):
        for signer, chain in chains.items():
            try:
                stamped = revision.certify(data, chain)
                certificate = _certificate(data[: revision.end])
            except Uncertified:
                continue
            state = State.WHOLE if revision.end == len(data) else State.APPENDED
            return Findings(state, signer, *_enclosed(certificate), stamped)
    return _uncertified(data)


def _certificate(data: bytes) -> PdfFileReader:
    """A certified revision as pyHanko reads it, which must see one signature and no gap in it."""
    reader = PdfFileReader(BytesIO(data))
    signatures = reader.embedded_signatures
    for signature in signatures:
        signature.compute_integrity_info()
    seen = [(signature.coverage, signature.docmdp_level) for signature in signatures]
    if seen != [(SignatureCoverageLevel.ENTIRE_FILE, MDPPerm.NO_CHANGES)]:
        raise Uncertified("coverage")
    return reader


# pyHanko stumbles over files that are broken on purpose in every way that Python has.


def _uncertified(data: bytes) -> Findings:
    """Another file. One that nobody can read counts as such only if it claims to be certified."""
    try:
        reader = _opened(data)
    except Locked:
        return Findings(State.UNREADABLE)
    except Exception:
        claims = next(Revision.all(data), None)
        return Findings(State.OTHER if claims else State.UNREADABLE)
    try:
        return Findings(State.OTHER, None, *_enclosed(reader))
    except Exception:
        return Findings(State.OTHER)


def _opened(data: bytes) -> PdfFileReader:
    """Any file, if it has pages and opens without a password."""
    reader = PdfFileReader(BytesIO(data), strict=False)
    if reader.encrypted and reader.decrypt("").status is AuthStatus.FAILED:
        raise Locked
    if not reader.root["/Pages"]["/Kids"]:
        raise ValueError("no page")
    return reader


def _enclosed(reader: PdfFileReader) -> tuple[bytes, bytes]:
    """A certificate's own enclosures; nothing where a file has none of that name."""
    found: dict[str, bytes] = {}
    listed: Any = reader.root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    for place in range(0, min(len(listed), 8), 2):
        name = str(listed[place])
        if name in (enclosure.CONTENT, enclosure.PROOF):
            found[name] = bytes(listed[place + 1]["/EF"]["/F"].data)
    return found.get(enclosure.CONTENT, b""), found.get(enclosure.PROOF, b"")
