"""What differs from one certificate to the next, as it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from declare.core import moment
from declare.press import fonts
from declare.press.fitting import Fit, Measure, ems, fit
from declare.press.printable import Printable

_NUMBER = ((9.6, 1), (8.4, 1), (7.2, 1))
_NUMBER_WIDTH = 200.0

# Two lines of 17 points are as high as one of 34, so that a long name takes nothing from the
# statement below it.
_NAME = ((34.0, 1), (26.0, 1), (21.0, 1), (18.0, 1), (17.0, 2), (13.5, 2), (10.5, 2))
_NAME_LONGEST = {34.0: 28, 26.0: 46}
_NAME_WIDTH = 231.0

_POSITION = ((12.5, 1), (11.5, 1), (11.5, 2), (10.0, 2), (8.5, 2))
_POSITION_WIDTH = 196.0
# "Kabupaten Karo" reads as one word: a position of two lines ends the first before it.
_REGIONS = (" Kabupaten ", " Kota ", " Provinsi ")


@dataclass(frozen=True, slots=True)
class Person:
    """The holder and the pledge. A `Fit` is set in its size, the others in the design's."""

    number: Fit
    name: Fit
    position: Fit
    when: str
    ordinal: str
    entry: str
    code: str


def person(printable: Printable) -> Person:
    return Person(
        number=fit(printable.number, fonts.MEDIUM, _NUMBER, _NUMBER_WIDTH),
        name=_name(printable.name),
        position=_position(printable.position),
        when=f"{moment.full(printable.signed_at, printable.timezone)}, sebagai ",
        ordinal=f"penanda tangan ke-{printable.ordinal}.",
        entry=f"catatan ke-{printable.entry_index} dalam buku ikrar",
        code=printable.printed_code,
    )


def _name(name: str) -> Fit:
    choices = [
        (size, lines) for size, lines in _NAME if len(name) <= _NAME_LONGEST.get(size, len(name))
    ]
    return fit(name, fonts.SERIF_SEMIBOLD, choices, _NAME_WIDTH)


def _position(position: str) -> Fit:
    fitted = fit(position, fonts.SEMIBOLD, _POSITION, _POSITION_WIDTH)
    if len(fitted.lines) != 2:
        return fitted
    width = ems(_POSITION_WIDTH, fitted.size)
    for region in _REGIONS:
        office, _, place = position.partition(region)
        lines = (office, region.lstrip() + place)
        if place and all(len(Measure.of(n, fonts.SEMIBOLD).lines(width)) == 1 for n in lines):
            return Fit(fitted.size, lines)
    return fitted
