"""A forgotten password: a link to the account's mailbox, used once within an hour.

It proves the mailbox and sets a password; the second factor stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from declare.accounts import directory, mailed_links
from declare.accounts.models import Account, PasswordLink
from declare.errors import Gone, NotFound

LIFE = timedelta(hours=1)
HOURLY = 3
"""Links of one account within an hour; beyond them no mail is sent, and the answer is the same."""

PURPOSE = "password"


class PasswordLinkEnded(Gone):
    """A link of the account was used since, or this one is older than an hour."""


def order(session: Session, key: bytes, email: str, now: datetime) -> PasswordLink | None:
    """Make a link for the account of an address; None if there is none, or it had HOURLY links.

    Anybody may ask for one, so it does not end those before it: one that is in use stays good.
    """
    account = directory.by_email(session, email)
    if account is None or _recent(session, account, now) >= HOURLY:
        return None
    nonce = mailed_links.new_nonce()
    digest = mailed_links.digest(mailed_links.token(key, PURPOSE, nonce))
    link = PasswordLink(
        account_id=account.id,
        nonce=nonce,
        token_hash=digest,
        created_at=now,
        expires_at=now + LIFE,
    )
    session.add(link)
    session.flush()
    return link


def _recent(session: Session, account: Account, now: datetime) -> int:
    query = select(func.count(PasswordLink.id)).where(
        PasswordLink.account_id == account.id, PasswordLink.created_at > now - timedelta(hours=1)
    )
    return session.scalar(query) or 0


def _end_all(session: Session, account: Account, now: datetime) -> None:
    session.execute(
        update(PasswordLink)
        .where(PasswordLink.account_id == account.id, PasswordLink.ended_at.is_(None))
        .values(ended_at=now)
    )


def token(key: bytes, link: PasswordLink) -> str:
    """The token in a mailed link."""
    return mailed_links.token(key, PURPOSE, link.nonce)


def by_token(session: Session, text: str, now: datetime) -> tuple[PasswordLink, Account]:
    """The link of a token, and its account. Raises NotFound and PasswordLinkEnded."""
    query = select(PasswordLink).where(PasswordLink.token_hash == mailed_links.digest(text))
    return _of(session, query, now)


def _of(
    session: Session, query: Select[PasswordLink], now: datetime
) -> tuple[PasswordLink, Account]:
    link = session.scalar(query)
    if link is None:
        raise NotFound
    if link.ended_at is not None or now >= link.expires_at:
        raise PasswordLinkEnded
    return link, session.get_one(Account, link.account_id)


def use(session: Session, text: str, password: str, now: datetime, *, name: str = "") -> Account:
    """Set the password by a link, which ends with every other link and session of the account.

    `name` becomes the name of an account that was not proved before. Raises as `by_token`, and
    Invalid for a password that is not allowed.
    """
    query = select(PasswordLink).where(PasswordLink.token_hash == mailed_links.digest(text))
    locked = query.with_for_update().execution_options(populate_existing=True)
    _link, account = _of(session, locked, now)
    directory.prove(session, account, password, now, name=name)
    _end_all(session, account, now)
    session.flush()
    return account
