"""Certificate codes: eleven random symbols and a check symbol.

The check symbol makes the sum of the symbols' values, each times its place, divisible by 31 (the
scheme of ISBN-10, modulo another prime). Look-alikes are read as in Crockford's Base32.
"""

import secrets
import unicodedata

from declare.core.errors import CoreError

ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
"""31 symbols, a prime: the weighted sum detects every single error and every transposition."""

LENGTH = 12
_SYMBOLS = frozenset(ALPHABET)
_LONGEST_TEXT = 64
_INVERSE_OF_LENGTH = pow(LENGTH, -1, len(ALPHABET))
_LOOKALIKES = str.maketrans("OILSU", "0115V")


class CodeError(CoreError):
    """The text is not a code: `length`, `symbol` or `check`."""


def generate() -> str:
    """Return a new random code of twelve symbols, without dashes."""
    body = draw(LENGTH - 1)
    value = -_weighted_sum(body) * _INVERSE_OF_LENGTH % len(ALPHABET)
    return body + ALPHABET[value]


def draw(count: int) -> str:
    """Return `count` random symbols of the alphabet, without a check symbol."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def normal(text: str) -> str:
    """Return `text` in upper case, without dashes or spaces, look-alikes replaced.

    Symbols outside the alphabet stay as they are.
    """
    symbols = (c for c in text if not c.isspace() and unicodedata.category(c) != "Pd")
    return "".join(c.upper() if c.isascii() else c for c in symbols).translate(_LOOKALIKES)


def read(text: str) -> str:
    """Return the code that `text` spells, in normal form; raise `CodeError` if there is none."""
    if len(text) > _LONGEST_TEXT:
        raise CodeError("length")
    code = text if _SYMBOLS.issuperset(text) else normal(text)
    if len(code) != LENGTH:
        raise CodeError("length")
    if not _SYMBOLS.issuperset(code):
        raise CodeError("symbol")
    if _weighted_sum(code) % len(ALPHABET):
        raise CodeError("check")
    return code


def printed(code: str) -> str:
    """Return a normal code in groups of four, as on paper: `0123-4567-89AF`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _weighted_sum(symbols: str) -> int:
    return sum(place * ALPHABET.index(symbol) for place, symbol in enumerate(symbols, start=1))
