"""The count: registered ≥ present ≥ signed, whatever happens, and what the ledger says."""

from __future__ import annotations

import json
import random
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy import event as events
from sqlalchemy.orm import Session

from declare.core.seat import Seat
from declare.counts import service
from declare.counts.service import Figures
from declare.registrations import admission
from tests import factories
from tests.browser import Browser
from tests.counts.hall import Hall

COUNT = "/acara/acara-uji/hitung.json"


@pytest.mark.twin
@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_count_is_what_rows_and_ledger_say(
    session: Session, hall: Hall, now: datetime, seed: int
) -> None:
    chance = random.Random(seed)
    signed = 0
    for number in range(90):
        hall.happens(chance, number)
        count, tally = service.count(session, hall.event, now), hall.tally()
        assert (count.registered, count.present, count.signed) == hall.counted_by_hand()
        assert count.registered >= count.present >= count.signed == tally.signed
        assert count.by_office == tally.by_office
        assert count.by_province == tally.by_province
        for parts in (count.offices.values(), count.provinces.values()):
            assert sum(part.registered for part in parts) == count.registered
            assert sum(part.present for part in parts) == count.present
            assert sum(part.signed for part in parts) == count.signed
        signed = max(signed, count.signed)
    assert signed > 2


@pytest.mark.twin
def test_a_pledge_counts_where_its_entry_says(session: Session, hall: Hall, now: datetime) -> None:
    """An office that few hold is published with its province only; a correction moves a pledge."""
    hall.signs("Ani", office="other", region="12.06", position="Staf Ahli Bupati Karo")
    corrected = hall.signs("Budi", office="regional_head", region="12.06")
    hall.correct(corrected, "Boedi", Seat("92.02", "regional_secretary"))
    count = service.count(session, hall.event, now)
    assert count.by_office == {"regional_secretary": 1, "other": 1}
    assert count.by_province == {"12": 1, "92": 1}
    groups = service.people(session, hall.event)
    assert service.figures(groups, lambda group: group.region) == {
        "12": Figures(1, 1, 1),
        "92.02": Figures(1, 1, 1),
    }


@pytest.mark.twin
def test_whoever_signed_counts_even_when_refused_afterwards(
    session: Session, hall: Hall, now: datetime
) -> None:
    person = hall.signs("Ani")
    refused = hall.comes("Budi")
    admission.refuse(session, [person, refused], None, now)
    count = service.count(session, hall.event, now)
    assert (count.registered, count.present, count.signed) == (1, 1, 1)


@pytest.mark.twin
def test_another_event_is_another_count(
    session: Session, made: factories.World, hall: Hall, now: datetime
) -> None:
    Hall(made, factories.event(made, "acara-lain")).signs("Ani")
    count = service.count(session, hall.event, now)
    assert (count.registered, count.present, count.signed) == (0, 0, 0)
    assert count.by_office == count.by_province == {}


@pytest.mark.twin
def test_the_count_is_published_as_the_contract_says(
    client: Browser, hall: Hall, now: datetime
) -> None:
    hall.signs("Ani", office="regional_head", region="12.06")
    hall.signs("Budi", office="election_supervisor", region="00")
    hall.comes("Citra")
    hall.registers("Dedi")
    answer = client.get(COUNT)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=1"
    assert "Set-Cookie" not in answer.headers
    assert json.loads(answer.text) == {
        "registered": 4,
        "present": 3,
        "signed": 2,
        "by_office": {"election_supervisor": 1, "regional_head": 1},
        "by_province": {"00": 1, "12": 1},
        "as_of": f"{now:%Y-%m-%dT%H:%M:%SZ}",
    }
    head = client.head(COUNT)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Cache-Control"] == "public, max-age=1"


def test_an_unpublished_event_has_no_public_count(client: Browser, made: factories.World) -> None:
    factories.draft(made, "rancangan")
    assert client.get("/acara/rancangan/hitung.json").status_code == 404


@pytest.mark.twin
def test_the_count_takes_one_statement(
    engine: Engine, session: Session, hall: Hall, now: datetime
) -> None:
    hall.signs("Ani")
    seen: list[str] = []

    @events.listens_for(engine, "before_cursor_execute")
    def note(connection: Any, cursor: Any, statement: str, *given: Any) -> None:
        seen.append(statement)

    service.count(session, hall.event, now)
    assert len(seen) == 1
