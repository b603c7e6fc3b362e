"""Days and hours as Indonesian officials write them.

The three zones of Indonesia have fixed offsets and no summer time (Keppres 41/1987).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum


class Zone(StrEnum):
    """A time zone of Indonesia, by the abbreviation that people read."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    @property
    def offset(self) -> timezone:
        return timezone(timedelta(hours={"WIB": 7, "WITA": 8, "WIT": 9}[self.value]))


_MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
_DAYS = {
    "id": "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


def day(on: date, language: str = "id") -> str:
    """`5 Agustus 2020`."""
    return f"{on.day} {_MONTHS[language].split()[on.month - 1]} {on.year}"


def weekday(on: date, language: str = "id") -> str:
    """`Rabu, 5 Agustus 2020`."""
    return f"{_DAYS[language].split()[on.weekday()]}, {day(on, language)}"


def local(at: datetime, zone: Zone) -> datetime:
    """The same moment on the clocks of `zone`."""
    return at.astimezone(zone.offset)


def iso(at: datetime) -> str:
    """`2020-08-05T02:30:00Z`: ISO 8601 in UTC, without fractions of a second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def hour(at: datetime, zone: Zone) -> str:
    """`09.30 WIB`: hours and minutes are parted by a point (EYD V)."""
    return f"{local(at, zone):%H.%M} {zone.value}"


def full(at: datetime, zone: Zone, language: str = "id") -> str:
    """`Rabu, 5 Agustus 2020 pukul 09.30 WIB`."""
    word = "pukul" if language == "id" else "at"
    return f"{weekday(local(at, zone).date(), language)} {word} {hour(at, zone)}"
