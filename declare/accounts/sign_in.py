"""Signing in: by password, with a throttle of each account, and by the session's key afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from declare.accounts import directory, passwords, throttle
from declare.accounts.models import Account
from declare.errors import TooManyAttempts

SCOPE = "sign-in"
LIMIT = 10
WINDOW = timedelta(minutes=15)
"""After LIMIT wrong passwords for one account within WINDOW its sign-in is refused. A session that
is signed in already goes on."""


@dataclass(frozen=True)
class SignInAttempt:
    """An attempt to sign in: its account if there is one, the throttle's subject, and the hash that
    the password is compared with."""

    account: Account | None
    subject: str
    password_hash: str


def begin_sign_in(session: Session, email: str, secret: bytes, now: datetime) -> SignInAttempt:
    """Look up the account of an attempt; an unknown address is treated like a known one.

    Comparing the password is the caller's, outside any transaction: it takes tens of milliseconds,
    in which signers would wait for the write lock. Raises TooManyAttempts.
    """
    subject = throttle.subject(secret, SCOPE, directory.lookup_key(email))
    if throttle.refused(session, SCOPE, subject, LIMIT, WINDOW, now):
        raise TooManyAttempts("Terlalu banyak percobaan masuk. Coba lagi 15 menit lagi.")
    account = directory.by_email(session, email)
    return SignInAttempt(account, subject, account.password_hash if account else passwords.NOBODY)


def finish_sign_in(
    session: Session, attempt: SignInAttempt, right: bool, now: datetime
) -> Account | None:
    """The account, if its password was `right`; otherwise the failure is remembered."""
    if right and attempt.account is not None:
        throttle.forget(session, SCOPE, attempt.subject)
        return attempt.account
    throttle.remember(session, SCOPE, attempt.subject, now)
    return None


def signed_in(session: Session, key: str) -> Account | None:
    """The account that a session's key names, unless that session has been ended."""
    number, _, epoch = key.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) < 10 and epoch):
        return None
    account = session.get(Account, int(number))
    return account if account is not None and account.get_id() == key else None
