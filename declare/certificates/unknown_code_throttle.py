"""Unknown certificate codes: the only thing about verification that is throttled.

A known code always gets its answer. The limit is by address and generous, since hundreds of
officials stand behind one government network; a guesser needs 31 ** 11 tries.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from declare.accounts import throttle
from declare.core import code as codes
from declare.errors import TooManyAttempts
from declare.keys import Keyring

DOOR = "certificate"
LIMIT = 60
WINDOW = timedelta(minutes=10)


class TooManyUnknownCodes(TooManyAttempts):
    """One address asked for too many codes that do not exist."""


def remember(session: Session, keys: Keyring, text: str, address: str, now: datetime) -> None:
    """Write down that somebody at `address` asked for an unknown code.

    Text that spells no code is a slip of the finger, not a guess: thirty of thirty-one tries.
    Raises TooManyUnknownCodes when there were LIMIT guesses within WINDOW.
    """
    try:
        codes.read(text)
    except codes.CodeError:
        return
    subject = throttle.subject(keys.data, DOOR, address)
    if throttle.refused(session, DOOR, subject, LIMIT, WINDOW, now):
        raise TooManyUnknownCodes
    throttle.remember(session, DOOR, subject, now)
