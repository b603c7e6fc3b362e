"""What a design says on each of its certificates, and in which sizes."""

from __future__ import annotations

from dataclasses import dataclass

from declare.core import moment
from declare.press import fonts
from declare.press.fitting import ADDRESS_PARTS, Fit, fit
from declare.press.fonts import Font
from declare.press.printable import Printable

SENTENCE_LEADING = 1.377
SENTENCE = "telah menandatangani ikrar pada "

_BODY, _OFFICIAL, _RECORD, _ASIDE = 231.0, 86.0, 61.0, 46.0

_HOST = ((11.0, 1), (9.5, 1), (8.0, 1))
_PARTNERS = ((9.2, 1), (8.4, 1), (8.0, 2))
_THEME = ((11.0, 1), (9.5, 1), (9.0, 2))
_BESIDE_MARK = 186.0  # the mark in the rosette starts at 251
_SENTENCE = ((10.5, 1), (10.5, 2), (9.0, 2))
_PLACE = ((9.6, 1), (8.4, 1), (7.2, 1))
_OFFICE = ((9.6, 1), (9.6, 2), (8.4, 2), (7.2, 3))
_OFFICIAL_NAME = ((10.2, 1), (9.0, 1), (8.0, 1), (7.2, 2))
_ORIGIN = ((8.0, 1), (7.4, 1), (7.0, 2), (6.2, 2))
_ADDRESS = ((8.0, 1), (7.2, 1), (7.2, 2), (6.4, 3))

_GROUP, _GROUPS = 4, 8


@dataclass(frozen=True, slots=True)
class FixedText:
    """The words around the holder's, each fitted into its place."""

    host: Fit
    partners: Fit
    theme: Fit
    sentence: Fit
    place: Fit
    office: Fit
    official: Fit
    origin: Fit
    digest: tuple[str, ...]
    address: Fit


def fixed_text(design: Printable) -> FixedText:
    return FixedText(
        host=fit(design.host, fonts.BOLD, _HOST, _BODY),
        partners=fit(_together(design.partners), fonts.REGULAR, _PARTNERS, _BODY),
        theme=fit(design.theme, fonts.REGULAR, _THEME, _BESIDE_MARK),
        sentence=fit(f"{SENTENCE}{design.event_title},", fonts.BOLD, _SENTENCE, _BODY),
        place=_beside(_place_and_date(design), fonts.REGULAR, _PLACE),
        office=_beside(design.official_position, fonts.REGULAR, _OFFICE),
        official=_beside(design.official_name, fonts.BOLD, _OFFICIAL_NAME),
        origin=fit(design.log_origin, fonts.SEMIBOLD, _ORIGIN, _RECORD, ADDRESS_PARTS),
        digest=_grouped(design.statement_digest),
        address=fit(
            f"{design.host_domain}/verifikasi", fonts.SEMIBOLD, _ADDRESS, _ASIDE, ADDRESS_PARTS
        ),
    )


def _beside(text: str, font: Font, choices: tuple[tuple[float, int], ...]) -> Fit:
    return fit(text, font, choices, _OFFICIAL)


def _place_and_date(design: Printable) -> str:
    return ", ".join(part for part in (design.place, moment.day(design.date)) if part)


def _together(partners: tuple[str, ...]) -> str:
    """`bersama A, B, dan C`."""
    if not partners:
        return ""
    *others, last = partners
    comma = "," if len(others) > 1 else ""
    return "bersama " + (f"{', '.join(others)}{comma} dan {last}" if others else last)


def _grouped(digest: str) -> tuple[str, ...]:
    """A hash in groups of four symbols, eight groups a line, so that people can compare it."""
    groups = [digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP)]
    return tuple(
        " ".join(groups[start : start + _GROUPS]) for start in range(0, len(groups), _GROUPS)
    )
