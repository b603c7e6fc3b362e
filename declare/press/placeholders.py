"""Placeholders: the texts that stand on a plate in place of a person's, to be replaced by pressing.

Each holds every character of `ALPHABET`, so that WeasyPrint embeds their glyphs in the file's
fonts. A text with any other character cannot be pressed, and is laid out on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from declare.press import fonts
from declare.press.fitting import Fit
from declare.press.fonts import Font
from declare.press.person import Person

ALPHABET = "".join(map(chr, range(0x21, 0x7F))) + "‘’“”–—…·" + "".join(map(chr, range(0xC0, 0x100)))
"""The characters of a placeholder, beside the space; every font has a glyph for each."""

_ROTATION = 7  # characters from one placeholder to the next


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a person's text. `follows`: it continues the line of the field before it."""

    text: str
    font: Font
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
    """Say whether a plate has a glyph for every character of a person."""
    characters = set(ALPHABET + " ")
    return all(characters.issuperset(field.text) for field in fields(person))


def stand_in(person: Person) -> Person:
    """Return a person of the same sizes and lines whose texts are placeholders, all different."""
    rotations = _rotations()

    def placeholders(fitted: Fit) -> Fit:
        return replace(fitted, lines=tuple(next(rotations) for _ in fitted.lines))

    return Person(
        number=placeholders(person.number),
        name=placeholders(person.name),
        position=placeholders(person.position),
        when=next(rotations),
        ordinal=next(rotations),
        entry=next(rotations),
        code=next(rotations),
    )


def _rotations() -> Iterator[str]:
    """Rotations of ALPHABET with one space each, so that no two placeholders are equal."""
    start = 0
    while True:
        rotated = ALPHABET[start:] + ALPHABET[:start]
        yield f"{rotated[0]} {rotated[1:]}"
        start += _ROTATION
