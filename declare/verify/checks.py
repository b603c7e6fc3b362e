"""The checks that a certificate must pass. Pure: values and pinned keys in, results out."""

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

_CACHE_SIZE: Final = 2048


@dataclass(frozen=True, slots=True)
class Evidence:
    """The record of a certificate, with the entry, token and checkpoint that prove it.

    `name`, `position`, `payload` and `token` are None once purged; `signed_at` in POSIX seconds.
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
    """The public keys that certificates and checkpoints of an event are verified with."""

    certificate: Ed25519PublicKey
    log: Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check. `detail` is a short technical fact, for the command and the page."""

    name: str
    passed: bool
    detail: str = ""


class Failed(CoreError):
    """A check that did not pass; its text becomes the detail."""


_passed: dict[tuple[Evidence, bytes, bytes], tuple[Check, ...]] = {}
"""Cache of evidence that passed every check, with the keys. Emptied when it is full."""


def examine(evidence: Evidence, pinned: Pinned, proof: Path) -> tuple[Check, ...]:
    """Run every check that the evidence allows: of a purged certificate only the inclusion.

    `proof` reads the audit path of the entry in the tree of size index + 1. Evidence that passed
    under these keys passes for ever: neither the checks nor the proof are repeated. Failures are
    not cached.
    """
    keys = (pinned.certificate.public_bytes_raw(), pinned.log.public_bytes_raw())
    checks = _passed.get((evidence, *keys))
    if checks is None:
        checks = _run_all(evidence, pinned, proof)
        if all(check.passed for check in checks):
            if len(_passed) >= _CACHE_SIZE:
                _passed.clear()
            _passed[evidence, *keys] = checks
    return checks


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
    """Check a proof file (C2SP tlog-proof): it must prove this commitment at this index.

    `log` is the pinned public key of the log of that origin, or None where there is none.
    """
    if log is None:
        return Check("proof", False, "no key of the log")
    try:
        parsed = Proof.read(file.decode())
        head = parsed.verify(origin, [note.Verifier(note.vkey(origin, log))])
        entry = entries.decode(parsed.entry)
    except ValueError as error:  # no UTF-8, or any CoreError
        return Check("proof", False, str(error))
    proven = (parsed.index, getattr(entry, "commit", ""))
    return Check("proof", proven == (index, commit), str(head.size))


def _run(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except CoreError as error:
        return Check(name, False, str(error))


def _signature(evidence: Evidence, pinned: Pinned) -> str:
    """Check that the pinned key signed exactly this payload; return its kid."""
    kid = token.kid(pinned.certificate)
    signed = token.verify(evidence.token or b"", {kid: pinned.certificate})
    if signed != evidence.payload:
        raise Failed("payload")
    return kid.hex()


def _content(evidence: Evidence) -> str:
    """Check that the payload equals the record."""
    signed = payload.decode(evidence.payload or b"")
    recorded = {
        "origin": evidence.origin,
        "time": evidence.signed_at,
        "code": evidence.code,
        "index": evidence.index,
        "name": evidence.name,
        "position": evidence.position,
    }
    for field, value in recorded.items():
        if getattr(signed, field) != value:
            raise Failed(field)
    return ""


def _commitment(evidence: Evidence) -> str:
    """Check that the ledger's entry commits to this payload; return the commitment."""
    entry = entries.decode(evidence.entry)
    commit = payload.commit(evidence.payload or b"").hex()
    if not isinstance(entry, entries.Pledge | entries.Correction) or entry.commit != commit:
        raise Failed("commit")
    return commit


@lru_cache(maxsize=64)
def _verifier(origin: str, key: bytes) -> note.Verifier:
    return note.Verifier(note.vkey(origin, Ed25519PublicKey.from_public_bytes(key)))


def _inclusion(evidence: Evidence, pinned: Pinned, proof: Path) -> str:
    """Check that the entry is in the tree of the signed checkpoint; return the tree's size."""
    size = evidence.index + 1
    verifier = _verifier(evidence.origin, pinned.log.public_bytes_raw())
    head = note.Checkpoint.read(note.read(evidence.checkpoint, [verifier]))
    if (head.origin, head.size) != (evidence.origin, size):
        raise Failed("checkpoint")
    leaf = merkle.leaf_hash(evidence.entry)
    merkle.verify_inclusion(leaf, evidence.index, size, proof(), head.root)
    return str(size)
