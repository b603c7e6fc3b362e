"""Witnesses: registered by organisers, cosigning by a line from any sender, named on every page."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import AuditEntry, Role
from declare.core import cosignature, note
from declare.core import payload as payloads
from declare.core.cosignature import Witness
from declare.errors import Invalid
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.ledger import witness, witness_list
from declare.ledger.models import Witness as Row
from declare.ledger.witness_list import Institution
from tests import factories, scene
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.factories import World
from tests.ledger.witnesses import PLACE, registered

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
VKEY = cosignature.vkey("bawaslu.example", KEY)
NAMED = "disaksikan oleh Badan Pengawas; kuncinya diumumkan di https://bawaslu.example"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def organiser(client: Browser, made: World, event: Event) -> Browser:
    return factories.sign_in(client, factories.member(made, event, Role.ORGANISER))


def register(made: World, event: Event, *, matched: bool = True) -> Row:
    return registered(made, event, VKEY, matched=matched)


def line(made: World, event: Event, size: int | None = None, after: int = 0) -> str:
    checkpoint = ledger.checkpoint(made.session, event.log_id or 0, size)
    text, _ = note.split(checkpoint.note)
    at = int(made.now.timestamp()) + after
    return cosignature.line(text, "bawaslu.example", KEY, at)


@pytest.mark.twin
def test_an_organiser_registers_a_witness(client: Browser, made: World) -> None:
    event = factories.event(made)
    panel = organiser(client, made, event)
    path = f"/panitia/acara/{event.slug}/saksi"
    values = {"name": "Badan Pengawas", "vkey": VKEY, "published_at": PLACE}
    assert panel.submit(path, **values).status_code == 303
    assert VKEY in panel.get(path).text
    assert panel.submit(path, **values).status_code == 422
    [deed] = made.session.scalars(select(AuditEntry).where(AuditEntry.what == "witness.registered"))
    assert deed.detail == VKEY
    told = json.loads(client.get("/.well-known/declare.json").data)
    assert told["witnesses"] == [
        {"event": event.slug, **values, "matched_at": None, "ended_at": None}
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("vkey", "bawaslu.example"),
        ("vkey", note.vkey("bawaslu.example", KEY.public_key())),
        ("published_at", ""),
        ("letter_number", "12/S/2026"),
        ("letter_date", "2026-11-02"),
        ("letter_date", "kemarin"),
        ("letter_number", "12\u202e/S/2026"),
        ("published_at", "https://IKRAR.test/kunci"),
    ],
)
def test_what_is_no_witness_is_refused(
    client: Browser, made: World, field: str, value: str
) -> None:
    event = factories.event(made)
    values = {"name": "Badan Pengawas", "vkey": VKEY, "published_at": PLACE} | {field: value}
    answer = organiser(client, made, event).submit(f"/panitia/acara/{event.slug}/saksi", **values)
    assert answer.status_code == 422
    assert witness_list.witnesses(made.session, event.log_id or 0) == []


def test_who_has_not_been_witnessed_says_so(client: Browser, made: World) -> None:
    event = scene.over(made)
    for path in ("", "/layar", "/saksi"):
        assert "Belum disaksikan." in client.get(f"/acara/{event.slug}{path}").text


@pytest.mark.twin
def test_a_line_is_taken_from_anybody_and_named_everywhere(client: Browser, made: World) -> None:
    event = scene.over(made)
    register(made, event)
    size = ledger.checkpoint(made.session, event.log_id or 0).size
    path = f"/acara/{event.slug}/saksi"
    assert client.submit(path, line=line(made, event)).status_code == 303
    assert client.submit(path, line=line(made, event, after=5)).status_code == 303
    for page in (path, f"/acara/{event.slug}"):
        text = client.get(page).text
        assert f"Titik periksa {size} {NAMED}" in text
        assert "Belum disaksikan" not in text
    assert "disaksikan oleh Badan Pengawas." in client.get(f"/acara/{event.slug}/layar").text
    [kept] = witness.witnessed(made.session, event.log_id or 0)
    assert (kept.size, kept.seen_at) == (size, made.now)


def test_the_line_stands_under_the_note_of_its_size(made: World) -> None:
    event = factories.event(made)
    register(made, event)
    signed(made, event)
    log_id = event.log_id or 0
    kept = witness.take(made.session, log_id, line(made, event, 1), made.now)
    assert kept.size == 1
    cosigned = witness.cosigned_note(made.session, ledger.checkpoint(made.session, log_id, 1))
    assert len(cosignature.read(cosigned, [Witness(VKEY)])) == 1
    latest = ledger.checkpoint(made.session, log_id)
    assert witness.cosigned_note(made.session, latest) == latest.note


def test_a_verdict_names_who_witnessed_it(client: Browser, made: World) -> None:
    event = factories.event(made, purpose="live")
    register(made, event)
    first, second = signed(made, event), signed(made, event, name="Suparman")
    witness.take(made.session, event.log_id or 0, line(made, event, first.index + 1), made.now)
    assert NAMED in client.get(f"/v/{first.code}").text
    assert "Belum disaksikan." in client.get(f"/v/{second.code}").text


def test_a_line_that_proves_nothing_is_refused(client: Browser, made: World) -> None:
    event, other = factories.event(made), factories.event(made, "acara-lain")
    path = f"/acara/{event.slug}/saksi"
    assert client.submit(path, line=line(made, event)).status_code == 422
    register(made, event)
    wrong = cosignature.line("x\n", "bawaslu.example", KEY, 1)
    late = line(made, event, after=3600)
    for text in ("", "junk", line(made, other), wrong, late, line(made, event)[:-6], "x" * 4001):
        assert client.submit(path, line=text).status_code == 422
    assert witness.witnessed(made.session, event.log_id or 0) == []


def test_a_whole_note_may_be_pasted(made: World) -> None:
    event = factories.event(made)
    register(made, event)
    log_id = event.log_id or 0
    pasted = ledger.checkpoint(made.session, log_id).note + line(made, event)
    assert witness.take(made.session, log_id, pasted.replace("\n", "\r\n"), made.now).size == 1


def test_a_log_is_not_its_own_witness(made: World) -> None:
    event = factories.event(made)
    log = ledger.lock(made.session, event.log_id or 0)
    own = Institution("X", cosignature.vkey(log.origin, KEY), PLACE)
    with pytest.raises(Invalid, match="key"):
        witness_list.register(made.session, log, own, 1, made.now)


def test_an_auditor_gets_the_payloads(client: Browser, made: World) -> None:
    event = factories.event(made)
    row = signed(made, event)
    panel = organiser(client, made, event)
    answer = panel.submit(f"/panitia/acara/{event.slug}/muatan.txt")
    [encoded] = answer.text.split()
    assert payloads.decode(bytes.fromhex(encoded)).name == row.name
    assert made.session.scalars(
        select(AuditEntry).where(AuditEntry.what == "payloads.exported")
    ).one()


def test_the_tool_is_served_as_it_is_named(client: Browser, made: World) -> None:
    event = factories.event(made)
    page = client.get(f"/acara/{event.slug}/saksi").text
    [address] = re.findall(r'href="([^"]+)" download="saksi.html"', page)
    with client.get(address) as answer:
        groups = re.findall("....", hashlib.sha256(answer.data).hexdigest())
    assert "".join(f"<span>{group}</span>" for group in groups) in page
