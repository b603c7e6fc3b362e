"""Passwords: argon2id with the parameters of the OWASP Password Storage Cheat Sheet.

Hashing takes memory and time on purpose, so a process has two places for it, and two more for
devices and sessions that are known. Where none is free an unknown device is refused at once: no
thread waits for a stranger's wrong passwords.
"""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw

from declare.core.code import draw, printed
from declare.errors import Busy

SHORTEST = 12
LONGEST = 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_places = threading.BoundedSemaphore(2)
_kept_places = threading.BoundedSemaphore(2)
"""For known devices and signed-in accounts, which wait for their turn instead of being refused."""


class NoPlaceFree(Busy):
    """Every place for comparing passwords is taken."""


def hashed(password: str) -> str:
    """What is stored of a password."""
    with _kept_places:
        return _hasher.hash(password.encode(errors="replace"))


def matches(password_hash: str, password: str, *, known: bool = False) -> bool:
    """Whether the hash was made of this password. It takes the same time either way.

    Raises NoPlaceFree at once where no place is free; a `known` caller waits for one of its own.
    """
    places = _kept_places if known else _places
    if not places.acquire(blocking=known):
        raise NoPlaceFree("Layanan masuk sedang sibuk. Coba lagi beberapa detik lagi.")
    try:
        return _hasher.verify(password_hash, password.encode(errors="replace"))
    except (VerificationError, InvalidHashError):
        return False
    finally:
        places.release()


def stretched(secret: bytes, salt: bytes) -> bytes:
    """24 bytes of argon2id, with the parameters of a password, of a secret that is not long."""
    with _kept_places:
        return hash_secret_raw(secret, salt, 2, 19 * 1024, 1, 24, Type.ID)


def one_time() -> str:
    """A password to be handed over once: 79 random bits, easy to read out on the telephone."""
    return printed(draw(16))


NOBODY = hashed(secrets.token_urlsafe())
"""Stands in for the hash of an unknown account, so that the answer takes as long."""
