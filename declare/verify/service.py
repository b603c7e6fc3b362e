"""The verdict on a certificate, by its code and the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from sqlalchemy.orm import Session

from declare.certificates import service as certificates
from declare.certificates.models import Certificate, Status
from declare.core import certificate_number, payload, token
from declare.core.errors import CoreError
from declare.core.merkle import ProofError
from declare.errors import NotFound
from declare.events.models import Event
from declare.keys import Keyring
from declare.ledger import witness
from declare.verify import issued
from declare.verify.checks import Check, Evidence, Pinned, examine


class Result(StrEnum):
    """A verdict with the record at hand."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    ARCHIVED = "archived"
    SAMPLE = "sample"
    APPENDED = "appended"
    """Of a file only: valid, with something appended that no other status outranks."""
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result, the name and position that it is about, and the checks that it rests on."""

    result: Result
    certificate: Certificate | None = None
    event: Event | None = None
    name: str = ""
    position: str = ""
    checks: tuple[Check, ...] = ()
    is_witnessed: bool = False
    """Whether any witness cosigned a checkpoint of the certificate's log."""


UNKNOWN = Verdict(Result.UNKNOWN)


def by_code(session: Session, keys: Keyring, text: str) -> Verdict:
    """Return the verdict on a code in any spelling."""
    try:
        record = issued.find(session, text)
    except NotFound:
        return UNKNOWN
    certificate, event = record.certificate, record.event
    pinned = Pinned(
        keys.certificate(event.purpose).public_key(), keys.log(event.purpose).public_key()
    )
    proof = partial(_proof, session, event, certificate)
    checks = (*examine(_evidence(event, certificate), pinned, proof), _number(record))
    name, position = _recorded(certificate, pinned, checks)
    result = _result(event, certificate, checks)
    return Verdict(result, certificate, event, name, position, checks, record.is_witnessed)


def witnessed(session: Session, verdict: Verdict) -> list[witness.Witnessed]:
    """Return the cosignatures of checkpoints whose tree contains the certificate's entry."""
    event, certificate = verdict.event, verdict.certificate
    if event is None or event.log_id is None or certificate is None or not verdict.is_witnessed:
        return []
    cosignatures = witness.witnessed(session, event.log_id)
    return [each for each in cosignatures if each.size > certificate.index]


def _result(event: Event, certificate: Certificate, checks: tuple[Check, ...]) -> Result:
    """Return the first result that applies, in the order of DESIGN §5."""
    if not all(check.passed for check in checks):
        return Result.MISMATCH
    if certificate.status != Status.CURRENT:
        return Result(certificate.status)
    if not event.live:
        return Result.SAMPLE
    return Result.ARCHIVED if certificate.payload is None else Result.VALID


def _evidence(event: Event, certificate: Certificate) -> Evidence:
    return Evidence(
        origin=event.origin or "",
        code=certificate.code,
        name=certificate.name,
        position=certificate.position,
        signed_at=_seconds(certificate.signed_at),
        index=certificate.index,
        entry=certificate.entry,
        payload=certificate.payload,
        token=certificate.token,
        checkpoint=certificate.checkpoint,
    )


def _proof(session: Session, event: Event, certificate: Certificate) -> list[bytes]:
    """Return the audit path; empty where the record names an index that the log does not have."""
    try:
        return certificates.proof(session, event, certificate)
    except (NotFound, ProofError):
        return []


def _number(record: issued.Issued) -> Check:
    """Check that the printed number follows from the pledge's ordinal and the frozen design."""
    certificate, design = record.certificate, record.design
    expected = certificate_number.write(design.number_pattern, record.ordinal, design.on)
    passed = (certificate.number, certificate.ordinal) == (expected, record.ordinal)
    return Check("number", passed, expected)


def _recorded(
    certificate: Certificate, pinned: Pinned, checks: tuple[Check, ...]
) -> tuple[str, str]:
    """Return name and position: the signed ones if the signature is good, else the record's."""
    recorded = certificate.name or "", certificate.position or ""
    if {"signature", "content"} <= {check.name for check in checks if check.passed}:
        return recorded  # equal to the signed ones
    try:
        signed = token.verify(
            certificate.token or b"", {token.kid(pinned.certificate): pinned.certificate}
        )
        content = payload.decode(signed)
    except CoreError:
        return recorded
    return content.name, content.position


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
