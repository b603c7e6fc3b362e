"""Revocations: final, with a reason out of a list, and possible after the close, too.

A participant whose pledge was revoked may sign again while signing is open: that is a new pledge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.certificates import correction as certificates
from declare.core import entry
from declare.core.reason import Reason
from declare.core.window import WindowState
from declare.events.models import Event
from declare.keys import Keyring
from declare.ledger import service as ledger
from declare.pledges import correction, notices, signing_window
from declare.pledges.correction import NotSigned
from declare.pledges.correction_decision import DecidedBy
from declare.pledges.lapse import lapse
from declare.pledges.models import Decision, Pledge, Revocation
from declare.pledges.signing import hold
from declare.registrations.models import Registration


@dataclass(frozen=True)
class Revoked:
    """A revoked pledge with its revocation."""

    pledge: Pledge
    revocation: Revocation


def revoke(
    session: Session,
    keys: Keyring,
    event: Event,
    registration: Registration,
    by: DecidedBy,
    *,
    reason: Reason,
) -> Pledge:
    """Revoke the pledge of a participant, end its certificates, and tell the participant.

    A query of it ("bukan saya") and a pending correction are settled with it, after the close a
    request for other words as well. Raises NotSigned.
    """
    signing_window.settle(session, keys, event, by.at)
    log, pledge = hold(session, event, registration)
    if pledge is None:
        raise NotSigned
    pledge.revoked_at = by.at
    session.add(
        Revocation(pledge_id=pledge.id, index=log.size, reason=reason, account_id=by.account_id)
    )
    registration.queried_at = None
    _lapse(session, pledge, by.at)
    session.flush()
    if event.signing == WindowState.CLOSED:
        lapse(session, event, by.at)
    certificates.withdraw(session, pledge.id, reason, by.at)
    session.flush()
    data = entry.encode(entry.Revocation(event.slug, pledge.index))
    ledger.append(session, log, data, keys, event.purpose, by.at)
    notices.revoked(session, registration, pledge, by.at)
    return pledge


def of(session: Session, registration: Registration) -> list[Revoked]:
    """The pledges of a participant that were revoked, the latest first."""
    query = (
        select(Pledge, Revocation)
        .join(Revocation, Revocation.pledge_id == Pledge.id)
        .where(Pledge.registration_id == registration.id)
        .order_by(Pledge.ordinal.desc())
    )
    return [Revoked(*row) for row in session.execute(query)]


def since_close(session: Session, event: Event) -> int:
    """How many of the pledges that the close counted were revoked after it."""
    if event.closes_at is None:
        return 0
    query = select(func.count(Pledge.id)).where(
        Pledge.event_id == event.id, Pledge.revoked_at >= event.closes_at
    )
    return session.scalar(query) or 0


def _lapse(session: Session, pledge: Pledge, now: datetime) -> None:
    pending = correction.waiting(session, pledge)
    if pending is not None:
        pending.decision, pending.decided_at = Decision.LAPSED, now
