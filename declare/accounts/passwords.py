"""Passwords: argon2id with the parameters of the OWASP Password Storage Cheat Sheet.

Hashing takes memory on purpose, so a process works at two at a time: a crowd at the sign-in door
takes turns instead of the memory.
"""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from declare.core.code import draw, printed

SHORTEST = 12
LONGEST = 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """What is stored of a password."""
    with _turns:
        return _hasher.hash(password.encode(errors="replace"))


def matches(password_hash: str, password: str) -> bool:
    """Whether the hash was made of this password. It takes the same time either way."""
    with _turns:
        try:
            return _hasher.verify(password_hash, password.encode(errors="replace"))
        except (VerificationError, InvalidHashError):
            return False


def one_time() -> str:
    """A password to be handed over once: 79 random bits, easy to read out on the telephone."""
    return printed(draw(16))


NOBODY = hashed(secrets.token_urlsafe())
"""Stands in for the hash of an unknown account, so that the answer takes as long."""
