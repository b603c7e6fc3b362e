"""Certificate numbers, written by a pattern such as `{urut}/GNN/KASN/{romawi}/{tahun}`."""

import re
from datetime import date

from declare.core.errors import CoreError
from declare.core.name import TextError
from declare.core.name import check as check_text

FIELDS = ("urut", "romawi", "bulan", "tahun")
"""Running number, month in Roman and in Arabic numerals, year."""

MAX_PATTERN = 60
"""Longest pattern, in bytes of UTF-8."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class NumberError(CoreError):
    """The pattern is not usable.

    Its text is `character`, `length`, `brace` (one without its partner), `field` (an unknown
    one), `urut_missing` or `repeated`.
    """


def check(pattern: str) -> str:
    """Return the pattern in NFC; raise `NumberError` if it is not usable.

    `{urut}` is required: without it all certificates would have one number.
    """
    try:
        pattern = check_text(pattern, MAX_PATTERN)
    except TextError as error:
        raise NumberError(str(error)) from None
    fields = _FIELD.findall(pattern)
    if set(_FIELD.sub("", pattern)) & set("{}"):
        raise NumberError("brace")
    if not set(fields) <= set(FIELDS):
        raise NumberError("field")
    if "urut" not in fields:
        raise NumberError("urut_missing")
    if len(fields) != len(set(fields)):
        raise NumberError("repeated")
    return pattern


def write(pattern: str, urut: int, on: date) -> str:
    """Return the number `urut` on a day: `137/GNN/KASN/VI/2020`; raise `NumberError`.

    The running number has at least three digits, the month two.
    """
    values = {
        "urut": f"{urut:03d}",
        "romawi": _ROMAN[on.month - 1],
        "bulan": f"{on.month:02d}",
        "tahun": f"{on.year:04d}",
    }
    return _FIELD.sub(lambda field: values[field[1]], check(pattern))
