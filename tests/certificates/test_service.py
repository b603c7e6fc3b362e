from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy import event as events
from sqlalchemy.orm import Session

from declare.certificates import preview, service
from declare.certificates.models import Status
from declare.core import code, entry, merkle, note, payload, token
from declare.errors import NotFound
from declare.events import pictures
from declare.events.models import Event, Partner, Purpose
from declare.pledges import signing
from declare.pledges.models import Pledge
from tests import factories
from tests.certificates.issued import signed
from tests.factories import World
from tests.press.pictures import png


@pytest.fixture
def made(app: Flask, session: Session, now: Any) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World) -> Event:
    return factories.event(made)


def test_the_row_says_what_was_signed(made: World, event: Event) -> None:
    row = signed(made, event)
    assert (row.name, row.position) == ("Dra. Marlina, S.E.", "Sekretaris Daerah Kabupaten Karo")
    assert (row.number, row.ordinal, row.index) == ("001/UJI/XI/2026", 1, 1)
    assert row.status == Status.CURRENT
    assert row.payload is not None
    assert row.token is not None
    held = payload.decode(row.payload)
    assert (held.code, held.index, held.name) == (row.code, row.index, row.name)
    assert held.time == int(row.signed_at.timestamp())


@pytest.mark.twin
def test_token_entry_and_checkpoint_hold_the_row(made: World, event: Event) -> None:
    signed(made, event, name="Rahmat")
    row = signed(made, event)
    key = made.keys.certificate(event.purpose).public_key()
    assert token.verify(row.token or b"", {token.kid(key): key}) == row.payload
    stored = entry.decode(row.entry)
    assert isinstance(stored, entry.Pledge)
    assert stored.commit == payload.commit(row.payload or b"").hex()
    vkey = note.vkey(event.origin or "", made.keys.log(event.purpose).public_key())
    head = note.Checkpoint.read(note.read(row.checkpoint, [note.Verifier(vkey)]))
    assert head.size == row.index + 1
    proof = service.proof(made.session, event, row)
    merkle.verify_inclusion(merkle.leaf_hash(row.entry), row.index, head.size, proof, head.root)


@pytest.mark.twin
def test_what_changes_later_changes_no_certificate(made: World, event: Event) -> None:
    logo = pictures.keep(made.session, event, pictures.draw(png("red")), public=True)
    mark = pictures.keep(made.session, event, pictures.draw(png("blue")), public=False)
    event.host_logo = logo.digest
    event.partners = [Partner(ordinal=1, name="Mitra", logo_id=logo.id)]
    assert event.design is not None
    event.design.signature_id = mark.id
    row = signed(made, event)
    before = service.printable(made.session, row)
    assert before.logos == (logo.data, logo.data)
    assert before.signature_image == mark.data
    assert before.partners == ("Mitra",)
    person = made.session.get_one(Pledge, row.pledge_id).registration_id
    registration = made.session.get_one(factories.Registration, person)
    registration.name, registration.position = "Lain", "Lain"
    for field in ("title", "theme", "host", "base_url", "purpose", "zone"):
        setattr(event, field, "live" if field == "purpose" else "WIT")
    event.host_logo, event.partners, event.statement = None, [], None
    event.design.official_name = event.design.place = event.design.number_pattern = "{urut}"
    event.design.signature_id = None
    made.session.flush()
    made.session.expire_all()
    assert service.printable(made.session, row) == before
    # The design holds for who signs from now on, too.
    event.purpose = Purpose.SAMPLE
    later = service.printable(made.session, signed(made, event, name="Rahmat"))
    assert (later.host, later.number) == (before.host, "002/UJI/XI/2026")


@pytest.mark.twin
def test_issuing_takes_two_statements(
    made: World, event: Event, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(made, event, name="Rahmat")
    person = factories.participant(made, event)
    statements: list[str] = []

    issue = service.issue

    def watched(*arguments: Any) -> None:
        def watch(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            statements.append(statement)

        events.listen(engine, "before_cursor_execute", watch)
        issue(*arguments)
        events.remove(engine, "before_cursor_execute", watch)

    monkeypatch.setattr(service, "issue", watched)
    signing.sign(made.session, made.keys, event, person, made.now)
    assert len(statements) <= 2


@pytest.mark.parametrize(
    "spell",
    [
        lambda text: text,
        str.lower,
        code.printed,
        lambda text: f" {text[:6]} {text[6:]} ",
        lambda text: text.replace("0", "O").replace("1", "l").replace("5", "s"),
    ],
)
def test_a_code_is_found_however_it_is_spelled(made: World, event: Event, spell: Any) -> None:
    row = signed(made, event)
    assert service.find(made.session, spell(row.code)) is row


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=st.text(max_size=80))
def test_junk_is_not_found(session: Session, text: str) -> None:
    with pytest.raises(NotFound):
        service.find(session, text)


@pytest.mark.twin
def test_pages_follow_the_order_of_signing(made: World, event: Event) -> None:
    rows = [signed(made, event, name=name) for name in ("Satu", "Dua", "Tiga")]
    found, total = service.page(made.session, event, 1)
    assert ([row.code for row in found], total) == ([row.code for row in rows], 3)
    assert service.page(made.session, event, 2) == ([], 3)


@pytest.mark.parametrize("purpose", ["live", "sample"])
def test_the_preview_is_never_live(made: World, purpose: str) -> None:
    draft = factories.draft(made, purpose=purpose)
    shown = preview.printable(
        made.session, made.keys, draft, factories.BASE, "ikrar.test", made.now
    )
    assert not shown.live
    assert shown.log_origin == "ikrar.test/log/acara-uji"
    assert shown.base_url == factories.BASE
    live = made.keys.certificate(Purpose.LIVE).public_key()
    with pytest.raises(token.TokenError):
        token.verify(shown.token, {token.kid(live): live})


def test_the_preview_shows_the_frozen_design(made: World, event: Event) -> None:
    def host() -> str:
        sheet = preview.printable(
            made.session, made.keys, event, factories.BASE, "ikrar.test", made.now
        )
        return sheet.host

    event.host = "Sebelum"
    assert host() == "Sebelum"
    signed(made, event)
    event.host = "Sesudah"
    assert host() == "Sebelum"
