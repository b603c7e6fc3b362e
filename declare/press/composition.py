"""Every word of a certificate with its size and place: decided before anything is drawn.

Lengths are millimetres from the upper left of an A4 sheet on its side; type is in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from declare.press import fixed_text, wording
from declare.press.fitting import MM_PER_POINT
from declare.press.fixed_text import FixedText
from declare.press.person import Person, person
from declare.press.printable import Printable
from declare.press.wording import Wording

_QR_SMALLEST, _QR_MODULE = 40.0, 0.4

_NAME_TOP, _NAME_LEADING, _POSITION_LEADING = 69.8, 1.2, 1.34
_POSITION_GAP, _SENTENCE_GAP, _STATEMENT_GAP = 0.8, 3.2, 2.8
_STATEMENT_TOP, _STATEMENT_END = 111.0, 156.8


@dataclass(frozen=True, slots=True)
class Place:
    """Where lines of type stand: the upper edge of the first, and the height of each."""

    top: float
    leading: float

    def below(self, lines: int) -> float:
        return self.top + lines * self.leading


@dataclass(frozen=True, slots=True)
class Composition:
    fixed_text: FixedText
    person: Person
    wording: Wording
    name: Place
    position: Place
    sentence: Place
    statement_top: float
    qr_side: float
    """Quiet zone included."""


def compose(printable: Printable, qr_pixels: int) -> Composition:
    """Return all that a certificate says; `qr_pixels` is the QR's side with its quiet zone."""
    words, holder = _fixed_text(printable.design()), person(printable)
    name = Place(_NAME_TOP, _leading(holder.name.size, _NAME_LEADING))
    position = Place(
        name.below(len(holder.name.lines)) + _POSITION_GAP,
        _leading(holder.position.size, _POSITION_LEADING),
    )
    sentence = Place(
        position.below(len(holder.position.lines)) + _SENTENCE_GAP,
        _leading(words.sentence.size, fixed_text.SENTENCE_LEADING),
    )
    top = max(_STATEMENT_TOP, sentence.below(len(words.sentence.lines) + 1) + _STATEMENT_GAP)
    text = _wording(printable.design(), round(_STATEMENT_END - top, 3))
    return Composition(words, holder, text, name, position, sentence, top, qr_side(qr_pixels))


def qr_side(pixels: int) -> float:
    """The printed side of a QR: a module of at least 0.4 mm, the whole of at least 40 mm."""
    return max(_QR_SMALLEST, _QR_MODULE * pixels)


def _leading(size: float, factor: float) -> float:
    return round(size * factor * MM_PER_POINT, 3)


@lru_cache(maxsize=64)
def _fixed_text(design: Printable) -> FixedText:
    return fixed_text.fixed_text(design)


@lru_cache(maxsize=256)
def _wording(design: Printable, height: float) -> Wording:
    address = f"{design.host_domain}/acara/{design.slug}/ikrar.txt"
    return wording.choose(design.statement, address, height)
