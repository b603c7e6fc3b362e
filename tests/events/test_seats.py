"""Expected seats: offices times regions."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.core import region
from declare.events import seats
from declare.events.models import Event
from tests import factories
from tests.browser import Browser
from tests.factories import World

BASE = "/panitia/acara/acara-uji/kursi"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World, client: Browser) -> Event:
    event = factories.draft(made, offices=[], regions=[])
    event.regions = []
    made.session.flush()
    factories.sign_in(client, factories.member(made, event, "organiser"))
    return event


def codes(event: Event) -> list[str]:
    return [place.code for place in event.regions]


@pytest.mark.twin
def test_seats_are_every_office_in_every_region(made: World, event: Event) -> None:
    seats.expect(made.session, event, ["12.06", "12"])
    assert seats.expected_seats(event) == []
    event.offices = ["regional_secretary", "regional_head", "other"]
    assert seats.expected_seats(event) == [
        ("12", "regional_head"),
        ("12", "regional_secretary"),
        ("12.06", "regional_head"),
        ("12.06", "regional_secretary"),
    ]


@pytest.mark.twin
def test_a_region_is_expected_once(made: World, event: Event) -> None:
    assert seats.expect(made.session, event, ["12.06", "12.06"]) == 1
    assert seats.expect(made.session, event, ["12", "12.06"]) == 1
    made.session.commit()
    made.session.refresh(event)
    assert codes(event) == ["12", "12.06"]
    with pytest.raises(region.UnknownRegion):
        seats.expect(made.session, event, ["99.99"])


def test_one_province_is_chosen_exactly(made: World, event: Event) -> None:
    seats.expect(made.session, event, ["12", "12.06", "13"])
    seats.choose_in(made.session, event, "12", ["12.06", "12.07", "13.01"])
    made.session.commit()
    made.session.refresh(event)
    assert codes(event) == ["12.06", "12.07", "13"]
    seats.choose_in(made.session, event, "12", [])
    assert codes(event) == ["13"]


def test_provinces_come_with_their_regions_or_with_the_voting_ones() -> None:
    assert seats.within(["31"], voted=False) == {"31", *(f"31.{x}" for x in SIX)}
    voted = seats.within(["12", "13"], voted=True)
    assert voted == {code for code in region.voted_2020() if code[:2] in {"12", "13"}}
    assert "13" in voted
    assert "12" not in voted
    assert seats.within([], voted=False) == set()


SIX = ("01", "71", "72", "73", "74", "75")


@pytest.mark.twin
def test_the_pages_choose_offices_provinces_and_single_regions(
    client: Browser, event: Event
) -> None:
    offices = [office.value for office in seats.OFFICES]
    assert client.submit(f"{BASE}/jabatan", offices=offices).status_code == 303
    answer = client.submit(f"{BASE}/provinsi", provinces=["31"], which="all")
    assert answer.status_code == 303
    assert "28 kursi" in client.get(BASE).text
    assert client.submit(f"{BASE}/31", regions=["31.71"]).status_code == 303
    assert client.submit(f"{BASE}/00", regions=["00"]).status_code == 303
    assert codes(event) == ["00", "31.71"]
    page = client.get(f"{BASE}/31").text
    assert page.count("checked") == 1


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("jabatan", {"offices": ["other"]}),
        ("jabatan", {"offices": ["\x01"]}),
        ("provinsi", {}),
        ("provinsi", {"provinces": ["12.06"]}),
        ("provinsi", {"provinces": ["12"], "which": "1955"}),
        ("31", {"regions": ["12.06"]}),
    ],
)
def test_what_is_not_offered_is_refused(
    client: Browser, event: Event, path: str, fields: dict[str, object]
) -> None:
    answer = client.submit(f"{BASE}/{path}", **fields)
    assert answer.status_code == 422
    assert "Pilih" in answer.text
    assert codes(event) == []


@pytest.mark.parametrize("place", ["12.06", "99", "x", "%00"])
def test_only_a_province_has_a_page(client: Browser, event: Event, place: str) -> None:
    assert client.get(f"{BASE}/{place}").status_code == 404
