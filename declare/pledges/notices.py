"""Letters about pledges, left in the outbox; their text is made when they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from declare.messages import service as messages
from declare.pledges.models import Correction, Pledge
from declare.registrations.models import Registration, WordingRequest


def receipt(session: Session, registration: Registration, pledge: Pledge) -> None:
    """Tell the signer that the pledge was signed."""
    contacts = [registration.email]
    _queue(session, "receipt", registration, contacts, pledge.signed_at, pledge=pledge.id)


def revoked(session: Session, registration: Registration, pledge: Pledge, now: datetime) -> None:
    """Tell the signer that the pledge was revoked."""
    _queue(session, "revoked", registration, [registration.email], now, pledge=pledge.id)


def corrected(session: Session, registration: Registration, code: str, now: datetime) -> None:
    """Tell the signer that the certificate with this code replaces the one before."""
    contacts = [registration.email]
    _queue(session, "corrected", registration, contacts, now, certificate=code)


def correction_refused(
    session: Session, registration: Registration, correction: Correction, now: datetime
) -> None:
    """Tell the signer that the certificate stays as it is."""
    contacts = [registration.email]
    _queue(session, "correction_refused", registration, contacts, now, correction=correction.id)


def contact_changed(
    session: Session, registration: Registration, before: str, now: datetime
) -> None:
    """Tell the address `before` that another contact is recorded. It names nobody: whoever was
    recorded by mistake learns no more than the event."""
    language = registration.language
    _queue(session, "contact_changed", registration, [before], now, language=language)


def request_accepted(
    session: Session, registration: Registration, request: WordingRequest, now: datetime
) -> None:
    """Tell the participant that the words asked for are approved, before signing."""
    contacts = [registration.email]
    _queue(session, "request_accepted", registration, contacts, now, request=request.id)


def request_refused(
    session: Session, registration: Registration, request: WordingRequest, now: datetime
) -> None:
    """Tell the participant that the approved words stay, and why."""
    contacts = [registration.email]
    _queue(session, "request_refused", registration, contacts, now, request=request.id)


def request_lapsed(
    session: Session, registration: Registration, request: WordingRequest, now: datetime
) -> None:
    """Tell the participant that signing closed before a decision."""
    contacts = [registration.email]
    _queue(session, "request_lapsed", registration, contacts, now, request=request.id)


def _queue(
    session: Session,
    kind: str,
    registration: Registration,
    contacts: Sequence[str],
    now: datetime,
    **values: int | str,
) -> None:
    for address in filter(None, contacts):
        messages.enqueue(
            session,
            kind=kind,
            to=address,
            now=now,
            event_id=registration.event_id,
            registration_id=registration.id,
            values=values,
        )
