"""The spelling of Indonesian names: abbreviations written out, old and foreign spellings evened.

Two words of one sound have one canonical form. That is an equivalence: no chain of respellings
leads from one name to another. Where a rule would be unclear, there is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ABBREVIATED = {
    "muhammad": "m muh moh moch mohd mochd muhd mhd mhmd",
    "ahmad": "a ahm ach achm",
    "abdul": "abd abdl",
    "tubagus": "tb tbg",
    "raden": "r rd rdn",
    "raden roro": "rr",
    "raden ajeng": "ra",
    "siti": "st sti",
    "teungku": "tgk",
    "teuku": "tk",
    "anak agung": "aa",
    "ida bagus": "ib",
    "ida ayu": "ia",
    "gusti": "gst",
    "made": "md",
    "wayan": "wyn",
    "nyoman": "nym nyo",
    "ketut": "kt ktt",
    "putu": "pt",
    "gede": "gd",
    "kadek": "kdk kd",
    "komang": "kmg",
    "dewa": "dw",
    "fransiskus": "fr frans",
    "yohanes": "yoh yohs",
}
"""Names by their usual abbreviations, which are read as such before another word only."""

_INITIALS = frozenset({"aa", "ib", "ia", "ra", "rr"})
"""Those of two words: people write them with a space between the initials, too."""

_VARIED = {
    "muhammad": "muhamad mohammad mohamad mohammed mohamed muhammed mochammad mochamad mochamat "
    "muchammad muchamad mokhammad mokhamad mukhamad mukhammad mohamat muhamat muhammat",
    "ahmad": "achmad akhmad ahmat achmat akhmat ahmed achmed",
    "yusuf": "jusuf yusup jusup yoesoef joesoef",
    "yahya": "jahja jahya",
    "candra": "chandra tjandra",
    "yohanes": "johanes johannes yohannes",
    "siti": "sitti",
    "gede": "gde",
    "fransiskus": "fransiscus franciscus",
}
"""Names by other spellings that no rule below evens."""


def _inverted(table: dict[str, str]) -> dict[str, str]:
    return {short: name for name, shorts in table.items() for short in shorts.split()}


_FULL, _EVEN = _inverted(_ABBREVIATED), _inverted(_VARIED)

_VOWELS = frozenset("aeiou")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("oe|oo", "u"),  # Soekarno, Noor
        ("dj", "j"),  # Djoko
        ("tj", "c"),  # Tjahjo
        ("^nj", "ny"),  # Njoman
        ("hj", "hy"),  # Wahjudi
        ("s[jy](?=[aeiou])", "s"),  # Sjahrir, Syarif
        ("[ck]h", "h"),  # Achmad, Khairul
        ("[td]s|dz", "s"),  # Dzulkifli
        ("ph|v|f", "p"),  # Yusup; `f` and `p` are one letter to many
        ("(?<=[bdgst])h", ""),  # Budhi, Fathur
        ("z", "s"),  # Riza
        ("q", "k"),  # Taufiq
        ("x", "ks"),
        ("y", "i"),  # Mulyadi
        ("uw(?=[aeiou])", "u"),  # Suwarno
        ("(?<=[aeiou])h$", ""),  # Nurhalizah
        ("d$", "t"),  # Rahmad
        (r"^abdu([rsnd])\1?", r"abdul\1"),  # Abdurrahman
    )
)
_BETWEEN = re.compile(r"[.\-\u2010-\u2015/()]+")
_SLIP = 6
"""Letters of a word from which two that changed places are a slip of the hand."""


def words(written: Sequence[str]) -> list[str]:
    """Return the canonical forms of a name's words; those without a letter have none."""
    parts = _paired([part for word in written for part in _split(word)])
    evened = [_word(part, last=place == len(parts) - 1) for place, part in enumerate(parts)]
    return [sound for word in evened for sound in map(_sound, word.split()) if sound]


def joined(canonical: Sequence[str]) -> str:
    """Return canonical words as one, each doubled letter once: people join and part them freely."""
    return re.sub(r"(.)\1+", r"\1", "".join(canonical))


def slipped(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether two vowels or a vowel and its neighbour changed places, inside one long word."""
    if len(first) != len(second):
        return False
    differing = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _is_slip(*differing[0])


def _is_slip(first: str, second: str) -> bool:
    if len(first) != len(second) or len(first) < _SLIP:
        return False
    places = [place for place, letter in enumerate(first) if letter != second[place]]
    if len(places) != 2 or places[1] - places[0] != 1:
        return False
    one, two = first[places[0]], first[places[1]]
    inside = places[0] > 0 and places[1] < len(first) - 1
    return (
        inside
        and (two, one) == tuple(second[place] for place in places)
        and (one in _VOWELS or two in _VOWELS)
    )


def _split(word: str) -> list[str]:
    """The letters of a word, of one with dots or hyphens by part, unless it is known as a whole."""
    parts = [letters for part in _BETWEEN.split(word) if (letters := _letters(part))]
    whole = "".join(parts)
    return [whole] if whole in _FULL else parts


def _paired(parts: Sequence[str]) -> list[str]:
    """Two initials that are known together as one, also written apart: `A. A.` like `A.A.`"""
    paired: list[str] = []
    for part in parts:
        pair = paired[-1] + part if paired and len(paired[-1]) == len(part) == 1 else ""
        if pair in _INITIALS:
            paired[-1] = pair
        else:
            paired.append(part)
    return paired


def _word(letters: str, *, last: bool) -> str:
    name = letters if last else _FULL.get(letters, letters)
    return _EVEN.get(name, name)


def _letters(text: str) -> str:
    """Letters and digits in lower case, without accents."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(character for character in folded if character.isalnum())


def _sound(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word
