"""Signing in: by password, with a throttle of each account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from declare.accounts import audit, directory, passwords, throttle
from declare.accounts.models import Account
from declare.accounts.throttle import Answer, Caller, Taken, Throttle

THROTTLE = Throttle("sign-in")
"""Of each account. A session that is signed in already goes on."""
OWN_PASSWORD = Throttle("own-password")
"""Of the present password that a signed-in account types to change it."""


@dataclass(frozen=True)
class SignInAttempt:
    """An attempt to sign in: its account if there is one, the throttle's answer, and the hash that
    the password is compared with. Only an allowed one is compared and finished."""

    account: Account | None
    taken: Taken
    password_hash: str
    known: bool
    """The device has signed in to this account before."""

    @property
    def allowed(self) -> bool:
        return self.taken.answer is Answer.ALLOWED


def begin_sign_in(
    session: Session, email: str, secret: bytes, caller: Caller, now: datetime
) -> SignInAttempt:
    """Count an attempt and look up its account; an unknown address is treated like a known one.

    The page commits, and compares the password (`passwords.matches`) outside any transaction: that
    takes tens of milliseconds, in which signers would wait for the write lock.
    """
    counted = subject(secret, email)
    account = directory.by_email(session, email)
    taken = throttle.take(session, THROTTLE, counted, caller, now)
    password_hash = account.password_hash if account else passwords.NOBODY
    return SignInAttempt(account, taken, password_hash, caller.knows(counted))


def subject(secret: bytes, email: str) -> str:
    """What tries to sign in to the account of an address are counted by, and what a device is known
    for that proved itself for it."""
    return throttle.subject(secret, THROTTLE.scope, directory.lookup_key(email))


def begin_own_password(
    session: Session, account: Account, secret: bytes, caller: Caller, now: datetime
) -> SignInAttempt:
    """Count an attempt of a signed-in account at its own password. The page commits."""
    counted = throttle.subject(secret, OWN_PASSWORD.scope, account.public_id)
    taken = throttle.take(session, OWN_PASSWORD, counted, caller, now)
    return SignInAttempt(account, taken, account.password_hash, known=True)


def finish_sign_in(
    session: Session, attempt: SignInAttempt, right: bool, now: datetime
) -> Account | None:
    """The account, if its password was `right`; otherwise the failure stays counted."""
    return _finish(session, attempt, right, "account.signed_in", now)


def finish_own_password(
    session: Session, attempt: SignInAttempt, right: bool, now: datetime
) -> bool:
    """Whether the account may change its password; otherwise the failure stays counted."""
    return _finish(session, attempt, right, "account.password_changed", now) is not None


def finish_proving(session: Session, attempt: SignInAttempt, right: bool, now: datetime) -> bool:
    """Whether the account has proved itself again; otherwise the failure stays counted."""
    return _finish(session, attempt, right, "account.password_given", now) is not None


def _finish(
    session: Session, attempt: SignInAttempt, right: bool, what: str, now: datetime
) -> Account | None:
    account = attempt.account
    if not right or account is None or directory.password_expired(account, now):
        _record_failure(session, attempt, now)
        return None
    failed = throttle.forgive(session, attempt.taken)
    audit.write(session, None, account.id, what, now, detail=str(failed or ""), about=account.id)
    return account


def _record_failure(session: Session, attempt: SignInAttempt, now: datetime) -> None:
    """Write the first failure of a window, its lock and its slowing down, each once: a flood of
    guesses does not fill the audit log."""
    throttle.take_turn(session, attempt.taken.scope, attempt.taken.subject)
    about = attempt.account.id if attempt.account else None
    what, detail = "account.sign_in_failed", ""
    if attempt.taken.crowded:
        what, detail = "account.sign_in_slowed", str(THROTTLE.alone)
    elif attempt.taken.left == 0 and not attempt.known:
        what, detail = "account.sign_in_locked", str(THROTTLE.together)
    audit.write_once(
        session, None, None, what, now, detail=detail, about=about, within=THROTTLE.window
    )
