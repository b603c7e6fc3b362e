"""The content of a plate's page: where each line of a person stands, and how it is replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from declare.press.fonts import Font
from declare.press.person import Person
from declare.press.placeholders import fields

# As WeasyPrint writes a line of type: matrix, font, and glyph numbers with moves between them.
_LINE = re.compile(
    rb"BT\n(?P<a>[-\d. ]+?) (?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm\n"
    rb"(?P<font>/\w+) (?P<size>[\d.]+) Tf\n\[(?P<shown>[^\]]*)\] TJ\nET"
)
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")


class MissingField(ValueError):
    """A layout does not show a field as one line of type."""


@dataclass(frozen=True, slots=True)
class Line:
    """A place for a field: the pieces of its text operator, and where it starts."""

    font: Font
    follows: bool
    matrix: bytes
    x: float
    y: bytes
    resource: bytes
    size: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """Page content with gaps: `parts[n]` stands before `lines[n]`; the last part ends the page."""

    parts: tuple[bytes, ...]
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, content: bytes, person: Person | None) -> Self:
        """Find each line of a person, if one is given; raise `MissingField` if one is not there."""
        if person is None:
            return cls((content,), ())
        matches = {_glyphs(match["shown"]): match for match in _LINE.finditer(content)}
        parts, lines, end = [], [], 0
        for field in fields(person):
            match = matches.get("".join(f"{field.font.glyph(c):04x}" for c in field.text).encode())
            if match is None or match.start() < end:
                raise MissingField(field.font.file)
            parts.append(content[end : match.start()])
            place = (match["a"], float(match["x"]), match["y"], match["font"], match["size"])
            lines.append(Line(field.font, field.follows, *place))
            end = match.end()
        return cls((*parts, content[end:]), tuple(lines))

    def press(self, person: Person) -> bytes:
        """Return the content with a person's own texts, which must be `pressable`."""
        pieces, x = [self.parts[0]], 0.0
        texts = fields(person) if self.lines else []
        for line, field, part in zip(self.lines, texts, self.parts[1:], strict=True):
            x = x if line.follows else line.x
            pieces += [_set(line, field.text, x), part]
            x += line.font.width(field.text, float(line.size))
        return b"".join(pieces)


def _set(line: Line, text: str, x: float) -> bytes:
    """One line of type: glyphs, and after each what its step differs from its width."""
    steps = zip(text, line.font.advances(text), strict=True)
    moves = ((line.font.glyph(c), line.font.advance(c) - step) for c, step in steps)
    shown = "".join(f"<{glyph:04x}>" + (f"{move}" if move else "") for glyph, move in moves)
    return b"BT\n%s %.6f %s Tm\n%s %s Tf\n[%s] TJ\nET" % (
        line.matrix, x, line.y, line.resource, line.size, shown.replace("><", "").encode()
    )  # fmt: skip


def _glyphs(shown: bytes) -> bytes:
    return b"".join(_GLYPHS.findall(shown))
