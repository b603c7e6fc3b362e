"""Accounts of organisers and observers: who they are, what they may do at which event."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Account, Deed, Membership, Role


def signed_in(session: Session, key: str) -> Account | None:
    """The account that a session's key names, unless that session has been ended."""
    number, _, epoch = key.partition(".")
    if not (number.isdecimal() and epoch.isdecimal() and len(number) < 10):
        return None
    account = session.get(Account, int(number))
    return account if account is not None and account.get_id() == key else None


def role(session: Session, account_id: int, event_id: int) -> Role | None:
    """What an account is at an event, if anything."""
    query = select(Membership.role).where(
        Membership.account_id == account_id, Membership.event_id == event_id
    )
    found = session.scalar(query)
    return None if found is None else Role(found)


def record(
    session: Session,
    event_id: int,
    account_id: int | None,
    what: str,
    now: datetime,
    detail: str = "",
) -> None:
    """Write a line of the event's audit log; `what` is `noun.verb`, as in `event.published`."""
    session.add(Deed(event_id=event_id, account_id=account_id, at=now, what=what, detail=detail))
    session.flush()
