"""The verdict on a PDF that somebody handed in, held against the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from declare.certificates.models import Certificate
from declare.core import note
from declare.core.authority import Chain
from declare.core.proof import Proof
from declare.errors import Invalid
from declare.events.models import Event
from declare.keys import PURPOSES, Keyring
from declare.verify import pasted, sandbox
from declare.verify.checks import Check
from declare.verify.document import Chains, Findings, State
from declare.verify.offline import Reading
from declare.verify.service import Result, Verdict


class Unreadable(Invalid):
    """It is no PDF, or one that nobody can open without a password."""


def judge(session: Session, keys: Keyring, data: bytes) -> Verdict:
    """The verdict on a file. Raises Unreadable, and Busy where too many are read at the moment.

    The session is used only after the file was read, which may take seconds.
    """
    return against_record(session, keys, sandbox.read(data, pinned(keys)))


def pinned(keys: Keyring) -> Chains:
    """The signers of this instance, by the folder of their keys."""
    return {folder: Chain.read(archive).encoded() for folder, archive in keys.seals.items()}


def against_record(session: Session, keys: Keyring, found: Findings) -> Verdict:
    """The verdict on what was found in a file, in the order of DESIGN §5. Raises Unreadable."""
    if found.state is State.UNREADABLE:
        raise Unreadable(field="file")
    recorded = _recorded(session, keys, found)
    certificate, event = recorded.certificate, recorded.event
    if certificate is None or event is None:
        return Verdict(Result.MISMATCH) if found.state is State.OTHER else recorded
    checks = (*_file(found, event), *recorded.checks, _proof(found, keys, certificate, event))
    failed = {check.name for check in checks if not check.passed}
    if failed - {"whole"}:
        return replace(recorded, result=Result.MISMATCH, checks=checks)
    return replace(recorded, result=Result.APPENDED if failed else recorded.result, checks=checks)


def _recorded(session: Session, keys: Keyring, found: Findings) -> Verdict:
    """What the record says of the enclosed content, whosesoever file that is in."""
    verdict = pasted.by_reading(session, keys, Reading(token=found.content))
    if verdict.certificate is None:
        return verdict
    enclosed, *rest = verdict.checks
    return replace(verdict, checks=(replace(enclosed, name="enclosed"), *rest))


def _file(found: Findings, event: Event) -> Iterator[Check]:
    """Whether this event's signer certified the file, and if so, all of it."""
    certified = found.state is not State.OTHER and found.signer == PURPOSES[event.purpose]
    yield Check("certified", certified)
    if certified:
        yield Check("whole", found.state is State.WHOLE)


def _proof(found: Findings, keys: Keyring, certificate: Certificate, event: Event) -> Check:
    """Whether the enclosed proof proves the recorded entry."""
    vkey = note.vkey(event.origin or "", keys.log(event.purpose).public_key())
    try:
        proof = Proof.read(found.proof.decode())
        head = proof.verify(event.origin or "", [note.Verifier(vkey)])
    except ValueError as fault:  # no UTF-8, or any CoreError
        return Check("proof", False, type(fault).__name__)
    same = (proof.index, proof.entry) == (certificate.index, certificate.entry)
    return Check("proof", same, str(head.size))
