"""Names and positions: allowed characters, printed form, and comparison of two spellings.

Case, titles, degrees and commas are never touched: they belong to the person.
"""

import unicodedata
from difflib import SequenceMatcher

from declare.core.errors import CoreError

MAX_NAME = 120
"""Longest printed name, in bytes of UTF-8."""
MAX_POSITION = 160
"""Longest printed position, in bytes of UTF-8."""

# Control, format, unassigned, surrogate and private-use characters, line and paragraph separators:
# none has an agreed look on paper, and some make two different texts look alike.
_REFUSED = frozenset({"Cc", "Cf", "Cn", "Cs", "Co", "Zl", "Zp"})

_ONE_NAME, _ONE_WORD = 0.8, 0.65
"""Ratio from which two names, or two words, are alike (1 is equal)."""


class TextError(CoreError):
    """Text that cannot be printed and signed: `character` or `length`."""


def clean(text: str) -> str:
    """Return typed text in NFC without white space around it; nothing else is touched."""
    return unicodedata.normalize("NFC", text).strip()


def check(text: str, max_bytes: int) -> str:
    """Return `text` in NFC; raise `TextError` if it holds a refused character or is too long."""
    composed = unicodedata.normalize("NFC", text)
    # Nothing that is refused is printable, but some spaces of names are not either.
    if not composed.isprintable() and any(map(_is_refused, composed)):
        raise TextError("character")
    if len(composed.encode()) > max_bytes:
        raise TextError("length")
    return composed


def _is_refused(character: str) -> bool:
    return unicodedata.category(character) in _REFUSED


def printed(front_title: str, name: str, back_title: str) -> str:
    """Return the name as it is printed: `front_title name, back_title`, without empty parts."""
    named = " ".join(part for part in (front_title, name) if part)
    return ", ".join(part for part in (named, back_title) if part)


def key(name: str) -> str:
    """Return the comparison key of a name: its letters and digits in NFKC, case-folded."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(character for character in folded if character.isalnum())


def alike(first: str, second: str) -> bool:
    """Return whether two names may be spellings of one person's name.

    Typing errors, joined or separated words and shortened, missing or added names are alike. The
    answer is a suggestion only: two people may have one name.
    """
    if _likeness(key(first), key(second)) >= _ONE_NAME:
        return True
    shorter, longer = sorted((_words(first), _words(second)), key=lambda words: (len(words), words))
    return bool(shorter) and all(any(_same_word(a, b) for b in longer) for a in shorter)


def _words(name: str) -> list[str]:
    return [word for part in name.replace(".", " ").split() if (word := key(part))]


def _same_word(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    return longer.startswith(shorter) or _likeness(first, second) >= _ONE_WORD


def _likeness(first: str, second: str) -> float:
    # The matcher's ratio depends on the order of its arguments.
    before, after = sorted((first, second))
    return SequenceMatcher(None, before, after, autojunk=False).ratio()
