"""Throttles: limits on refused attempts. Attempts are rows, so that they count across processes.

A throttle counts by the thing that is guessed at (an account, a registration), never by address
alone: hundreds of officials sit behind one government network.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from declare.accounts.models import Attempt

_KEPT = timedelta(days=1)
"""How long a refused try is remembered: longer than any throttle's window."""


def subject(secret: bytes, *parts: str) -> str:
    """What a throttle counts by, as a keyed hash: the table names no account."""
    text = "\n".join(("declare/throttle/1", *parts))
    return hmac.new(secret, text.encode(errors="replace"), hashlib.sha256).hexdigest()


def refused(
    session: Session, scope: str, subject: str, limit: int, window: timedelta, now: datetime
) -> bool:
    """Whether `limit` attempts of this subject in this scope were refused within `window`."""
    query = select(func.count(Attempt.id)).where(
        Attempt.scope == scope, Attempt.subject == subject, Attempt.at > now - window
    )
    return (session.scalar(query) or 0) >= limit


def remember(session: Session, scope: str, subject: str, now: datetime) -> None:
    """Write down a refused try, and forget those that no throttle counts any more."""
    session.execute(delete(Attempt).where(Attempt.at < now - _KEPT))
    session.add(Attempt(scope=scope, subject=subject, at=now))
    session.flush()


def forget(session: Session, scope: str, subject: str) -> None:
    """Forget the refused tries of a subject that has proved itself."""
    session.execute(delete(Attempt).where(Attempt.scope == scope, Attempt.subject == subject))
