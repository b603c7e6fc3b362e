"""Closing an account for good: nothing opens it, and its person's data are gone.

The row stays without name and address, because the audit log refers to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from declare.accounts import invitations, sessions, team
from declare.accounts.models import (
    Account,
    Membership,
    PasswordLink,
    RecoveryCode,
    Role,
    SecondFactor,
)

_NAME = "Akun ditutup"


@dataclass(frozen=True)
class _Event:
    """An event, by its number."""

    id: int


def close(session: Session, account: Account, heir: Account | None, now: datetime) -> None:
    """End the account's sessions, roles, offers and links, and forget its name and address.

    The heir, an organiser of each event that the account owns, becomes its owner. Raises NotFound
    where he is none, and Conflict where an event would be left without an owner or organiser.
    """
    query = select(Membership).where(Membership.account_id == account.id).order_by(Membership.id)
    for membership in session.scalars(query).all():
        event = _Event(membership.event_id)
        if membership.role == Role.OWNER and heir is not None:
            team.hand_over(session, event, account.id, heir.id)
        team.remove(session, event, account.id)
        invitations.withdraw_of(session, event, account.id, now)
    _end_ways_in(session, account, now)
    # In capitals, so that nothing typed is looked up as this (`directory.lookup_key`).
    account.email, account.name = f"CLOSED {account.id}", _NAME
    account.password_hash, account.proved_at = "", None
    account.may_create = account.admin = False
    session.flush()


def _end_ways_in(session: Session, account: Account, now: datetime) -> None:
    sessions.end_all(session, account.id)
    for table in (RecoveryCode, SecondFactor):
        session.execute(delete(table).where(table.account_id == account.id))
    session.execute(
        update(PasswordLink)
        .where(PasswordLink.account_id == account.id, PasswordLink.ended_at.is_(None))
        .values(ended_at=now)
    )
