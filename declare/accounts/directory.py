"""Accounts: made, looked up by address, and given a new password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare import contacts
from declare.accounts import passwords, sessions
from declare.accounts.models import Account
from declare.errors import Invalid


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
    check_password(password)
    account = Account(
        email=mail_address(email),
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


def check_password(password: str) -> None:
    """Raise Invalid unless this may become a password (NIST SP 800-63B: length, no recipes)."""
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        raise Invalid("Sandi paling sedikit 12 dan paling banyak 200 karakter.", "password")


def change_password(session: Session, account: Account, password: str) -> None:
    """Give the account a new password and end all its sessions. Raises Invalid."""
    check_password(password)
    account.password_hash = passwords.hashed(password)
    account.one_time = False
    sessions.end_all(session, account.id)
    session.flush()
