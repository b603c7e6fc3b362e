"""Witnesses that an organiser invents, or names with what nobody sees: over HTTP alone."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.core import cosignature
from declare.core import note as notes
from declare.database import db
from declare.events.models import Event
from declare.ledger import service as ledger
from tests import factories, scene
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.factories import World

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
VKEY = cosignature.vkey("bawaslu.example", KEY)
WITNESS = {
    "name": "Badan Pengawas",
    "vkey": VKEY,
    "published_at": "https://bawaslu.example/kunci-saksi",
}
UNMATCHED = "Badan Pengawas terdaftar sebagai saksi; kunci verifikasinya belum dicocokkan"
UNPRINTABLE = ("\u202e", "\u2066", "\u200b", "\x07", "\U000e0041", "\u0378")
"""Direction, isolation, nothing to see, a bell, a tag, a character that is not assigned."""


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def registers(client: Browser, made: World, event: Event, **values: str) -> int:
    """An organiser of this event registers a witness."""
    account = factories.member(made, event, Role.ORGANISER, f"{event.slug}@uji.example")
    factories.sign_in(client, account)
    path = f"/panitia/acara/{event.slug}/saksi"
    return client.submit(path, **WITNESS | values).status_code


def cosigns(client: Browser, made: World, event: Event) -> int:
    """It cosigns the latest checkpoint, with a key that the organiser made."""
    text, _ = notes.split(ledger.checkpoint(made.session, event.log_id or 0).note)
    line = cosignature.line(text, "bawaslu.example", KEY, int(made.now.timestamp()))
    return client.submit(f"/acara/{event.slug}/saksi", line=line).status_code


@pytest.mark.twin
def test_an_invented_witness_is_called_not_compared(client: Browser, made: World) -> None:
    """Whoever registers a witness makes nothing *disaksikan* by it: a second account must."""
    event = factories.event(made, purpose="live")
    row = signed(made, event)
    assert registers(client, made, event) == 303
    assert cosigns(client, made, event) == 303
    event_page = f"/acara/{event.slug}"
    for path in (event_page, f"{event_page}/saksi", f"{event_page}/buku-ikrar", f"/v/{row.code}"):
        said = " ".join(client.get(path).text.split())
        assert "disaksikan oleh" not in said
        assert "Belum disaksikan." in said
        assert UNMATCHED in said


def test_the_wall_names_no_invented_witness_as_one(client: Browser, made: World) -> None:
    event = scene.over(made)
    registers(client, made, event)
    cosigns(client, made, event)
    said = client.get(f"/acara/{event.slug}/layar").text
    assert "disaksikan oleh" not in said
    assert UNMATCHED in said


@pytest.mark.parametrize("field", ["name", "published_at"])
@pytest.mark.parametrize("mark", UNPRINTABLE)
def test_what_nobody_sees_is_refused(client: Browser, made: World, field: str, mark: str) -> None:
    event = factories.event(made)
    assert registers(client, made, event, **{field: f"Badan{mark}Pengawas"}) == 422


def test_witnesses_are_listed_by_log(client: Browser, made: World) -> None:
    event, other = factories.event(made), factories.event(made, "acara-lain")
    registers(client, made, event)
    told = json.loads(client.get("/.well-known/declare.json").data)
    assert other.slug in [each["event"] for each in told["logs"]]
    assert [each.get("event") for each in told["witnesses"]] == [event.slug]


def test_a_witness_can_be_ended(client: Browser, made: World) -> None:
    event = factories.event(made)
    registers(client, made, event)
    page = f"/panitia/acara/{event.slug}/saksi/1"
    assert client.submit(f"{page}/akhiri").status_code == 303
    assert cosigns(client, made, event) == 422


def test_a_line_that_fits_nothing_begins_no_writing_transaction(
    app: Flask, client: Browser, made: World
) -> None:
    """It is tried at up to 256 checkpoints, and signers would wait for that."""
    event = factories.event(made)
    registers(client, made, event)
    line = cosignature.line("other\n1\nAAAA\n", "bawaslu.example", KEY, int(made.now.timestamp()))
    stranger = app.test_client()
    assert isinstance(stranger, Browser)
    stranger.beside = made.session
    statements: list[str] = []

    def note(*given: Any) -> None:
        statements.append(given[2])

    with app.app_context():
        engine = db.engine
    listen(engine, "before_cursor_execute", note)
    try:
        answer = stranger.submit(f"/acara/{event.slug}/saksi", line=line)
    finally:
        remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 422
    assert "tidak cocok dengan titik periksa mana pun" in answer.text
    assert "BEGIN IMMEDIATE" not in statements
