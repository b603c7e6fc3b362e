"""Reading the audit log: of an event, of the instance, or of one account; filtered, by pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from declare.accounts.models import Account, AuditEntry

PAGE = 50
"""Lines of the audit log on one page."""

Scope = ColumnElement[bool]
"""The entries that a page is about."""

_Actor, _Subject = aliased(Account), aliased(Account)


@dataclass(frozen=True)
class Line:
    """An entry with its accounts: the one that acted, None for the platform or a stranger, and the
    one that it concerns."""

    entry: AuditEntry
    actor: Account | None
    about: Account | None

    @property
    def name(self) -> str | None:
        return self.actor.name if self.actor else None


@dataclass(frozen=True)
class Filters:
    """What is left of a scope: one act, one account (by public id), a period."""

    act: str = ""
    account: str = ""
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Filters()


def of_event(event_id: int) -> Scope:
    """What was done at an event."""
    return AuditEntry.event_id == event_id


def of_instance() -> Scope:
    """What belongs to no event: sign-ins, failures, locks, passwords."""
    return AuditEntry.event_id.is_(None)


def of_account(account_id: int) -> Scope:
    """What concerns an account: its own sign-ins, guesses at it, roles that it was given."""
    own = and_(AuditEntry.account_id == account_id, AuditEntry.event_id.is_(None))
    return or_(AuditEntry.about_id == account_id, own)


def entries(
    session: Session, scope: Scope, page: int, filters: Filters = EVERYTHING
) -> tuple[list[Line], bool]:
    """One page of a scope, newest first, and whether there is a further one."""
    query = _lines(scope, filters).offset((page - 1) * PAGE).limit(PAGE + 1)
    rows = session.execute(query).all()
    return [Line(entry, actor, about) for entry, actor, about in rows[:PAGE]], len(rows) > PAGE


def everything(session: Session, scope: Scope, filters: Filters = EVERYTHING) -> list[Line]:
    """All lines of a scope, newest first, for an export."""
    rows = session.execute(_lines(scope, filters))
    return [Line(entry, actor, about) for entry, actor, about in rows]


def acts(session: Session, scope: Scope) -> list[str]:
    """The acts that occur in a scope, in alphabetical order."""
    query = select(AuditEntry.what).where(scope).distinct().order_by(AuditEntry.what)
    return list(session.scalars(query))


def accounts(session: Session, scope: Scope) -> list[Account]:
    """The accounts that occur in a scope, by name."""
    numbers = select(AuditEntry.account_id).where(scope)
    concerned = select(AuditEntry.about_id).where(scope)
    query = select(Account).where(or_(Account.id.in_(numbers), Account.id.in_(concerned)))
    return list(session.scalars(query.order_by(Account.name, Account.id)))


def _lines(scope: Scope, filters: Filters) -> Select[AuditEntry, Account, Account]:
    query = (
        select(AuditEntry, _Actor, _Subject)
        .outerjoin(_Actor, _Actor.id == AuditEntry.account_id)
        .outerjoin(_Subject, _Subject.id == AuditEntry.about_id)
        .where(scope)
        .order_by(AuditEntry.id.desc())
    )
    if filters.act:
        query = query.where(AuditEntry.what == filters.act)
    if filters.account:
        query = query.where(
            or_(_Actor.public_id == filters.account, _Subject.public_id == filters.account)
        )
    if filters.since is not None:
        query = query.where(AuditEntry.at >= filters.since)
    if filters.until is not None:
        query = query.where(AuditEntry.at < filters.until)
    return query
