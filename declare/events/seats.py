"""Expected seats: every expected office in every expected region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy.orm import Session

from declare.core import region
from declare.core.office import Office
from declare.core.seat import Seat
from declare.events.models import Event, ExpectedRegion

OFFICES = tuple(office for office in Office if office is not Office.OTHER)
"""The offices of which a region has one seat; `other` has none."""


def expected_seats(event: Event) -> list[Seat]:
    """The expected seats in the order of region codes and offices."""
    offices = [office.value for office in OFFICES if office in event.offices]
    return [Seat(place.code, office) for place in event.regions for office in offices]


def expect(session: Session, event: Event, codes: Iterable[str]) -> int:
    """Add regions to the expected ones; return the number of new ones.

    Raises `region.UnknownRegion`.
    """
    expected = {place.code for place in event.regions}
    new = sorted({region.find(code).code for code in codes} - expected)
    event.regions.extend(ExpectedRegion(code=code) for code in new)
    _sort(session, event)
    return len(new)


def choose_in(session: Session, event: Event, province: str, codes: Iterable[str]) -> None:
    """Expect exactly these regions of a province. Raises `region.UnknownRegion`."""
    chosen = {code for code in codes if region.province_of(region.find(code).code) == province}
    event.regions = [
        place
        for place in event.regions
        if region.province_of(place.code) != province or place.code in chosen
    ]
    expect(session, event, chosen)


def within(provinces: Iterable[str], *, voted: bool) -> set[str]:
    """The regions of these provinces and the provinces themselves; with `voted` only those that
    voted on 9 December 2020."""
    chosen = set(provinces)
    everywhere = region.voted_2020() if voted else {place.code for place in region.everywhere()}
    return {code for code in everywhere if region.province_of(code) in chosen}


def by_province(event: Event) -> dict[str, int]:
    """The number of expected regions by province, without zeros."""
    numbers = Counter(region.province_of(place.code) for place in event.regions)
    return dict(sorted(numbers.items()))


def _sort(session: Session, event: Event) -> None:
    event.regions.sort(key=lambda place: place.code)
    session.flush()
