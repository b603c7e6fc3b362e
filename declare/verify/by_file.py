"""The verdict on a PDF that somebody handed in, held against the record."""

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
    """It is no PDF, or one that nobody can open without a password."""


def judge(session: Session, keys: Keyring, data: bytes) -> Verdict:
    """The verdict on a file. Raises Unreadable, and Busy where too many are read at the moment.

    The session is used only after the file was read, which may take seconds.
    """
    found = sandbox.read(data, by_text.pinned(keys).signers)
    return against_record(session, keys, data, found)


def against_record(session: Session, keys: Keyring, data: bytes, found: Findings) -> Verdict:
    """The verdict on a file, by what was found in it, in the order of DESIGN §5.

    Raises Unreadable.
    """
    if found.state is State.UNREADABLE:
        raise Unreadable(field="file")
    recorded = _recorded(session, keys, found)
    certificate, event = recorded.certificate, recorded.event
    if certificate is None or event is None:
        return Verdict(Result.MISMATCH) if found.state is State.OTHER else recorded
    commit, log = by_text.commitment(certificate), keys.log(event.purpose).public_key()
    proof = checks.proof(found.proof, event.origin or "", certificate.index, commit, log)
    own = (*found.against(Keys.of(event.purpose)), *_stored(session, certificate, data, found))
    run = (*own, *recorded.checks, proof)
    failed = {check.name for check in run if not check.passed}
    if failed - {"whole"}:
        return replace(recorded, result=Result.MISMATCH, checks=run)
    return replace(recorded, result=Result.APPENDED if failed else recorded.result, checks=run)


def _stored(
    session: Session, certificate: Certificate, data: bytes, found: Findings
) -> Iterator[Check]:
    """A stamped file is the one that was stored: its timestamp is not covered by the signature.

    With another signature of the issuer it was handed out at another time, by a database that was
    restored since.
    """
    stored = certificates.stored(session, certificate.id) if found.stamped else None
    if stored is not None and found.stamped.hex().encode() in stored:
        yield Check("stored", data.startswith(stored))


def _recorded(session: Session, keys: Keyring, found: Findings) -> Verdict:
    """What the record says of the enclosed content, whosesoever file that is in."""
    verdict = by_text.by_reading(session, keys, Reading(token=found.content))
    if verdict.certificate is None:
        return verdict
    enclosed, *rest = verdict.checks
    return replace(verdict, checks=(replace(enclosed, name="enclosed"), *rest))
