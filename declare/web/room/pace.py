"""A limit on how often a participant asks for other words: each is a line of the audit log, which
nobody removes."""

from __future__ import annotations

from typing import Final

from declare.accounts import throttle
from declare.accounts.throttle import Answer, Throttle
from declare.database import db
from declare.errors import TooManyAttempts
from declare.registrations import links
from declare.registrations.models import Registration
from declare.web.caller import caller, stranger
from declare.web.context import keyring, now

WORDS: Final = Throttle("words", together=20, alone=20, pace=Throttle.window)


def keep(person: Registration) -> None:
    """Count one more change or request of a participant. Raises TooManyAttempts."""
    subject = links.subject(keyring(), person)
    taken = throttle.take(db.session(), WORDS, subject, stranger(caller()), now())
    if taken.answer is not Answer.ALLOWED:
        raise TooManyAttempts
