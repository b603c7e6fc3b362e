"""The time around a ceremony, in which nobody who runs it is asked to sign in again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from declare.accounts.models import Membership, Role
from declare.core.window import WindowState
from declare.events.models import Event

BEFORE: Final = timedelta(hours=3)
"""How long before the start of the event it begins."""
_RUN_BY: Final = (Role.OWNER, Role.ORGANISER, Role.CONDUCTOR)


def is_running(session: Session, account_id: int, now: datetime) -> bool:
    """Whether the account runs an event from three hours before its start until signing closes."""
    begun = or_(Event.starts_at <= now + BEFORE, Event.signing_opened_at.is_not(None))
    query = (
        select(Membership.id)
        .join(Event, Event.id == Membership.event_id)
        .where(
            Membership.account_id == account_id,
            Membership.role.in_(_RUN_BY),
            Event.published_at.is_not(None),
            Event.signing != WindowState.CLOSED,
            or_(Event.closes_at.is_(None), Event.closes_at > now),
            begun,
        )
    )
    return bool(session.scalar(select(exists(query))))
