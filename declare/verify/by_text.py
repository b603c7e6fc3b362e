"""A verdict on what was typed or pasted: a code or all of a QR, held against the record."""

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


def by_text(session: Session, keys: Keyring, text: str) -> Verdict:
    """The verdict on a text. Digits that say anything else than the record make a mismatch."""
    return by_reading(session, keys, offline.read(text))


def pinned(keys: Keyring) -> KeySet:
    """The keys of this instance. Its host is not asked here: each record has its own origin."""
    public = [
        Key(key.public_key(), sample=which is Keys.EXERCISE)
        for which, key in keys.certificates.items()
    ]
    signers = {which: Chain.read(archive).encoded() for which, archive in keys.seals.items()}
    logs = {which: key.public_key() for which, key in keys.logs.items()}
    return KeySet({tokens.kid(key.public_key): key for key in public}, None, signers, logs)


def by_reading(session: Session, keys: Keyring, reading: offline.Reading) -> Verdict:
    """The verdict on what was read."""
    if reading.token is None:
        return service.by_code(session, keys, reading.code or "")
    found = offline.examine(reading, pinned(keys))
    verdict = service.by_code(session, keys, reading.code or found.code)
    if verdict.certificate is None:
        return Verdict(Result.MISMATCH) if found.finding is Finding.MISMATCH else UNKNOWN
    check = _digits(reading.token, found, verdict.certificate)
    result = verdict.result if check.passed else Result.MISMATCH
    return replace(verdict, result=result, checks=(check, *verdict.checks))


def _digits(token: bytes, found: offline.Result, certificate: Certificate) -> Check:
    """What the digits say is what was recorded, or what the ledger holds of it after a purge."""
    failed = [check.name for check in found.checks if not check.passed]
    said = payloads.commit(payloads.encode(found.payload)).hex() if found.payload else ""
    same = token == certificate.token if certificate.token else said == commitment(certificate)
    return Check("digits", same and not failed, ", ".join(failed) or ("" if same else "record"))


def commitment(certificate: Certificate) -> str:
    """What the ledger's entry holds of a certificate's payload; nothing where it is damaged."""
    return _commit(certificate.entry)


@lru_cache(maxsize=1024)
def _commit(encoded: bytes) -> str:
    try:
        entry = entries.decode(encoded)
    except entries.EntryError:
        return ""
    return entry.commit if isinstance(entry, entries.Pledge | entries.Correction) else ""
