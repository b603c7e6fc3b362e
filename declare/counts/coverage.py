"""Coverage: the state of each expected seat. It counts seats; attendance counts people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from declare.core.office import Office
from declare.core.region import province_of
from declare.core.seat import Seat
from declare.counts.service import Group


class SeatState(IntEnum):
    """The state of a seat; where several people hold it, the highest value applies."""

    MISSING = 0
    PRESENT = 1
    REPRESENTED = 2
    SIGNED = 3

    @property
    def sign(self) -> str:
        """The name of its drawing in `components/icons.html`."""
        return self.name.lower()


@dataclass(frozen=True)
class Totals:
    """Numbers of seats by state."""

    signed: int
    represented: int
    present: int
    missing: int

    @property
    def seats(self) -> int:
        return self.signed + self.represented + self.present + self.missing

    def values(self) -> Iterator[int]:
        """The four numbers, in the order of the fields."""
        yield from (self.signed, self.represented, self.present, self.missing)


@dataclass(frozen=True)
class Coverage:
    """The expected seats of an event, each with its state, in the order of regions and offices."""

    seats: Mapping[Seat, SeatState]

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Codes of the regions that have seats, in order."""
        return tuple(sorted({region for region, _ in self.seats}))

    @cached_property
    def provinces(self) -> Mapping[str, Coverage]:
        """The seats of each province, by its code."""
        divided: dict[str, dict[Seat, SeatState]] = {}
        for seat, state in self.seats.items():
            divided.setdefault(province_of(seat.region), {})[seat] = state
        return {code: Coverage(seats) for code, seats in divided.items()}

    @cached_property
    def totals(self) -> Totals:
        return _totals(self.seats.values())

    @cached_property
    def offices(self) -> tuple[str, ...]:
        """The offices that have seats, in protocol order."""
        expected = {office for _, office in self.seats}
        return tuple(office.value for office in Office if office in expected)

    def signs(self, region: str) -> list[str]:
        """The state of each office of a region by its sign, empty where no seat is expected."""
        states = [self.seats.get(Seat(region, office)) for office in self.offices]
        return ["" if state is None else state.sign for state in states]

    def of_region(self, region: str) -> Totals:
        """The seats of one region."""
        return _totals(state for seat, state in self.seats.items() if seat.region == region)

    def of_office(self, office: str) -> Totals:
        """The seats of one office."""
        return _totals(state for seat, state in self.seats.items() if seat.office == office)


def coverage(groups: Iterable[Group], expected: Iterable[Seat]) -> Coverage:
    """The state of every expected seat, from all groups that the event counts.

    People who hold no expected seat count as people only.
    """
    seats = dict.fromkeys(expected, SeatState.MISSING)
    for group in groups:
        for seat, state in claims(group):
            if seat in seats:
                seats[seat] = max(seats[seat], state)
    return Coverage(seats)


def claims(group: Group) -> Iterator[tuple[Seat, SeatState]]:
    """The seats of a group, each with the state that the group gives it.

    A delegate signs under a seat of their own: the represented seat is *represented*, never
    *signed*, also where both have the same office.
    """
    state = SeatState.PRESENT if group.present else SeatState.MISSING
    if group.represents:
        yield (
            Seat(group.home, group.represents),
            SeatState.REPRESENTED if group.signed else state,
        )
    if group.represents != group.office:
        yield Seat(group.region, group.office), SeatState.SIGNED if group.signed else state


def _totals(states: Iterable[SeatState]) -> Totals:
    counted = [0, 0, 0, 0]
    for state in states:
        counted[state] += 1
    return Totals(*reversed(counted))
