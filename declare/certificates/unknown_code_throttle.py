"""Throttle on unknown certificate codes, the only one on verification.

A known code is always answered. The limit is by network address and generous, since hundreds of
officials share one government network; guessing a code takes 31 ** 11 tries.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from declare.accounts import throttle
from declare.core import code as codes
from declare.errors import TooManyAttempts
from declare.keys import Keyring

SCOPE = "certificate"
LIMIT = 60
WINDOW = timedelta(minutes=10)


class TooManyUnknownCodes(TooManyAttempts):
    """One address asked for too many codes that do not exist."""


def remember(session: Session, keys: Keyring, text: str, address: str, now: datetime) -> None:
    """Record that an unknown code was asked for from `address`.

    Text whose check symbol is wrong is a slip and not counted: so are 30 of 31 random codes.
    Raises TooManyUnknownCodes when there were LIMIT guesses within WINDOW.
    """
    try:
        codes.read(text)
    except codes.CodeError:
        return
    subject = throttle.subject(keys.data, SCOPE, address)
    if throttle.refused(session, SCOPE, subject, LIMIT, WINDOW, now):
        raise TooManyUnknownCodes
    throttle.remember(session, SCOPE, subject, now)
