"""The values of the page that shows a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from declare.certificates.models import Certificate
from declare.core.moment import Zone, local
from declare.events.models import Event
from declare.ledger.witness import Witnessed
from declare.verify import by_text
from declare.verify.checks import Check
from declare.verify.service import Result, Verdict


@dataclass(frozen=True, slots=True)
class VerdictView:
    """All values that the page depends on: it is the cache key of the rendered fragment.

    `name` and `position` are those of the verdict, `commitment` that of the ledger's entry.
    """

    result: str
    name: str
    position: str
    checks: tuple[Check, ...]
    witnessed: tuple[Witnessed, ...]
    """Cosignatures of checkpoints whose tree contains the entry."""
    commitment: str
    code: str
    number: str
    index: int
    signed_at: datetime
    exercise: bool
    added: bool
    """Whether a file of this status was added to, in a way that leaves the status as it is."""
    sealed: bool
    sealed_by: str
    """What later signers call themselves; empty where they say nothing that can be shown."""
    status: str
    successor: str
    reason: str
    """Why the certificate ended."""
    ended: date | None
    has_file: bool
    slug: str
    title: str
    zone: str
    origin: str
    contact_name: str
    contact_email: str
    contact_phone: str


def view(
    verdict: Verdict, certificate: Certificate, event: Event, witnessed: list[Witnessed]
) -> VerdictView:
    """Return the values of the page of a verdict."""
    ended = certificate.ended_at
    seal = next((check for check in verdict.checks if check.name == "sealed"), None)
    return VerdictView(
        result=verdict.result.value,
        name=verdict.name,
        position=verdict.position,
        checks=verdict.checks,
        witnessed=tuple(witnessed),
        commitment=by_text.commitment(certificate),
        code=certificate.code,
        number=certificate.number,
        index=certificate.index,
        signed_at=certificate.signed_at,
        exercise=not event.live,
        added=_added(verdict),
        sealed=seal is not None,
        sealed_by=seal.detail if seal else "",
        status=certificate.status,
        successor=certificate.successor or "",
        reason=certificate.reason,
        ended=local(ended, Zone(event.zone)).date() if ended else None,
        has_file=certificate.payload is not None,
        slug=event.slug,
        title=event.title,
        zone=event.zone,
        origin=event.origin or "",
        contact_name=event.contact_name,
        contact_email=event.contact_email,
        contact_phone=event.contact_phone,
    )


def _added(verdict: Verdict) -> bool:
    """Tell whether a status, and not the verdict itself, has to say that a file was added to."""
    if verdict.result in (Result.MISMATCH, Result.APPENDED):
        return False
    return any(check.name == "whole" and not check.passed for check in verdict.checks)
