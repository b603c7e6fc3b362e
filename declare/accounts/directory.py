"""Accounts: made, looked up by address, and given a new password."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare import contacts
from declare.accounts import password_rules, passwords, sessions
from declare.accounts.models import Account
from declare.errors import Invalid

ONE_TIME_LIFE = timedelta(hours=24)


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
    """Make an account, by command or for a mailbox that answered.

    Raises Invalid for an unusable or taken address, or a password that is not allowed.
    """
    address = mail_address(email)
    password_rules.check(password, (address, name))
    account = Account(
        email=address,
        name=name,
        password_hash=passwords.hashed(password),
        may_create=may_create,
        created_at=now,
        proved_at=now,
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        raise Invalid("Surel ini sudah punya akun.", "email") from None
    return account


def lookup_key(email: str) -> str:
    """The form in which a typed address is looked up: that of `mail_address`.

    Text that is no address is only stripped and put in lower case.
    """
    typed = email.strip()
    return (contacts.address(typed) or typed).lower()


def by_email(session: Session, email: str) -> Account | None:
    """The account of an address, in whatever case and spelling of its domain it was typed."""
    return session.scalar(select(Account).where(Account.email == lookup_key(email)))


def change_password(session: Session, account: Account, password: str) -> None:
    """Give the account a new password and end all its sessions. Raises Invalid.

    A one-time password, which somebody else has seen, may not stay.
    """
    password_rules.check(password, (account.email, account.name))
    if account.one_time and passwords.matches(account.password_hash, password, known=True):
        raise Invalid("Sandi sekali pakai harus diganti dengan sandi lain.", "password")
    account.password_hash = passwords.hashed(password)
    account.one_time, account.one_time_until = False, None
    sessions.end_all(session, account.id)
    session.flush()


def prove(
    session: Session, account: Account, password: str, now: datetime, *, name: str = ""
) -> None:
    """Give an account the password that its mailbox's owner chose by a mailed link.

    The mailbox is proved by that. An account that was not proved takes the owner's name as well.
    """
    if account.proved_at is None and name:
        account.name = name
    change_password(session, account, password)
    account.proved_at = account.proved_at or now
    session.flush()


def one_time_password(email: str) -> str:
    """A password for `make_one_time` that is allowed: of a thousand random ones one reads, to the
    filter of breached passwords, like one of them."""
    while True:
        chosen = passwords.one_time()
        with suppress(Invalid):
            password_rules.check(chosen, (email,))
            return chosen


def make_one_time(session: Session, account: Account, now: datetime) -> None:
    """Let the account's password only be used to replace it, within ONE_TIME_LIFE."""
    account.one_time, account.one_time_until = True, now + ONE_TIME_LIFE
    session.flush()


def password_expired(account: Account, now: datetime) -> bool:
    """Whether the account has a one-time password that may not be used any more."""
    return account.one_time_until is not None and now >= account.one_time_until
