"""Names and positions: allowed characters, printed form, and comparison of two spellings.

Case, titles, degrees and commas are never touched: they belong to the person.
"""

import unicodedata

from declare.core import spelling, titles
from declare.core.errors import CoreError

MAX_NAME = 120
"""Longest printed name, in bytes of UTF-8."""
MAX_POSITION = 160
"""Longest printed position, in bytes of UTF-8."""

# Control, format, unassigned, surrogate and private-use characters, line and paragraph separators:
# none has an agreed look on paper, and some make two different texts look alike.
_REFUSED = frozenset({"Cc", "Cf", "Cn", "Cs", "Co", "Zl", "Zp"})

_COMPARED = 400
"""Characters of a name up to which spellings are compared: more is no name."""
_USUAL = frozenset(".,-'`()/\u2010\u2011\u2018\u2019\u02bb\u02bc\u00b4")


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
    """Return whether two printed names differ in spelling, degrees and titles only.

    Then the one may replace the other without an organiser. So whatever is unclear is not alike: a
    name that is added, missing or moved, an initial, a letter more. The length of both is limited.
    """
    if first == second:
        return True
    if max(len(first), len(second)) > _COMPARED or marks(first) != marks(second):
        return False
    one, two = (spelling.words(titles.without(name)) for name in (first, second))
    if not one or not two:
        return False
    return spelling.joined(one) == spelling.joined(two) or spelling.slipped(one, two)


def marks(name: str) -> list[str]:
    """What a name holds beside letters, digits, spaces and the usual marks between them.

    A letter in another form, such as a raised or a mathematical one, is no letter of a name.
    """
    composed = unicodedata.normalize("NFC", name)
    return sorted(c for c in composed if not (_is_plain(c) or c.isspace() or c in _USUAL))


def _is_plain(character: str) -> bool:
    return character.isalnum() and unicodedata.is_normalized("NFKC", character)
