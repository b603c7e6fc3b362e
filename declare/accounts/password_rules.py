"""What may become a password (NIST SP 800-63B): long enough, and not what is guessed first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from declare.accounts import breached
from declare.accounts.passwords import LONGEST, SHORTEST
from declare.errors import Invalid

_FILE = Path(__file__).with_name("common_passwords.txt")
"""Lower case, one a line; `common_passwords.origin.txt` says where they are from."""
_FEWEST_CHARACTERS = 5
"""Different characters in a password."""
_OWN_WORD = 4
"""A shorter part of a name or address is no word to look for."""
_OF_THE_PLATFORM = ("deklarasi netralitas netral ikrar panitia declare",)
"""What stands on every page of it."""
_NUMBER = re.compile(r"(?:62|0)?8\d{8,11}|(?:19|20)\d{16}")
"""A mobile number; a NIP, which begins with the year of birth."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_REST = 8
"""Characters that must be left of a password without the words of its account."""


def check(password: str, own: Iterable[str] = ()) -> None:
    """Raise Invalid unless this may become a password; `own` are its account's name and address,
    or the host of this platform."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid("Sandi paling sedikit 12 dan paling banyak 200 karakter.", "password")
    folded = unicodedata.normalize("NFKC", password).casefold()
    if _is_common(folded) or _is_own(folded, (*own, *_OF_THE_PLATFORM)) or _is_breached(folded):
        raise Invalid(
            "Sandi ini mudah ditebak. Pakai beberapa kata yang tidak berhubungan.", "password"
        )


def _is_common(folded: str) -> bool:
    """Whether a list of passwords begins with it: as it is, repeated, or with digits around it."""
    unit = _unit(folded)
    core = unit.strip("".join({each for each in unit if not each.isalpha()}))
    few = len(set(folded)) < _FEWEST_CHARACTERS
    known = bool({folded, unit, core, "".join(core.split())} & _common())
    return few or known or (not core and _is_number(folded))


def _is_breached(folded: str) -> bool:
    """Whether a list of breaches holds it, with its spaces or without."""
    return any(breached.holds(text) for text in {folded, "".join(folded.split())})


def _is_number(folded: str) -> bool:
    """Whether it is a telephone number, a NIP, or digits in a row."""
    digits = "".join(each for each in folded if each.isdecimal())
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    return len(steps) == 1 or bool(_NUMBER.fullmatch(digits))


def _unit(text: str) -> str:
    """The shortest text of which `text` is a repetition."""
    return text[: (text + text).find(text, 1)]


def _is_own(folded: str, own: Iterable[str]) -> bool:
    """Whether little is left without the words of the account and of the platform."""
    words = {
        word
        for text in own
        for word in _BETWEEN_WORDS.split(unicodedata.normalize("NFKC", text).casefold())
        if len(word) >= _OWN_WORD
    }
    squeezed = rest = "".join(folded.split())
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != squeezed and len(rest) < _REST


@cache
def _common() -> frozenset[str]:
    return frozenset(_FILE.read_text(encoding="utf-8").split())
