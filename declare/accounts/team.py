"""The roles of accounts at one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.accounts import directory, passwords
from declare.accounts.models import Account, Membership, Role
from declare.errors import Conflict, Invalid, NotFound


class AnyEvent(Protocol):
    """An event, of which accounts know no more than its number."""

    @property
    def id(self) -> int: ...


@dataclass(frozen=True)
class Member:
    """An account with its role at an event."""

    account: Account
    role: Role


def role(session: Session, account_id: int, event_id: int) -> Role | None:
    """What an account is at an event, if anything."""
    query = select(Membership.role).where(
        Membership.account_id == account_id, Membership.event_id == event_id
    )
    value = session.scalar(query)
    return None if value is None else Role(value)


def join(session: Session, account: Account, event: AnyEvent, role: Role) -> None:
    """Give an account its role at an event. Raises Invalid if it has one already."""
    try:
        with session.begin_nested():
            session.add(Membership(account_id=account.id, event_id=event.id, role=role))
    except IntegrityError:
        raise Invalid("Akun ini sudah menjadi anggota.", "email") from None


def members(session: Session, event: AnyEvent) -> list[Member]:
    """All accounts with a role at the event, organisers first."""
    query = (
        select(Account, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.event_id == event.id)
        .order_by(Membership.role.desc(), Account.name, Account.id)
    )
    return [Member(account, Role(role)) for account, role in session.execute(query)]


def member(session: Session, event: AnyEvent, account_id: int) -> Member:
    """The person with this account number. Raises NotFound for one without a role here."""
    for each in members(session, event):
        if each.account.id == account_id:
            return each
    raise NotFound


def invite(
    session: Session, event: AnyEvent, email: str, name: str, role: Role, now: datetime
) -> str | None:
    """Give the person of this address a role.

    Where there was no account, one is made, and its one-time password returned: the only time that
    anybody sees it. Raises Invalid for an unusable address or somebody who has a role already.
    """
    address = directory.mail_address(email)
    account, password = directory.by_email(session, address), None
    if account is None:
        password = passwords.one_time()
        account = directory.create(session, address, name, password, now, may_create=False)
        account.one_time = True
    join(session, account, event, role)
    return password


def remove(session: Session, event: AnyEvent, account_id: int) -> Account:
    """End an account's role at an event. Raises NotFound, and Conflict for the last organiser."""
    query = select(Membership).where(Membership.event_id == event.id)
    rows = list(session.scalars(query.order_by(Membership.id).with_for_update()))
    leaving = [member for member in rows if member.account_id == account_id]
    if not leaving:
        raise NotFound
    staying = [member.role for member in rows if member.account_id != account_id]
    if Role.ORGANISER not in staying:
        raise Conflict("Acara harus punya sedikitnya satu panitia.")
    session.delete(leaving[0])
    session.flush()
    return session.get_one(Account, account_id)
