"""Classifies a PDF: a certificate as issued, sealed later, added to, or another file.

The file is untrusted input: outside of tests this runs in a process of its own (`sandbox`).
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
from declare.verify import later_signatures
from declare.verify.checks import Check
from declare.verify.pdf_signature import Revision, Uncertified

Chains = Mapping[Keys, Sequence[bytes]]
"""Pinned signers: the DER certificates that come with a signature, the signer's first."""


_LEVELS = (MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS)
"""What a certificate permits: nothing, or later signatures where an agency seals the files."""


class State(StrEnum):
    """How a file relates to a certificate as it was issued."""

    WHOLE = "whole"
    """The signature covers all of it."""
    SEALED = "sealed"
    """The signature covers its first revision and lets others follow; only signatures do."""
    APPENDED = "appended"
    """The signature covers its first revision, and something else follows."""
    OTHER = "other"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Findings:
    """The content of a file. Nothing is proven of `OTHER` files, nor of their enclosures."""

    state: State
    signer: Keys | None = None
    """The keys that signed it; None for `OTHER` and `UNREADABLE`."""
    content: bytes = b""
    proof: bytes = b""
    stamped: bytes = b""
    """The signature, if it has a timestamp of any authority; otherwise empty."""
    sealed_by: tuple[str, ...] = ()
    """What the later signers of a `SEALED` file call themselves; nothing proves it."""

    def against(self, signer: Keys) -> Iterator[Check]:
        """Check that these keys signed the file and, if so, all of it."""
        certified = self.state is not State.OTHER and self.signer == signer
        yield Check("certified", certified)
        if certified and self.state is State.SEALED:
            yield Check("sealed", True, ", ".join(filter(None, self.sealed_by)))
        elif certified:
            yield Check("whole", self.state is State.WHOLE)


class Locked(ValueError):
    """The file opens with a password only."""


def examine(data: bytes, chains: Chains) -> Findings:
    """Return the findings. No content makes this raise, short of running out of memory."""
    for revision in Revision.claimed(data):
        for signer, chain in chains.items():
            try:
                stamped = revision.certify(data, chain)
                certificate = _certificate(data[: revision.end])
            except Uncertified:
                continue
            state, sealed_by = _state(data, revision.end, certificate)
            return Findings(state, signer, *_enclosed(certificate), stamped, sealed_by)
    return _uncertified(data)


def _certificate(data: bytes) -> PdfFileReader:
    """Read a revision with pyHanko, which must find one signature that covers all of it."""
    reader = PdfFileReader(BytesIO(data))
    signatures = reader.embedded_signatures
    for signature in signatures:
        signature.compute_integrity_info()
    coverage = [signature.coverage for signature in signatures]
    if coverage != [SignatureCoverageLevel.ENTIRE_FILE] or _level(reader) not in _LEVELS:
        raise Uncertified("coverage")
    return reader


def _level(reader: PdfFileReader) -> MDPPerm | None:
    level: MDPPerm | None = reader.embedded_signatures[0].docmdp_level
    return level


# For files that are broken on purpose pyHanko raises exceptions of any type.


def _state(data: bytes, end: int, certificate: PdfFileReader) -> tuple[State, tuple[str, ...]]:
    """Return how a file relates to its certified revision, and the names of its later signers."""
    if end == len(data):
        return State.WHOLE, ()
    if _level(certificate) is not MDPPerm.FILL_FORMS:
        return State.APPENDED, ()
    try:
        return State.SEALED, later_signatures.signers(data, end)
    except Exception:
        return State.APPENDED, ()


def _uncertified(data: bytes) -> Findings:
    """Return findings of another file; an unreadable one is `OTHER` if it claims a signature."""
    try:
        reader = _opened(data)
    except Locked:
        return Findings(State.UNREADABLE)
    except Exception:
        claimed = next(Revision.claimed(data), None)
        return Findings(State.OTHER if claimed else State.UNREADABLE)
    try:
        return Findings(State.OTHER, None, *_enclosed(reader))
    except Exception:
        return Findings(State.OTHER)


def _opened(data: bytes) -> PdfFileReader:
    """Open any file leniently. Raises Locked, and ValueError for a file without pages."""
    reader = PdfFileReader(BytesIO(data), strict=False)
    if reader.encrypted and reader.decrypt("").status is AuthStatus.FAILED:
        raise Locked
    if not reader.root["/Pages"]["/Kids"]:
        raise ValueError("no page")
    return reader


def _enclosed(reader: PdfFileReader) -> tuple[bytes, bytes]:
    """Return the enclosed token and proof; empty where the file has none of that name."""
    enclosed: dict[str, bytes] = {}
    listed: Any = reader.root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    for place in range(0, min(len(listed), 8), 2):
        name = str(listed[place])
        if name in (enclosure.CONTENT, enclosure.PROOF):
            enclosed[name] = bytes(listed[place + 1]["/EF"]["/F"].data)
    return enclosed.get(enclosure.CONTENT, b""), enclosed.get(enclosure.PROOF, b"")
