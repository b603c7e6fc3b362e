"""Passwords that are in public lists of breaches: a Bloom filter in the file beside this module.

It knows every password of the lists, and takes one in a thousand others for one of them: whoever
meets that chooses another. Nobody outside is asked. `python -m tools.breached_passwords` makes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

FILE: Final = Path(__file__).with_name("breached_passwords.bloom")
"""`breached_passwords.origin.txt` says what is in it."""
SIZE: Final = 2_500_000
"""In bytes."""
_PLACES: Final = 10
"""Bits of one password."""


def holds(folded: str) -> bool:
    """Whether a list holds this password, which is NFKC without capitals."""
    with FILE.open("rb") as file:
        return all(_is_set(file, place) for place in places(folded))


def places(folded: str) -> Iterator[int]:
    """The numbers of a password's bits."""
    digest = hashlib.blake2b(folded.encode(errors="replace"), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    return ((first + number * step) % (8 * SIZE) for number in range(_PLACES))


def _is_set(file: BinaryIO, place: int) -> bool:
    file.seek(place // 8)
    return bool(file.read(1)[0] & 1 << place % 8)
