"""The signing window for organisers: a page that says what a step does, then the step."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import AuditEntry, Role
from declare.core.window import WindowState
from declare.events.models import Event
from tests import factories
from tests.browser import Browser

CONTROL = "/panitia/acara/acara-uji/penandatanganan"


@pytest.fixture
def event(client: Browser, made: factories.World) -> Event:
    found = factories.event(made, signing=WindowState.SHUT)
    factories.sign_in(client, factories.member(made, found, Role.ORGANISER))
    return found


@pytest.mark.twin
def test_the_window_goes_through_its_day(
    client: Browser, session: Session, event: Event, clock: Any
) -> None:
    day = [
        ("buka", "Buka Penandatanganan", "Dibuka"),
        ("jeda", "Jeda Penandatanganan", "Dijeda"),
        ("lanjutkan", "Lanjutkan Penandatanganan", "Dibuka"),
        ("tutup", "Mulai Hitungan Mundur", "Ditutup dalam 120 detik"),
        ("batal-tutup", "Batalkan Penutupan", "Dibuka"),
        ("tutup", "Mulai Hitungan Mundur", "Ditutup dalam 120 detik"),
    ]
    assert "Belum dibuka" in client.get(CONTROL).text
    for step, label, state in day:
        assert label in client.get(f"{CONTROL}/{step}").text
        assert client.submit(f"{CONTROL}/{step}").location == CONTROL
        assert state in client.get(CONTROL).text
    clock.advance(seconds=120)
    assert "Ditutup pukul 09.02 WIB" in client.get(CONTROL).text
    deeds = session.scalars(select(AuditEntry.what).order_by(AuditEntry.id)).all()
    assert deeds == [
        "signing.opened",
        "signing.paused",
        "signing.resumed",
        "signing.closing",
        "signing.closing_cancelled",
        "signing.closing",
    ]


def test_a_step_that_has_become_impossible_does_nothing(
    client: Browser, session: Session, event: Event
) -> None:
    answer = client.submit(f"{CONTROL}/jeda")
    assert answer.location == CONTROL
    assert "Keadaan penandatanganan sudah berubah." in client.get(CONTROL).text
    assert event.signing == WindowState.SHUT
    assert session.scalars(select(AuditEntry)).all() == []


def test_before_publishing_there_is_no_window(client: Browser, made: factories.World) -> None:
    event = factories.draft(made, "belum-terbit")
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    path = "/panitia/acara/belum-terbit/penandatanganan"
    assert "Terbitkan acara terlebih dahulu." in client.get(path).text
    assert client.submit(f"{path}/buka").location == path
    assert event.signing == WindowState.SHUT
