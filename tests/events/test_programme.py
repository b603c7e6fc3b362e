"""Agenda, partners, key figures: added, changed, moved, removed; and the hours of the agenda."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.errors import Conflict, NotFound
from declare.events import ordering, schedule
from declare.events.models import AgendaItem, Event, KeyFigure
from tests import factories
from tests.browser import Browser
from tests.factories import World

BASE = "/panitia/acara/acara-uji"
PANEL = {
    "kind": "panel",
    "title": "Diskusi panel",
    "starts": "10:45",
    "speaker_0_name": "Titi Anggraini",
    "speaker_0_position": "Direktur Eksekutif Perludem",
    "speaker_2_name": "Abhan",
}


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World, client: Browser) -> Event:
    event = factories.event(made)
    factories.sign_in(client, factories.member(made, event, "organiser"))
    return event


def labels(event: Event) -> list[str]:
    return [figure.label for figure in event.figures]


def figures(made: World, event: Event, *names: str) -> list[KeyFigure]:
    for name in names:
        figure = KeyFigure(label=name, value="1", source="")
        ordering.append(made.session, event.figures, figure)
    return event.figures


@pytest.mark.twin
def test_an_item_moves_by_a_place_and_stops_at_the_ends(made: World, event: Event) -> None:
    first, second, third = figures(made, event, "a", "b", "c")
    for item, step, order in (
        (third, -1, "acb"),
        (third, -1, "cab"),
        (third, -1, "cab"),
        (second, 1, "cab"),
        (third, 1, "acb"),
    ):
        ordering.move(made.session, event.figures, item.id, step)
        made.session.commit()
        made.session.refresh(event)
        assert "".join(labels(event)) == order
    ordering.remove(made.session, event.figures, first.id)
    made.session.commit()
    made.session.refresh(event)
    assert labels(event) == ["c", "b"]
    assert [figure.ordinal for figure in event.figures] == [1, 2]
    assert made.session.get(KeyFigure, first.id) is None
    with pytest.raises(NotFound):
        ordering.move(made.session, event.figures, first.id, 1)


def test_a_list_has_an_end(made: World, event: Event) -> None:
    with pytest.raises(Conflict):
        figures(made, event, *("x" for _ in range(ordering.MOST + 1)))


def test_an_agenda_item_with_its_speakers_is_shown_to_everybody(
    client: Browser, event: Event
) -> None:
    assert client.submit(f"{BASE}/susunan/baru", **PANEL).status_code == 303
    item = event.agenda[0]
    assert item.starts_at == datetime(2026, 11, 19, 3, 45, tzinfo=UTC)
    assert item.speakers == [
        {"name": "Titi Anggraini", "position": "Direktur Eksekutif Perludem"},
        {"name": "Abhan", "position": ""},
    ]
    public = client.get("/acara/acara-uji").text
    for words in ("10.45", "Diskusi panel", "Titi Anggraini, Direktur Eksekutif Perludem", "Abhan"):
        assert words in public
    page = client.get(f"{BASE}/susunan/{item.id}").text
    assert 'value="10:45"' in page
    assert page.count('name="speaker_') == 2 * 5


@pytest.mark.twin
def test_items_are_changed_moved_and_removed_by_their_pages(client: Browser, event: Event) -> None:
    for title in ("Pembukaan", "Penutup"):
        client.submit(f"{BASE}/susunan/baru", kind="opening", title=title)
    first, second = (item.id for item in event.agenda)
    assert client.submit(f"{BASE}/susunan/{second}/naik").status_code == 303
    assert [item.id for item in event.agenda] == [second, first]
    path = f"{BASE}/susunan/{first}"
    assert client.submit(path, kind="remarks", title="Sambutan").status_code == 303
    assert client.submit(f"{BASE}/susunan/{second}/hapus").status_code == 303
    assert [(item.kind, item.title) for item in event.agenda] == [("remarks", "Sambutan")]
    assert client.submit(f"{BASE}/susunan/{second}/turun").status_code == 404
    assert client.submit(f"{BASE}/susunan/{10**20}/hapus").status_code == 404


def test_an_item_of_another_event_is_not_there(client: Browser, made: World, event: Event) -> None:
    other = factories.event(made, "acara-lain")
    ordering.append(
        made.session, other.agenda, AgendaItem(kind="panel", title="Panel", speakers=[])
    )
    item = other.agenda[0].id
    assert client.get(f"{BASE}/susunan/{item}").status_code == 404
    assert client.submit(f"{BASE}/susunan/{item}/hapus").status_code == 404
    assert len(other.agenda) == 1


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("susunan/baru", PANEL | {"kind": "dance"}),
        ("susunan/baru", PANEL | {"title": ""}),
        ("susunan/baru", PANEL | {"starts": "25:99"}),
        ("susunan/baru", PANEL | {"speaker_1_position": "Ketua tanpa nama"}),
        ("susunan/baru", PANEL | {"speaker_1_name": "x" * 201}),
        ("susunan/baru", PANEL | {"title": "a\x01b"}),
        ("mitra/baru", {"name": ""}),
        ("mitra/baru", {"name": "x" * 201}),
        ("angka/baru", {"label": "Pelanggaran", "value": "456", "source": ""}),
        ("angka/baru", {"label": "L", "value": "1", "source": "S", "as_of": "31-31-2020"}),
        ("angka/baru", {"label": "L", "value": "1", "source": "S", "as_of": "9999-12-31"}),
    ],
)
def test_a_refused_item_keeps_what_was_typed(
    client: Browser, event: Event, path: str, fields: dict[str, str]
) -> None:
    answer = client.submit(f"{BASE}/{path}", **fields)
    assert answer.status_code == 422
    assert "Ada isian yang perlu diperbaiki" in answer.text
    for name, value in fields.items():
        assert name == "kind" or value.split("\x01")[0] in answer.text, name
    assert [*event.agenda, *event.partners, *event.figures] == []


def test_a_speaker_s_row_beyond_the_last_is_ignored(client: Browser, event: Event) -> None:
    odd = {"speaker_12_name": "Tiga belas", "speaker_99999_name": "x", f"speaker_{9**99}_name": "y"}
    assert client.submit(f"{BASE}/susunan/baru", **PANEL, **odd).status_code == 303
    assert len(event.agenda[0].speakers) == 2


def test_partners_stand_in_protocol_order(client: Browser, event: Event) -> None:
    for name in ("Bawaslu", "KPK"):
        client.submit(f"{BASE}/mitra/baru", name=name)
    client.submit(f"{BASE}/mitra/{event.partners[1].id}/naik")
    public = client.get("/acara/acara-uji").text
    assert public.index("Badan Uji") < public.index("KPK") < public.index("Bawaslu")


def test_a_figure_names_its_day_and_source(client: Browser, event: Event) -> None:
    client.submit(
        f"{BASE}/angka/baru", label="Pelanggaran", value="456", source="KASN", as_of="2020-07-31"
    )
    public = client.get("/acara/acara-uji").text
    assert "456" in public
    assert "KASN, per 31 Juli 2020" in public


def test_agenda_items_keep_their_hour_when_the_event_moves(event: Event) -> None:
    event.agenda = [
        AgendaItem(ordinal=1, kind="panel", title="P", starts_at=event.starts_at, speakers=[]),
        AgendaItem(ordinal=2, kind="panel", title="P", starts_at=None, speakers=[]),
    ]
    schedule.reschedule(event, date(2027, 1, 2), time(8, 0), time(10, 0), "WIT")
    assert event.starts_at == datetime(2027, 1, 1, 23, 0, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 1, 2, 1, 0, tzinfo=UTC)
    assert schedule.day(event) == date(2027, 1, 2)
    item = event.agenda[0].starts_at
    assert item is not None
    assert schedule.clock(item, "WIT") == time(9, 0)
    assert item == datetime(2027, 1, 2, 0, 0, tzinfo=UTC)
    assert event.agenda[1].starts_at is None


def test_the_day_is_the_day_where_the_event_is(event: Event) -> None:
    event.starts_at, event.zone = datetime(2026, 11, 19, 23, 0, tzinfo=UTC), "WIT"
    assert schedule.day(event) == date(2026, 11, 20)
    assert schedule.clock(event.starts_at, "WIB") == time(6, 0)
