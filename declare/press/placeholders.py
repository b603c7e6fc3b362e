"""Plate and press: one layout for many certificates.

WeasyPrint needs some 70 ms for a page. A plate is such a page with an alphabet in each field of
the person: it fixes where each field stands and brings the glyphs into the file's fonts. Pressing
a certificate puts its own glyphs, with the font's own kerning, in place of the alphabets, which
takes well below a millisecond. A text with a character outside the alphabet is laid out afresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from declare.press import fonts
from declare.press.fitting import Fit
from declare.press.fonts import Font
from declare.press.person import Person

ALPHABET = "".join(map(chr, range(0x21, 0x7F))) + "‘’“”–—…·" + "".join(map(chr, range(0xC0, 0x100)))
"""Beside the space; each character has a glyph of its own in every face."""

_TURN = 7  # so that no two fields have the same alphabet


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a person's text. `follows`: it stands right behind the field before it."""

    text: str
    face: Font
    follows: bool = False


def fields(person: Person) -> list[Field]:
    """Return the lines of a person in the order of the page."""
    return [
        *(Field(line, fonts.MEDIUM) for line in person.number.lines),
        *(Field(line, fonts.SERIF_SEMIBOLD) for line in person.name.lines),
        *(Field(line, fonts.SEMIBOLD) for line in person.position.lines),
        Field(person.when, fonts.REGULAR),
        Field(person.ordinal, fonts.SEMIBOLD, follows=True),
        Field(person.entry, fonts.SEMIBOLD),
        Field(person.code, fonts.BOLD),
    ]


def pressable(person: Person) -> bool:
    """Say whether every character of a person stands in the alphabet."""
    known = set(ALPHABET + " ")
    return all(known.issuperset(field.text) for field in fields(person))


def blank(person: Person) -> Person:
    """Return a person of the same sizes and lines whose texts are alphabets, all different."""
    turns = _turns()

    def alphabets(fitted: Fit) -> Fit:
        return replace(fitted, lines=tuple(next(turns) for _ in fitted.lines))

    return Person(
        number=alphabets(person.number),
        name=alphabets(person.name),
        position=alphabets(person.position),
        when=next(turns),
        ordinal=next(turns),
        entry=next(turns),
        code=next(turns),
    )


def _turns() -> Iterator[str]:
    """The alphabet from ever another character on, with a space inside."""
    turn = 0
    while True:
        turned = ALPHABET[turn:] + ALPHABET[:turn]
        yield f"{turned[0]} {turned[1:]}"
        turn += _TURN
