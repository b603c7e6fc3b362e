"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes.

A code works once and within one time step of the present one. Mailed links never touch it; only the
operator's command takes it away.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from declare.accounts import passwords, sessions
from declare.accounts.models import Account, Membership, RecoveryCode, Role, SecondFactor
from declare.accounts.team import AnyEvent
from declare.accounts.throttle import Throttle
from declare.core import cipher
from declare.core import code as codes
from declare.core.cipher import CipherError

THROTTLE = Throttle("second-factor")
FRESH = timedelta(minutes=10)
"""How long an answered second factor counts for weighty acts."""

SET_UP = timedelta(minutes=30)
"""How long after its sign-in a session may set a second factor up without the password again."""

_SECRET, _OFFER, _RECOVERY = "second-factor", "second-factor-offer", "recovery-code"
_STEP = 30
"""Seconds of a time step."""
_CODES = 10
_CODE_LENGTH = 12
_SALT_SIZE = 8
_ABOVE_OBSERVER = (Role.OWNER, Role.ORGANISER, Role.CONDUCTOR)


def of(session: Session, account_id: int) -> SecondFactor | None:
    """The account's second factor, confirmed or not."""
    return session.get(SecondFactor, account_id)


def in_force(session: Session, account_id: int) -> bool:
    """Whether the account is asked for a code."""
    factor = of(session, account_id)
    return factor is not None and factor.confirmed_at is not None


def begin(
    session: Session, key: bytes, account_id: int, now: datetime, *, required: bool = False
) -> SecondFactor:
    """The account's second factor, with a new secret where it has none."""
    factor = of(session, account_id)
    if factor is None:
        secret = cipher.encrypt(key, _SECRET, pyotp.random_base32().encode())
        factor = SecondFactor(
            account_id=account_id, secret=secret, last_step=0, required=required, created_at=now
        )
        session.add(factor)
    factor.required = factor.required or required
    session.flush()
    return factor


def require_of_team(session: Session, key: bytes, event: AnyEvent, now: datetime) -> None:
    """Require it of every account above observer at an event that has just become live."""
    query = select(Membership.account_id).where(
        Membership.event_id == event.id, Membership.role.in_(_ABOVE_OBSERVER)
    )
    for account_id in session.scalars(query.order_by(Membership.account_id)).all():
        begin(session, key, account_id, now, required=True)


def secret(key: bytes, factor: SecondFactor) -> str:
    """The secret in base 32, to be typed where no camera is at hand."""
    return cipher.decrypt(key, _SECRET, factor.secret).decode()


def uri(secret: str, email: str, issuer: str) -> str:
    """The address in the QR that an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def offer(key: bytes, account_id: int) -> str:
    """A new secret for an account that has one, encrypted: the browser keeps it until `replace`."""
    text = f"{account_id}\n{pyotp.random_base32()}"
    return base64.urlsafe_b64encode(cipher.encrypt(key, _OFFER, text.encode())).decode("ascii")


def offered(key: bytes, account_id: int, text: str) -> str | None:
    """The secret of an offer to this account."""
    try:
        opened = cipher.decrypt(key, _OFFER, base64.urlsafe_b64decode(text)).decode()
    except (CipherError, ValueError):
        return None
    number, _newline, secret = opened.partition("\n")
    return secret if number == str(account_id) else None


def replace(
    session: Session, key: bytes, account_id: int, secret: str, text: str, now: datetime
) -> list[str] | None:
    """Put a new secret in the place of the present one, by its first code; new recovery codes, or
    None for a wrong code. The old app and the old codes end."""
    factor, step = _lock(session, account_id), _step(secret, text, now)
    if factor is None or factor.confirmed_at is None or step is None:
        return None
    factor.secret, factor.last_step = cipher.encrypt(key, _SECRET, secret.encode()), step
    session.flush()
    return renew_codes(session, key, account_id)


def confirm(
    session: Session, key: bytes, factor: SecondFactor, text: str, now: datetime
) -> list[str] | None:
    """Put the factor in force by its first code; the recovery codes, or None for a wrong code."""
    _lock(session, factor.account_id)
    if factor.confirmed_at is not None or not _is_code(session, key, factor, text, now):
        return None
    factor.confirmed_at = now
    session.flush()
    return renew_codes(session, key, factor.account_id)


def check(session: Session, key: bytes, account_id: int, text: str, now: datetime) -> bool:
    """Whether the text is a code of the account's app or a recovery code, which is now used up."""
    factor = _lock(session, account_id)
    if factor is None or factor.confirmed_at is None:
        return False
    return _is_code(session, key, factor, text, now) or _is_recovery(
        session, key, account_id, text, now
    )


