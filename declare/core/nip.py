"""NIP, the number of an Indonesian civil servant: birth date, appointment, sex, serial number."""

from dataclasses import dataclass
from datetime import date

from declare.core.errors import CoreError

LENGTH = 18
_YOUNGEST = 15
_SHOWN = 3


class NipError(CoreError):
    """The text is not eighteen digits: `length`, or `digit` for any other character."""


@dataclass(frozen=True, slots=True)
class Nip:
    """A parsed NIP (YYYYMMDD YYYYMM S NNN); `appointed` is the first day of that month.

    `warnings` names implausible parts (`birth_date`, `appointed`, `sex`). They are no reason to
    refuse: for a PPPK digits 13 and 14 count contracts and are not a month.
    """

    digits: str
    birth_date: date | None
    appointed: date | None
    warnings: tuple[str, ...]


def read(text: str) -> Nip:
    """Return the number in `text`, spaces dropped; raise `NipError` unless it has 18 digits."""
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal()):
        raise NipError("digit")
    if len(digits) != LENGTH:
        raise NipError("length")
    born = _date(digits[:4], digits[4:6], digits[6:8])
    appointed = _date(digits[8:12], digits[12:14], "01")
    if born and appointed and appointed.year < born.year + _YOUNGEST:
        appointed = None
    doubts = {"birth_date": not born, "appointed": not appointed, "sex": digits[14] not in "12"}
    return Nip(digits, born, appointed, tuple(part for part, doubt in doubts.items() if doubt))


def mask(digits: str) -> str:
    """Return the number with all but its last three digits masked, the birth date among them."""
    return "•" * (len(digits) - _SHOWN) + digits[-_SHOWN:]


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
