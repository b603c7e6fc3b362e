"""The verdict on a typed text, a code or the content of a QR, checked against the record."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sqlalchemy.orm import Session

from declare.certificates.models import Certificate
from declare.core import entry as entries
from declare.core import payload as payloads
from declare.core import token as tokens
from declare.core.authority import Chain
from declare.keys import Keyring, Keys
from declare.verify import offline, service
from declare.verify.checks import Check
from declare.verify.keyset import Key, KeySet
from declare.verify.offline import Finding
from declare.verify.service import UNKNOWN, Result, Verdict


def verify(session: Session, keys: Keyring, text: str) -> Verdict:
    """Return the verdict on a text. Digits that differ from the record are a mismatch."""
    return verify_reading(session, keys, offline.read(text))


def pinned(keys: Keyring) -> KeySet:
    """Return the public keys of this instance, without a host: each record has its own origin."""
    public = [
        Key(key.public_key(), sample=which is Keys.EXERCISE)
        for which, key in keys.certificates.items()
    ]
    signers = {which: Chain.read(archive).encoded() for which, archive in keys.seals.items()}
    logs = {which: key.public_key() for which, key in keys.logs.items()}
    return KeySet({tokens.kid(key.public_key): key for key in public}, None, signers, logs)


def verify_reading(session: Session, keys: Keyring, reading: offline.Reading) -> Verdict:
    """Return the verdict on a code or token that was read from a text or a file."""
    if reading.token is None:
        return service.by_code(session, keys, reading.code or "")
    result = offline.examine(reading, pinned(keys))
    verdict = service.by_code(session, keys, reading.code or result.code)
    if verdict.certificate is None:
        return Verdict(Result.MISMATCH) if result.finding is Finding.MISMATCH else UNKNOWN
    check = _digits(reading.token, result, verdict.certificate)
    recorded = verdict.result if check.passed else Result.MISMATCH
    return replace(verdict, result=recorded, checks=(check, *verdict.checks))


def _digits(token: bytes, result: offline.Result, certificate: Certificate) -> Check:
    """Check that the token is the recorded one or, after a purge, has the ledger's commitment."""
    failed = [check.name for check in result.checks if not check.passed]
    commit = payloads.commit(payloads.encode(result.payload)).hex() if result.payload else ""
    same = token == certificate.token if certificate.token else commit == commitment(certificate)
    return Check("digits", same and not failed, ", ".join(failed) or ("" if same else "record"))


def commitment(certificate: Certificate) -> str:
    """Return the commitment in a certificate's ledger entry; empty where the entry is damaged."""
    return _commit(certificate.entry)


@lru_cache(maxsize=1024)
def _commit(encoded: bytes) -> str:
    try:
        entry = entries.decode(encoded)
    except entries.EntryError:
        return ""
    return entry.commit if isinstance(entry, entries.Pledge | entries.Correction) else ""
