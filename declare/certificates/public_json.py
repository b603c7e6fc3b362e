"""The public JSON of a certificate: its frozen row, with the proof that the ledger holds it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from declare.certificates import service
from declare.certificates.models import Certificate
from declare.core import moment, token
from declare.events.models import Event


def describe(session: Session, certificate: Certificate) -> dict[str, Any]:
    """The row as JSON values: bytes in lower-case hex, the entry as its own text, times in UTC.

    `proof` leads from the entry to the root of `checkpoint`, whose size is `index` + 1. What was
    purged is null.
    """
    event = session.get_one(Event, certificate.event_id)
    return {
        "code": certificate.code,
        "event": event.slug,
        "origin": event.origin,
        "purpose": event.purpose,
        "number": certificate.number,
        "name": certificate.name,
        "position": certificate.position,
        "ordinal": certificate.ordinal,
        "signed_at": _moment(certificate.signed_at),
        "issued_at": _moment(certificate.issued_at),
        "status": certificate.status,
        "ended_at": _moment(certificate.ended_at),
        "successor": certificate.successor,
        "payload": certificate.payload.hex() if certificate.payload else None,
        "digits": token.digits(certificate.token) if certificate.token else None,
        "index": certificate.index,
        "entry": certificate.entry.decode("ascii"),
        "checkpoint": certificate.checkpoint,
        "proof": [step.hex() for step in service.proof(session, event, certificate)],
    }


def _moment(at: datetime | None) -> str | None:
    return moment.iso(at) if at else None
