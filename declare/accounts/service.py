"""Accounts of organisers and observers: who they are, what they may do at which event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare import contacts
from declare.accounts import passwords, throttle
from declare.accounts.models import Account, Membership, Role
from declare.errors import Invalid, TooManyAttempts

SCOPE = "sign-in"
LIMIT = 10
WINDOW = timedelta(minutes=15)
"""So many wrong passwords of one account within so long shut its door. Whoever is signed in
already is not disturbed."""


class AnyEvent(Protocol):
    """An event, of which accounts know no more than its number."""

    @property
    def id(self) -> int: ...


@dataclass(frozen=True)
class SignInAttempt:
    """Somebody says who he is: what his password is compared with, and what failures count by."""

    account: Account | None
    subject: str
    kept: str


def mail_address(text: str) -> str:
    """The address in lower case, the form in which accounts are known. Raises Invalid."""
    if len(text) > contacts.LONGEST_ADDRESS:
        raise Invalid("Alamat surel terlalu panjang.", "email")
    address = contacts.address(text)
    if not address:
        raise Invalid("Alamat surel tidak lengkap.", "email")
    return address.lower()


def create(
    session: Session, email: str, name: str, password: str, now: datetime, *, may_create: bool
) -> Account:
    """Make an account. Raises Invalid for an unusable or taken address, or a short password."""
    check_password(password)
    account = Account(
        email=mail_address(email),
        name=name,
        password_hash=passwords.hashed(password),
        may_create=may_create,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        raise Invalid("Surel ini sudah punya akun.", "email") from None
    return account


def by_email(session: Session, email: str) -> Account | None:
    """The account of an address, in whatever case it was typed."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def begin_sign_in(session: Session, email: str, secret: bytes, now: datetime) -> SignInAttempt:
    """Look up who wants to sign in; an unknown address is treated like a known one.

    Comparing the password is the caller's, outside any transaction: it takes tens of milliseconds,
    in which signers would wait for the write lock. Raises TooManyAttempts.
    """
    subject = throttle.subject(secret, SCOPE, email.strip().lower())
    if throttle.refused(session, SCOPE, subject, LIMIT, WINDOW, now):
        raise TooManyAttempts("Terlalu banyak percobaan masuk. Coba lagi 15 menit lagi.")
    account = by_email(session, email)
    return SignInAttempt(account, subject, account.password_hash if account else passwords.NOBODY)


def finish_sign_in(
    session: Session, knock: SignInAttempt, right: bool, now: datetime
) -> Account | None:
    """The account, if its password was `right`; otherwise the failure is remembered."""
    if right and knock.account is not None:
        throttle.forget(session, SCOPE, knock.subject)
        return knock.account
    throttle.remember(session, SCOPE, knock.subject, now)
    return None


def check_password(password: str) -> None:
    """Raise Invalid unless this may become a password (NIST SP 800-63B: length, no recipes)."""
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        raise Invalid("Sandi paling sedikit 12 dan paling banyak 200 karakter.", "password")


def change_password(session: Session, account: Account, password: str) -> None:
    """Give the account a new password and end all its sessions. Raises Invalid."""
    check_password(password)
    account.password_hash = passwords.hashed(password)
    account.one_time = False
    account.epoch += 1
    session.flush()


def signed_in(session: Session, key: str) -> Account | None:
    """The account that a session's key names, unless that session has been ended."""
    number, _, epoch = key.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) < 10 and epoch):
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


def join(session: Session, account: Account, event: AnyEvent, role: Role) -> None:
    """Give an account its role at an event. Raises Invalid if it has one already."""
    try:
        with session.begin_nested():
            session.add(Membership(account_id=account.id, event_id=event.id, role=role))
    except IntegrityError:
        raise Invalid("Akun ini sudah menjadi anggota.", "email") from None
