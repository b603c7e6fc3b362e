"""The time around a ceremony, in which its organisers are not asked to sign in again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from declare.accounts import sessions
from declare.accounts.models import Membership, Role
from declare.core.window import WindowState
from declare.events.models import Event, Purpose

BEFORE: Final = timedelta(hours=3)
"""How long before the start of the event it begins."""
AFTER: Final = sessions.LONGEST_IN_HALL
"""How long after its start, or its opening if that is later, what nobody closes counts."""
_RUN_BY: Final = (Role.OWNER, Role.ORGANISER, Role.CONDUCTOR)


def since(session: Session, account_id: int, now: datetime) -> datetime | None:
    """The moment from which the account has been running an event; None if it runs none now.

    It runs one from three hours before the start, or the opening of signing if that is earlier,
    until signing closes. An event that never opened, and a rehearsal that nobody closed, are no
    ceremony any more after AFTER.
    """
    query = (
        select(Event.starts_at, Event.signing_opened_at)
        .join(Membership, Event.id == Membership.event_id)
        .where(
            Membership.account_id == account_id,
            Membership.role.in_(_RUN_BY),
            Event.published_at.is_not(None),
            Event.signing != WindowState.CLOSED,
            or_(Event.closes_at.is_(None), Event.closes_at > now),
            or_(Event.starts_at <= now + BEFORE, Event.signing_opened_at.is_not(None)),
            or_(
                Event.starts_at > now - AFTER,
                Event.signing_opened_at > now - AFTER,
                and_(Event.purpose == Purpose.LIVE, Event.signing_opened_at.is_not(None)),
            ),
        )
    )
    return min((_beginning(*row) for row in session.execute(query)), default=None)


def _beginning(starts_at: datetime | None, opened_at: datetime | None) -> datetime:
    planned = None if starts_at is None else starts_at - BEFORE
    return min(moment for moment in (planned, opened_at) if moment is not None)
