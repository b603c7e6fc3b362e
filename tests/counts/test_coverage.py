"""Seats: who signed for one, who stands in for one, and what is told of them in public."""

from __future__ import annotations

import random
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from declare.core.office import Office
from declare.core.seat import Seat
from declare.counts import service
from declare.counts.coverage import Coverage, SeatState, Totals, coverage
from declare.counts.follow_ups import follow_ups
from declare.counts.public_coverage import public_coverage
from declare.events.seats import expected_seats
from declare.pledges import tally
from declare.presence import service as presence
from declare.registrations.models import Registration, Standing
from tests.counts.hall import Hall

HEAD = Seat("12.06", "regional_head")
SECRETARY = Seat("12.06", "regional_secretary")
AGENCY = Seat("12.06", "staffing_agency_head")


def seats(session: Session, hall: Hall) -> Coverage:
    return coverage(service.people(session, hall.event), expected_seats(hall.event))


def by_hand(session: Session, hall: Hall) -> dict[Seat, SeatState]:
    """The rule as DESIGN puts it, person by person."""
    found = dict.fromkeys(expected_seats(hall.event), SeatState.MISSING)
    people = [one for one in hall.people() if one.standing != Standing.REFUSED]
    signed = {one.id for one in people if tally.current(session, one)}
    own = {one.id: (one.region, one.office) for one in people}
    stands_for = {one.id: (one.region, one.represents) for one in people if one.represents}
    for place in found:
        for one in people:
            himself = own[one.id] == place and stands_for.get(one.id) != place
            delegate = stands_for.get(one.id) == place
            if himself and one.id in signed:
                found[place] = SeatState.SIGNED
            elif delegate and one.id in signed:
                found[place] = max(found[place], SeatState.REPRESENTED)
            elif (himself or delegate) and presence.first_at(session, one) is not None:
                found[place] = max(found[place], SeatState.PRESENT)
    return found


def delegate_of_own_office(session: Session, person: Registration) -> None:
    """As a row may say that was written before intake refused it."""
    person.represents = person.office
    session.flush()


@pytest.mark.twin
@pytest.mark.parametrize("seed", range(2))
def test_seats_are_what_the_people_of_a_hall_make_them(
    session: Session, hall: Hall, seed: int
) -> None:
    chance = random.Random(seed)
    offices = [office.value for office in Office if office is not Office.OTHER]
    states = set()
    for number in range(50):
        region, office = chance.choice(["12", "12.06"]), chance.choice(offices)
        represents = chance.choice(["", "", *offices])
        happens = chance.choice([hall.registers, hall.comes, hall.signs])
        own = represents == office
        person = happens(
            f"Peserta {number}", region=region, office=office, represents="" if own else represents
        )
        if own:
            delegate_of_own_office(session, person)
        found = seats(session, hall)
        assert dict(found.seats) == by_hand(session, hall)
        states |= set(found.seats.values())
    assert states == set(SeatState)


def test_a_delegate_signs_as_himself_and_his_principal_s_seat_is_represented(
    session: Session, hall: Hall
) -> None:
    hall.signs("Ani", region="12.06", office="regional_secretary", represents="regional_head")
    found = seats(session, hall).seats
    assert (found[HEAD], found[SECRETARY]) == (SeatState.REPRESENTED, SeatState.SIGNED)


def test_a_delegate_of_the_same_office_never_makes_the_seat_signed(
    session: Session, hall: Hall
) -> None:
    values = {"region": "12.06", "office": "staffing_agency_head"}
    delegate_of_own_office(session, hall.signs("Ani", **values))
    assert seats(session, hall).seats[AGENCY] is SeatState.REPRESENTED
    hall.signs("Budi", **values)
    assert seats(session, hall).seats[AGENCY] is SeatState.SIGNED


def test_a_delegate_whose_entry_names_the_province_represents_in_his_region(
    session: Session, hall: Hall
) -> None:
    hall.signs("Ani", region="12.06", office="other", represents="regional_head")
    found = seats(session, hall).seats
    assert found[HEAD] is SeatState.REPRESENTED
    assert found[("12", "regional_head")] is SeatState.MISSING


