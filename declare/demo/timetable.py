"""When things happen at a sample campaign: people arrive around the start, and sign in a rush."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Self

from declare.core.moment import Zone

_EARLIEST = timedelta(minutes=45)
"""Before the start: nobody is there sooner."""
_LATEST = timedelta(minutes=12)
"""After signing has opened: nobody arrives later."""
_LAST_MINUTES = timedelta(seconds=100)
"""Of the countdown, in which signing goes on."""


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
        """When the event was made and published."""
        return self.starts - timedelta(days=9)

    @classmethod
    def read(cls, day: date, hours: Mapping[str, str]) -> Self:
        """The moments of a day, from hours such as `09:30`."""
        return cls(day, **{name: at(day, hour) for name, hour in hours.items()})


def at(day: date, hour: str) -> datetime:
    """An hour such as `09:30`, in WIB, on a day."""
    return datetime.combine(day, time.fromisoformat(hour), Zone.WIB.offset)


class Timetable:
    """Draws the moments of one person. The same random source gives the same moments."""

    def __init__(self, random: Random, hours: Hours) -> None:
        self._random = random
        self._hours = hours

    def registered(self) -> datetime:
        """In office hours of the week before, most of them near its end."""
        days = timedelta(days=1 + int(self._random.triangular(0, 7, 0)))
        midnight = at(self._hours.day, "00:00") - days
        return midnight + timedelta(seconds=self._random.randint(8 * 3600, 16 * 3600))

    def arrived(self) -> datetime:
        """Around the start of the ceremony."""
        low, high = self._hours.starts - _EARLIEST, self._hours.signing + _LATEST
        return self._between(low, high, lambda: self._hours.starts + self._around(4, 14))

    def signed(self, arrived: datetime) -> datetime:
        """Soon after signing opens, or after arriving, and before the countdown ends."""
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
