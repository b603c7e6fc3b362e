"""Writing the audit log: account, act and time. Participants are named by public id or ordinal."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import AuditEntry


def write(
    session: Session,
    event_id: int | None,
    account_id: int | None,
    what: str,
    now: datetime,
    *,
    detail: str = "",
    about: int | None = None,
) -> None:
    """Write a line of the audit log of an event, or of the instance where there is none.

    `what` is `noun.verb`, as in `event.published`; `about` the account that the act concerns.
    """
    session.add(
        AuditEntry(
            event_id=event_id,
            account_id=account_id,
            about_id=about,
            at=now,
            what=what,
            detail=detail,
        )
    )
    session.flush()


def write_once(
    session: Session,
    event_id: int | None,
    account_id: int | None,
    what: str,
    now: datetime,
    *,
    detail: str = "",
    about: int | None = None,
    within: timedelta,
) -> None:
    """Like `write`, unless the same line was written `within` this time: what others can repeat at
    will must not fill the log."""
    same = (
        AuditEntry.what == what,
        AuditEntry.event_id.is_not_distinct_from(event_id),
        AuditEntry.account_id.is_not_distinct_from(account_id),
        AuditEntry.about_id.is_not_distinct_from(about),
        AuditEntry.detail == detail,
        AuditEntry.at > now - within,
    )
    if session.scalar(select(AuditEntry.id).where(*same).limit(1)) is None:
        write(session, event_id, account_id, what, now, detail=detail, about=about)
