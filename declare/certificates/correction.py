"""Certificates of a pledge that is corrected or revoked: the old ones keep answering for ever."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from declare.certificates import service
from declare.certificates.models import Certificate, Status
from declare.certificates.recorded import RecordedPledge
from declare.core import payload
from declare.core.reason import Reason
from declare.events.models import Event
from declare.keys import Keyring


def correct(
    session: Session, keys: Keyring, event: Event, corrected: RecordedPledge, now: datetime
) -> None:
    """Issue the certificate of a correction in place of the pledge's current one.

    Number, ordinal and time stay the pledge's. Every earlier certificate names the new one as its
    successor, so that a reader takes one step and not many.
    """
    of_pledge = Certificate.pledge_id == corrected.id
    ended = {"status": Status.SUPERSEDED, "ended_at": now}
    session.execute(
        update(Certificate).where(of_pledge, Certificate.status == Status.CURRENT).values(ended)
    )
    successor = payload.decode(corrected.payload).code
    session.execute(update(Certificate).where(of_pledge).values(successor=successor))
    service.issue(session, keys, event, corrected, now)


def withdraw(session: Session, pledge_id: int, reason: Reason, now: datetime) -> None:
    """End every certificate of a revoked pledge, superseded ones as well."""
    ended = {"status": Status.REVOKED, "ended_at": now, "reason": reason}
    session.execute(update(Certificate).where(Certificate.pledge_id == pledge_id).values(ended))
