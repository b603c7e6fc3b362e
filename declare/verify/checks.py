"""What makes a certificate true: each check on its own, with nothing but values and pinned keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from declare.core import entry as entries
from declare.core import merkle, note, payload, token
from declare.core.errors import CoreError
from declare.core.proof import Proof

Path = Callable[[], Sequence[bytes]]
"""Reads an inclusion proof."""

_MOST_TRUE: Final = 2048


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a certificate's record says, and what is to prove it.

    `name`, `position`, `payload` and `token` are None once purged. `signed_at` is in POSIX
    seconds.
    """

    origin: str
    code: str
    name: str | None
    position: str | None
    signed_at: int
    index: int
    entry: bytes
    payload: bytes | None
    token: bytes | None
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """The public keys that the event's certificates and checkpoints are held against."""

    certificate: Ed25519PublicKey
    log: Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `detail` says what was found, for those who ask further."""

    name: str
    passed: bool
    detail: str = ""


class Failed(CoreError):
    """A check that did not pass; its text says what was found."""


_true: dict[tuple[Evidence, bytes, bytes], tuple[Check, ...]] = {}
"""What was found true, under which keys. Emptied when it is full."""


def examine(evidence: Evidence, pinned: Pinned, proof: Path) -> tuple[Check, ...]:
    """Run every check that the evidence allows; what was purged cannot be held against a key.

    `proof` reads the hashes that lead from the entry to the root of the checkpoint of size
    index + 1. Evidence that was found true under these keys is true for ever: it is not worked out
    again, and its proof not read again. What failed is looked at anew each time.
    """
    keys = (pinned.certificate.public_bytes_raw(), pinned.log.public_bytes_raw())
    found = _true.get((evidence, *keys))
    if found is None:
        found = _run_all(evidence, pinned, proof)
        if all(check.passed for check in found):
            if len(_true) >= _MOST_TRUE:
                _true.clear()
            _true[evidence, *keys] = found
    return found


def _run_all(evidence: Evidence, pinned: Pinned, proof: Path) -> tuple[Check, ...]:
    purged = evidence.payload is None and evidence.token is None
    checks: dict[str, Callable[[], str]] = {
        "signature": partial(_signature, evidence, pinned),
        "content": partial(_content, evidence),
        "commitment": partial(_commitment, evidence),
        "inclusion": partial(_inclusion, evidence, pinned, proof),
    }
    return tuple(_run(*each) for each in checks.items() if not purged or each[0] == "inclusion")


def proof(file: bytes, origin: str, index: int, commit: str, log: Ed25519PublicKey | None) -> Check:
    """Run the check of a proof that came as a file: it shows this commitment at this place.

    `log` is the pinned key of the log of that origin, or None where there is none.
    """
    if log is None:
        return Check("proof", False, "no key of the log")
    try:
        held = Proof.read(file.decode())
        head = held.verify(origin, [note.Verifier(note.vkey(origin, log))])
        entry = entries.decode(held.entry)
    except ValueError as fault:  # no UTF-8, or any CoreError
        return Check("proof", False, str(fault))
    shown = (held.index, getattr(entry, "commit", ""))
    return Check("proof", shown == (index, commit), str(head.size))


def _run(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except CoreError as fault:
        return Check(name, False, str(fault))


def _signature(evidence: Evidence, pinned: Pinned) -> str:
    """The pinned key signed exactly this payload."""
    kid = token.kid(pinned.certificate)
    signed = token.verify(evidence.token or b"", {kid: pinned.certificate})
    if signed != evidence.payload:
        raise Failed("payload")
    return kid.hex()


def _content(evidence: Evidence) -> str:
    """The payload says what the record says."""
    held = payload.decode(evidence.payload or b"")
    recorded = {
        "origin": evidence.origin,
        "time": evidence.signed_at,
        "code": evidence.code,
        "index": evidence.index,
        "name": evidence.name,
        "position": evidence.position,
    }
    for field, value in recorded.items():
        if getattr(held, field) != value:
            raise Failed(field)
    return ""


def _commitment(evidence: Evidence) -> str:
    """The ledger's entry commits to this payload."""
    held = entries.decode(evidence.entry)
    commit = payload.commit(evidence.payload or b"").hex()
    if not isinstance(held, entries.Pledge | entries.Correction) or held.commit != commit:
        raise Failed("commit")
    return commit


@lru_cache(maxsize=64)
def _verifier(origin: str, key: bytes) -> note.Verifier:
    return note.Verifier(note.vkey(origin, Ed25519PublicKey.from_public_bytes(key)))


def _inclusion(evidence: Evidence, pinned: Pinned, proof: Path) -> str:
    """The entry stands in the tree whose checkpoint the log's key signed."""
    size = evidence.index + 1
    verifier = _verifier(evidence.origin, pinned.log.public_bytes_raw())
    head = note.Checkpoint.read(note.read(evidence.checkpoint, [verifier]))
    if (head.origin, head.size) != (evidence.origin, size):
        raise Failed("checkpoint")
    leaf = merkle.leaf_hash(evidence.entry)
    merkle.verify_inclusion(leaf, evidence.index, size, proof(), head.root)
    return str(size)