def test_a_revoked_pledge_leaves_its_seat(session: Session, hall: Hall) -> None:
    person = hall.signs("Ani", region="12.06", office="regional_head")
    hall.revoke(person)
    assert seats(session, hall).seats[HEAD] is SeatState.PRESENT


def test_totals_add_up_by_province_region_and_office(session: Session, hall: Hall) -> None:
    hall.signs("Ani", region="12.06", office="regional_secretary", represents="regional_head")
    hall.comes("Budi", region="12", office="regional_head")
    found = seats(session, hall)
    assert found.totals == Totals(signed=1, represented=1, present=1, missing=5)
    assert found.totals.seats == 8
    assert found.of_region("12.06") == Totals(1, 1, 0, 2)
    assert found.of_office("regional_head") == Totals(0, 1, 1, 0)
    assert found.provinces["12"].totals == found.totals
    assert found.signs("12.06") == ["represented", "signed", "missing", "missing"]


def test_the_public_is_not_told_who_was_merely_there(
    session: Session, hall: Hall, now: datetime
) -> None:
    hall.comes("Budi", region="12.06", office="regional_head")
    told = public_coverage(session, hall.event, "12", "", now)
    assert told.seats.seats[HEAD] is SeatState.MISSING
    assert told.seats.totals.present == 0
    assert told.seats.totals.seats == 8


@pytest.mark.parametrize(
    ("province", "text", "found"),
    [
        ("", "", ()),
        ("", "  ", ()),
        ("", "karo", ("12.06",)),
        ("", "KABUPATEN Karo", ("12.06",)),
        ("", "utara", ("12", "12.06")),
        ("", "Kab. Karo", ("12.06",)),
        ("", "kab.karo, sumut", ("12.06",)),
        ("", "Provinsi Sumatera Utara", ("12", "12.06")),
        ("", "Sumut", ("12", "12.06")),
        ("", "Toba Samosir", ()),
        ("", ".", ()),
        ("12", "", ("12", "12.06")),
        ("12", "karo", ("12.06",)),
        ("35", "karo", ("12.06",)),
        ("", "Banyuwangi", ()),
        ("", "\x00", ()),
    ],
)
def test_regions_are_found_by_name_and_province(
    session: Session, hall: Hall, now: datetime, province: str, text: str, found: tuple[str, ...]
) -> None:
    assert public_coverage(session, hall.event, province, text, now).regions == found


def test_only_signers_who_allowed_it_are_named(session: Session, hall: Hall, now: datetime) -> None:
    seat = {"region": "12.06", "office": "regional_head"}
    hall.signs("Ani", show_name=True, **seat)
    hall.signs("Budi", **seat)
    hall.comes("Citra", show_name=True, **seat)
    delegate_of_own_office(session, hall.signs("Dedi", show_name=True, **seat))
    assert public_coverage(session, hall.event, "", "karo", now).names == {HEAD: ["Dra. Ani, S.E."]}
    assert public_coverage(session, hall.event, "", "", now).names == {}


@pytest.mark.twin
def test_calls_name_who_may_be_asked(session: Session, hall: Hall) -> None:
    """Who is there first, then who is missing, then delegates; nobody for an empty seat."""
    hall.comes("Ani", region="12.06", office="regional_head")
    hall.signs("Budi", region="12.06", office="regional_secretary", represents=AGENCY[1])
    hall.registers("Citra", region="12", office="regional_head")
    found = follow_ups(session, hall.event, seats(session, hall), most=99)
    told = [(one.state, one.registration and one.registration.name) for one in found]
    assert told[:2] == [(SeatState.PRESENT, "Ani"), (SeatState.MISSING, "Citra")]
    assert told[2:-1] == [(SeatState.MISSING, None)] * 4
    assert told[-1] == (SeatState.REPRESENTED, "Budi")
    assert len(follow_ups(session, hall.event, seats(session, hall), most=3)) == 3
