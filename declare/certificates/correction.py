"""What becomes of certificates when their pledge is corrected or revoked: a code answers for ever,
and a file that was handed out stays what it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from declare.certificates import service
from declare.certificates.models import Certificate, Status
from declare.core import payload
from declare.core.reason import Reason
from declare.events.models import Event
from declare.keys import Keyring
from declare.ledger import append_batch
from declare.pledges.models import Pledge
from declare.registrations.models import Registration


def correct(
    session: Session,
    keys: Keyring,
    event: Event,
    registration: Registration,
    pledge: Pledge,
    encoded: bytes,
    entry: bytes,
    appended: append_batch.Appended,
    now: datetime,
) -> None:
    """Issue the certificate of a correction in place of the pledge's current one.

    Number, ordinal and time stay the pledge's. All that went before name the new one as their
    successor, so that nobody is led from one old certificate to the next.
    """
    of_pledge = Certificate.pledge_id == pledge.id
    ended = {"status": Status.SUPERSEDED, "ended_at": now}
    session.execute(
        update(Certificate).where(of_pledge, Certificate.status == Status.CURRENT).values(ended)
    )
    successor = payload.decode(encoded).code
    session.execute(update(Certificate).where(of_pledge).values(successor=successor))
    service.issue(session, keys, event, registration, pledge, encoded, entry, appended, now)


def withdraw(session: Session, pledge: Pledge, reason: Reason, now: datetime) -> None:
    """End every certificate of a pledge that is revoked, superseded ones as well."""
    ended = {"status": Status.REVOKED, "ended_at": now, "reason": reason}
    session.execute(update(Certificate).where(Certificate.pledge_id == pledge.id).values(ended))
