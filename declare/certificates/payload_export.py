"""Export of the payloads behind an event's ledger, for an auditor that may see names."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.certificates.models import Certificate
from declare.events.models import Event


def lines(session: Session, event: Event) -> str:
    """Every payload that was not purged, in hexadecimal, one a line, in the order of the ledger.

    Those of corrected and revoked certificates are among them: the ledger commits to them as well.
    """
    query = (
        select(Certificate.payload)
        .where(Certificate.event_id == event.id, Certificate.payload.is_not(None))
        .order_by(Certificate.index)
    )
    return "".join(f"{payload.hex()}\n" for payload in session.scalars(query) if payload)
