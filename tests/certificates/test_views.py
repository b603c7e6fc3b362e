from __future__ import annotations

import json
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts.models import Attempt, Role
from declare.certificates import correction, service
from declare.certificates.models import Status
from declare.core import merkle, note, payload, token
from declare.core.reason import Reason
from declare.events.models import Event
from declare.press import pdf
from tests import factories
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.factories import World


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World) -> Event:
    return factories.event(made)


def test_the_certificate_is_a_file_without_a_name(
    client: Browser, made: World, event: Event
) -> None:
    row = signed(made, event)
    answer = client.get(f"/sertifikat/{row.code.lower()}.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "private, no-store"
    shown = f"{row.code[:4]}-{row.code[4:8]}-{row.code[8:]}"
    assert answer.headers["Content-Disposition"] == f'inline; filename="sertifikat-{shown}.pdf"'
    again = client.get(f"/sertifikat/{row.code}.pdf").data
    drawn, _, _ = answer.data.partition(b"/ID [")
    assert again.startswith(drawn[: drawn.rindex(b"/Contents <")])  # only its signature is new


def test_the_row_proves_itself(client: Browser, made: World, event: Event) -> None:
    """From here on only the answer and two public keys are used."""
    signed(made, event, name="Rahmat")
    row = signed(made, event)
    answer = client.get(f"/sertifikat/{row.code}.json")
    assert answer.headers["Cache-Control"] == "private, no-store"
    told = json.loads(answer.data)
    key = made.keys.certificate("sample").public_key()
    content = token.verify(token.undigits(told["digits"]), {token.kid(key): key})
    held = payload.decode(content)
    assert content.hex() == told["payload"]
    assert (held.code, held.index) == (told["code"], told["index"])
    assert (held.name, held.position) == (told["name"], told["position"])
    assert json.loads(told["entry"])["commit"] == payload.commit(content).hex()
    vkey = note.vkey(told["origin"], made.keys.log("sample").public_key())
    head = note.Checkpoint.read(note.read(told["checkpoint"], [note.Verifier(vkey)]))
    proof = [bytes.fromhex(step) for step in told["proof"]]
    leaf = merkle.leaf_hash(told["entry"].encode())
    merkle.verify_inclusion(leaf, told["index"], head.size, proof, head.root)
    assert told["signed_at"] == "2026-11-19T02:05:00Z"


@pytest.mark.parametrize("stored", [False, True])
def test_nothing_is_handed_out_for_a_revoked_code(
    client: Browser, made: World, event: Event, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    row = signed(made, event)
    old = client.get(f"/sertifikat/{row.code}.pdf").data
    if stored:
        service.store(made.session, row.id, old, made.now)
    correction.withdraw(made.session, row.pledge_id, Reason.TWICE, made.now)
    made.session.commit()
    monkeypatch.setattr(pdf, "certified", None)
    answer = client.get(f"/sertifikat/{row.code}.pdf")
    assert (answer.status_code, answer.mimetype) == (410, "text/html")
    assert 'data-verdict="revoked"' in answer.text
    assert "orang yang sama tercatat lebih dari sekali" in answer.text
    assert json.loads(client.get(f"/sertifikat/{row.code}.json").data)["status"] == "revoked"


def test_a_superseded_code_still_has_its_file(client: Browser, made: World, event: Event) -> None:
    row = signed(made, event)
    row.status, row.ended_at = Status.SUPERSEDED, made.now
    assert client.get(f"/sertifikat/{row.code}.pdf").data.startswith(b"%PDF-")


def test_what_was_purged_is_gone_but_its_proof_is_not(
    client: Browser, made: World, event: Event
) -> None:
    row = signed(made, event)
    row.name = row.position = row.payload = row.token = None
    assert client.get(f"/sertifikat/{row.code}.pdf").status_code == 410
    told = json.loads(client.get(f"/sertifikat/{row.code}.json").data)
    assert [told[field] for field in ("name", "position", "payload", "digits")] == [None] * 4
    assert told["proof"]


@pytest.mark.twin
@pytest.mark.parametrize("ending", ["pdf", "json"])
def test_however_many_unknown_codes_were_asked_for_the_answer_is_the_same(
    client: Browser, session: Session, ending: str
) -> None:
    answers = [client.get(f"/sertifikat/000000000000.{ending}").status_code for _ in range(65)]
    assert answers == [404] * 65
    assert session.scalar(select(func.count(Attempt.id))) == 0


def test_organisers_see_what_was_issued(client: Browser, made: World, event: Event) -> None:
    row = signed(made, event)
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    page = client.get(f"/panitia/acara/{event.slug}/sertifikat").text
    assert row.number in page
    assert "Dra. Marlina, S.E." in page
    assert f"/v/{row.code}" in page
    assert client.get(f"/panitia/acara/{event.slug}/sertifikat?page=2").status_code == 404


@pytest.mark.twin
def test_the_list_comes_in_pages(
    client: Browser, made: World, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PAGE", 2)
    codes = [signed(made, event, name=name).code for name in ("Satu", "Dua", "Tiga")]
    factories.sign_in(client, factories.member(made, event, Role.OBSERVER))
    second = client.get(f"/panitia/acara/{event.slug}/sertifikat?page=2").text
    assert [code in second for code in codes] == [False, False, True]
    assert client.get(f"/panitia/acara/{event.slug}/sertifikat?page=0").status_code == 404


def test_the_design_is_seen_before_publishing(client: Browser, made: World) -> None:
    draft = factories.draft(made, purpose="live")
    factories.sign_in(client, factories.member(made, draft, Role.ORGANISER))
    answer = client.get(f"/panitia/acara/{draft.slug}/sertifikat/pratinjau.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
