"""Sessions of accounts, as rows: what ends one ends it for every copy of its cookie.

Lifetimes: NIST SP 800-63B, section 4.2.3 (authentication level 2), asks for at most 12 hours in
all and 30 minutes without use. 60 minutes are for people who run a ceremony beside a video call; a
second factor guards what cannot be undone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from declare.accounts.models import Account, AccountSession

IDLE: Final = timedelta(minutes=60)
"""A session that was not used for so long is over."""
LONGEST: Final = timedelta(hours=12)
"""Longest life of a session."""
LONGEST_IN_HALL: Final = timedelta(hours=16)
"""The same while its account runs a ceremony (`events.hall`); it does not idle out then."""
SECOND_CLICK: Final = timedelta(seconds=10)
"""How long the token before a renewal is good for."""
NOTED: Final = timedelta(minutes=5)
"""The last use is written at most so often."""


def begin(session: Session, account_id: int, device: str, now: datetime) -> str:
    """Make a session and return its token: 43 characters, of which only the hash is stored.

    Rows of sessions that are over go, also those of accounts that never come back.
    """
    token = _new_token()
    over = AccountSession.created_at < now - LONGEST_IN_HALL
    session.execute(
        delete(AccountSession).where(over), execution_options={"synchronize_session": False}
    )
    session.add(
        AccountSession(
            account_id=account_id,
            token_hash=_hash(token),
            device=device,
            created_at=now,
            last_used_at=now,
        )
    )
    session.flush()
    return token


def renew(row: AccountSession, key: bytes, token: str) -> str:
    """Give a session another token. Copies of its cookie with the one before soon open nothing."""
    newer = successor(key, token)
    row.token_hash = _hash(newer)
    return newer


def successor(key: bytes, token: str) -> str:
    """The token that follows a token when it is renewed; without the key nobody can tell it."""
    mac = hmac.digest(key, b"declare/session/2\n" + token.encode(errors="replace"), hashlib.sha256)
    return base64.urlsafe_b64encode(mac).decode("ascii").rstrip("=")


def is_just_renewed(row: AccountSession, now: datetime) -> bool:
    """Whether a second click may still bring the token from before the renewal."""
    proved = max(row.created_at, row.second_factor_at or row.created_at)
    return now < proved + SECOND_CLICK


def find(session: Session, token: str) -> tuple[AccountSession, Account] | None:
    """The session of a token, whether or not its time is over, and its account: one query."""
    query = select(AccountSession, Account).join(Account, Account.id == AccountSession.account_id)
    row = session.execute(query.where(AccountSession.token_hash == _hash(token))).one_or_none()
    return None if row is None else (row[0], row[1])


def lives(row: AccountSession, now: datetime, hall_since: datetime | None) -> bool:
    """Whether the time of a session is not over yet.

    While its account runs a ceremony, only a session that had not ended when that began is spared:
    none that was over comes back to life.
    """
    if hall_since is not None and now >= row.created_at + LONGEST_IN_HALL:
        return False
    moment = now if hall_since is None else max(hall_since, row.created_at)
    return moment < row.created_at + LONGEST and moment < row.last_used_at + IDLE


def note_use(session: Session, number: int, now: datetime) -> None:
    """Write that a session was used; one that has ended meanwhile stays ended."""
    session.execute(
        update(AccountSession).where(AccountSession.id == number).values(last_used_at=now)
    )


def of_account(
    session: Session, account_id: int, now: datetime, hall_since: datetime | None
) -> list[AccountSession]:
    """The account's sessions whose time is not over, the last used one first."""
    query = select(AccountSession).where(
        AccountSession.account_id == account_id, AccountSession.created_at > now - LONGEST_IN_HALL
    )
    rows = session.scalars(query.order_by(AccountSession.last_used_at.desc()))
    return [row for row in rows if lives(row, now, hall_since)]


def end(session: Session, account_id: int, number: int) -> bool:
    """End one session of the account; False if it has none of that number."""
    query = delete(AccountSession).where(
        AccountSession.id == number, AccountSession.account_id == account_id
    )
    return session.execute(query.returning(AccountSession.id)).first() is not None


def end_all(session: Session, account_id: int, *, but: int | None = None) -> None:
    """End every session of the account, except the one of the number `but`."""
    query = delete(AccountSession).where(AccountSession.account_id == account_id)
    session.execute(query if but is None else query.where(AccountSession.id != but))


def end_everybodys(session: Session) -> None:
    """End every session of every account."""
    session.execute(delete(AccountSession))


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