def is_digits(text: str) -> bool:
    """Whether the text has the form of an app's code; a recovery code has not."""
    digits = "".join(text.split())
    return digits.isascii() and digits.isdecimal() and len(digits) == 6


def _lock(session: Session, account_id: int) -> SecondFactor | None:
    """The account's second factor, locked and read again: of two tries at once one is second."""
    query = select(SecondFactor).where(SecondFactor.account_id == account_id)
    locked = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(locked)


def _is_code(session: Session, key: bytes, factor: SecondFactor, text: str, now: datetime) -> bool:
    step = _step(secret(key, factor), text, now)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step = step
    session.flush()
    return True


def _step(secret: str, text: str, now: datetime) -> int | None:
    """The time step, near the present one, of which the text is the code."""
    if not is_digits(text):
        return None
    digits = "".join(text.split())
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // _STEP
    near = (present + 1, present, present - 1)
    return next((at for at in near if hmac.compare_digest(totp.generate_otp(at), digits)), None)


def _is_recovery(session: Session, key: bytes, account_id: int, text: str, now: datetime) -> bool:
    code = codes.normal(text)
    stored = session.scalar(
        select(RecoveryCode.code_hash).where(RecoveryCode.account_id == account_id).limit(1)
    )
    if stored is None or len(code) != _CODE_LENGTH or not set(code) <= set(codes.ALPHABET):
        return False
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.code_hash == _hash(key, account_id, code, _salt_of(stored)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    return used.first() is not None


def renew_codes(session: Session, key: bytes, account_id: int) -> list[str]:
    """Replace the recovery codes; what is returned is shown once and never again."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    new = [codes.draw(_CODE_LENGTH) for _ in range(_CODES)]
    session.add_all(_rows(key, account_id, new))
    session.flush()
    return [codes.printed(code) for code in new]


def _rows(key: bytes, account_id: int, new: Iterable[str]) -> list[RecoveryCode]:
    salt = secrets.token_bytes(_SALT_SIZE)
    return [
        RecoveryCode(account_id=account_id, code_hash=_hash(key, account_id, code, salt))
        for code in new
    ]


def _hash(key: bytes, account_id: int, code: str, salt: bytes) -> str:
    """Salt and argon2id of a code's keyed hash. The codes of an account share their salt, so that
    comparing one with all of them costs one hash."""
    keyed = cipher.fingerprint(key, _RECOVERY, f"{account_id}\n{code}".encode())
    return (salt + passwords.stretched(keyed.encode(), salt)).hex()


def _salt_of(stored: str) -> bytes:
    return bytes.fromhex(stored)[:_SALT_SIZE]


def codes_left(session: Session, account_id: int) -> int:
    """How many recovery codes were not used yet."""
    query = select(RecoveryCode.id).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return len(session.scalars(query).all())


def reset(session: Session, key: bytes, account: Account, now: datetime) -> None:
    """Take the second factor away, and end every session of the account.

    Where it was required, the account has to confirm a new one at its next sign-in.
    """
    sessions.end_all(session, account.id)
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    factor = of(session, account.id)
    if factor is not None:
        session.delete(factor)
        session.flush()
        if factor.required:
            begin(session, key, account.id, now, required=True)
    session.flush()
