"""Random moments of a sample campaign: arrivals around the start, most signatures soon after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Self

from declare.core.moment import Zone

_EARLIEST = timedelta(minutes=45)
"""Longest time before the start that a participant arrives."""
_LATEST = timedelta(minutes=12)
"""Longest time after signing opened that a participant arrives."""
_LAST_MINUTES = timedelta(seconds=100)
"""Part of the countdown in which participants still sign."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The fixed moments of one ceremony, all on one day, in WIB."""

    day: date
    starts: datetime
    ends: datetime
    signing: datetime
    closing: datetime

    @property
    def published(self) -> datetime:
        """Moment at which the event is created and published."""
        return self.starts - timedelta(days=9)

    @classmethod
    def read(cls, day: date, hours: Mapping[str, str]) -> Self:
        """The moments of a day from hours in WIB such as `09:30`."""
        return cls(day, **{name: at(day, hour) for name, hour in hours.items()})


def at(day: date, hour: str) -> datetime:
    """The moment of an hour in WIB, such as `09:30`, on a day."""
    return datetime.combine(day, time.fromisoformat(hour), Zone.WIB.offset)


class Timetable:
    """Generator of a person's moments. The same random source gives the same moments."""

    def __init__(self, random: Random, hours: Hours) -> None:
        self._random = random
        self._hours = hours

    def registered(self) -> datetime:
        """Moment of registration: 08:00 to 16:00 WIB, in the week before, mostly late in it."""
        days = timedelta(days=1 + int(self._random.triangular(0, 7, 0)))
        midnight = at(self._hours.day, "00:00") - days
        return midnight + timedelta(seconds=self._random.randint(8 * 3600, 16 * 3600))

    def arrived(self) -> datetime:
        """Moment of arrival, around the start of the ceremony."""
        low, high = self._hours.starts - _EARLIEST, self._hours.signing + _LATEST
        return self._between(low, high, lambda: self._hours.starts + self._around(4, 14))

    def signed(self, arrived: datetime) -> datetime:
        """Moment of signing: soon after opening or arrival, and before the countdown ends."""
        low = max(self._hours.signing, arrived) + timedelta(seconds=20)
        high = self._hours.closing + _LAST_MINUTES
        return self._between(low, high, lambda: low + self._soon())

    def _soon(self) -> timedelta:
        return timedelta(minutes=self._random.gammavariate(1.8, 9))

    def _around(self, mean: float, spread: float) -> timedelta:
        return timedelta(minutes=self._random.normalvariate(mean, spread))

    def _between(self, low: datetime, high: datetime, draw: Callable[[], datetime]) -> datetime:
        while not low <= (moment := draw()) <= high:
            pass
        return moment.replace(microsecond=0)
