"""The roles of accounts at one event: held, taken, given on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import case, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.accounts.models import Account, Membership, Role
from declare.errors import Conflict, Invalid, NotFound

_ORDER = case({each.value: place for place, each in enumerate(Role)}, value=Membership.role)


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
    """All accounts with a role at the event, the owner and organisers first."""
    query = (
        select(Account, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.event_id == event.id)
        .order_by(_ORDER, Account.name, Account.id)
    )
    return [Member(account, Role(role)) for account, role in session.execute(query)]


def member(session: Session, event: AnyEvent, account_id: int) -> Member:
    """The person with this account number. Raises NotFound for one without a role here."""
    for each in members(session, event):
        if each.account.id == account_id:
            return each
    raise NotFound


def remove(session: Session, event: AnyEvent, account_id: int) -> Account:
    """End an account's role at an event.

    Raises NotFound; Conflict for the owner, who must hand over first, and for the last organiser.
    """
    rows = _rows(session, event)
    leaving = [member for member in rows if member.account_id == account_id]
    if not leaving:
        raise NotFound
    if leaving[0].role == Role.OWNER:
        raise Conflict("Pemilik acara tidak dapat dikeluarkan. Kepemilikan dapat diserahkan.")
    if not any(Role(member.role).organises for member in rows if member is not leaving[0]):
        raise Conflict("Acara harus punya sedikitnya satu panitia.")
    session.delete(leaving[0])
    session.flush()
    return session.get_one(Account, account_id)


def hand_over(session: Session, event: AnyEvent, owner_id: int, account_id: int) -> Account:
    """Make an organiser the owner; the owner stays as an organiser.

    Raises NotFound for an account that organises nothing here, and Conflict for one whose mailbox
    never answered, or where the caller does not own the event any more.
    """
    by_account = {member.account_id: member for member in _rows(session, event)}
    old, new = by_account.get(owner_id), by_account.get(account_id)
    if new is None or new.role != Role.ORGANISER:
        raise NotFound
    account = session.get_one(Account, account_id)
    if old is None or old.role != Role.OWNER:
        raise Conflict("Acara ini sudah diserahkan.")
    if account.proved_at is None:
        raise Conflict("Alamat surel akun ini belum terbukti.")
    old.role = Role.ORGANISER
    session.flush()
    new.role = Role.OWNER
    session.flush()
    return account


def _rows(session: Session, event: AnyEvent) -> list[Membership]:
    """The event's memberships, locked."""
    query = select(Membership).where(Membership.event_id == event.id).order_by(Membership.id)
    rows = session.scalars(query.with_for_update().execution_options(populate_existing=True))
    return list(rows)
