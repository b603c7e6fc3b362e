"""Issuing certificates: frozen once, with the pledge, and never changed by what changes later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from declare.certificates.models import Certificate
from declare.core import token
from declare.events.models import Event
from declare.keys import Keyring
from declare.ledger.service import Appended
from declare.pledges.models import Pledge
from declare.registrations.models import Registration


def issue(
    session: Session,
    keys: Keyring,
    event: Event,
    registration: Registration,
    pledge: Pledge,
    payload: bytes,
    entry: bytes,
    appended: Appended,
    now: datetime,
) -> None:
    """Freeze the certificate of a pledge."""
    signed = token.sign(payload, keys.certificate(event.purpose))
    session.add(
        Certificate(
            code=pledge.code,
            event_id=event.id,
            pledge_id=pledge.id,
            design_id=event.design.id if event.design else 0,
            number=str(pledge.ordinal),
            name=registration.printed_name,
            position=registration.position,
            ordinal=pledge.ordinal,
            index=appended.index,
            entry=entry,
            payload=payload,
            token=signed,
            checkpoint=appended.note,
            signed_at=pledge.signed_at,
            issued_at=now,
        )
    )
