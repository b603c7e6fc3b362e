from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import cwt
import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from declare.core import note
from declare.ledger import service as ledger
from tests import factories
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.factories import World
from tests.jwk import cose, unpadded


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def published(answer: TestResponse) -> Any:
    """Answers that every origin may read and caches may store."""
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    return json.loads(answer.data)


@pytest.mark.parametrize("purpose", ["live", "rehearsal", "sample"])
def test_a_library_of_others_verifies_a_token(client: Browser, made: World, purpose: str) -> None:
    row = signed(made, factories.event(made, purpose=purpose))
    keys = published(client.get("/.well-known/jwks.json"))["keys"]
    claims: Any = cwt.decode(row.token or b"", [cose(key) for key in keys])
    assert claims[1] == "ikrar.test/log/acara-uji"
    assert claims[7] == row.code.encode()
    assert claims[-70001][2:] == [row.name, row.position]


def test_exercises_have_a_key_of_their_own(client: Browser) -> None:
    keys = published(client.get("/.well-known/jwks.json"))["keys"]
    assert [key.get("purpose") for key in keys] == [None, "sample"]
    assert len({key["x"] for key in keys}) == 2
    assert [len(unpadded(key["kid"])) for key in keys] == [4, 4]


def test_every_log_is_listed_with_the_key_of_its_checkpoints(client: Browser, made: World) -> None:
    factories.draft(made, "belum-terbit")
    events = [
        factories.event(made, "netral-2026", purpose="live"),
        factories.event(made, "contoh-uji"),
    ]
    told = published(client.get("/.well-known/declare.json"))
    assert told["witnesses"] == []
    assert [log["event"] for log in told["logs"]] == ["netral-2026", "contoh-uji"]
    for event, log in zip(events, told["logs"], strict=True):
        assert log["origin"] == f"ikrar.test/log/{event.slug}"
        assert log["url"] == f"http://ikrar.test/log/{event.slug}"
        assert (log["purpose"], log["announced"]) == (event.purpose, [])
        checkpoint = ledger.checkpoint(made.session, event.log_id or 0)
        text = note.read(checkpoint.note, [note.Verifier(log["vkey"])])
        assert note.Checkpoint.read(text).origin == log["origin"]
