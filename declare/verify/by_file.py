"""The verdict on an uploaded PDF, checked against the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from declare.certificates import service as certificates
from declare.certificates.models import Certificate
from declare.errors import Invalid
from declare.keys import Keyring, Keys
from declare.verify import by_text, checks, sandbox
from declare.verify.checks import Check
from declare.verify.offline import Reading
from declare.verify.pdf_findings import Findings, State
from declare.verify.service import Result, Verdict


class Unreadable(Invalid):
    """The file is not a PDF, or cannot be opened without a password."""


def verify(session: Session, keys: Keyring, data: bytes) -> Verdict:
    """Return the verdict on a file. Raises Unreadable, and Busy while too many files are read.

    The session is first used after the file was read, which may take seconds.
    """
    return _verify(session, keys, data, sandbox.read(data, by_text.pinned(keys).signers))


def _verify(session: Session, keys: Keyring, data: bytes, findings: Findings) -> Verdict:
    """Return the verdict on a file with these findings, in the order of DESIGN §5."""
    if findings.state is State.UNREADABLE:
        raise Unreadable(field="file")
    recorded = _recorded(session, keys, findings)
    certificate, event = recorded.certificate, recorded.event
    if certificate is None or event is None:
        return Verdict(Result.MISMATCH) if findings.state is State.OTHER else recorded
    commit, log = by_text.commitment(certificate), keys.log(event.purpose).public_key()
    proof = checks.proof(findings.proof, event.origin or "", certificate.index, commit, log)
    all_checks = (
        *findings.against(Keys.of(event.purpose)),
        *_stored(session, certificate, data, findings),
        *recorded.checks,
        proof,
    )
    failed = {check.name for check in all_checks if not check.passed}
    if failed - {"whole"}:
        return replace(recorded, result=Result.MISMATCH, checks=all_checks)
    appended = failed and recorded.result is Result.VALID
    result = Result.APPENDED if appended else recorded.result
    return replace(recorded, result=result, checks=all_checks)


def _stored(
    session: Session, certificate: Certificate, data: bytes, findings: Findings
) -> Iterator[Check]:
    """Check that a file with a timestamp is the stored one: no signature covers the timestamp.

    A file with another signature of the issuer was issued at another time, by a database that was
    restored since; it is not compared.
    """
    stored = certificates.stored(session, certificate.id) if findings.stamped else None
    if stored is not None and findings.stamped.hex().encode() in stored:
        yield Check("stored", data.startswith(stored))


def _recorded(session: Session, keys: Keyring, findings: Findings) -> Verdict:
    """Return the verdict on the enclosed token, whatever file it is in."""
    verdict = by_text.verify_reading(session, keys, Reading(token=findings.content))
    if verdict.certificate is None:
        return verdict
    enclosed, *rest = verdict.checks
    return replace(verdict, checks=(replace(enclosed, name="enclosed"), *rest))
