"""The journal: one line for each request, and no word in it that names a person."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from declare.core import link
from declare.database import db
from declare.registrations import links
from declare.web.access import allow
from tests import factories
from tests.browser import Browser

Journal = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def journal(app: Flask) -> Journal:
    """What was written since the application began."""
    written = io.StringIO()
    handler = app.logger.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.twin
@pytest.mark.own_app
def test_a_fault_is_told_by_place_and_kind_and_quotes_nothing(
    app: Flask, client: Browser, journal: Journal
) -> None:
    """PostgreSQL's own message quotes the failing row."""

    @allow("anyone")
    def break_down() -> str:
        db.session.execute(text("INSERT INTO attempt (scope) VALUES (:n)"), {"n": "Marlina"})
        return ""

    app.add_url_rule("/broken", "broken", break_down)
    app.testing = False
    page = client.get("/broken")
    assert page.status_code == 500
    inner = ("Marlina", "INSERT", "Error", "break_down", "Traceback")
    assert [word for word in inner if word in page.text] == []
    lines = journal()
    fault = next(line for line in lines if line["what"] == "fault")
    assert any("break_down" in place for place in fault["trace"])
    assert fault["trace"][-1] == "IntegrityError"
    assert "Marlina" not in json.dumps(lines)


@pytest.mark.own_app
def test_links_codes_and_queries_are_not_written_down(client: Browser, journal: Journal) -> None:
    token = link.make(b"k" * 32, b"12345678")
    for path in (
        f"/m/{token}",
        "/v/0123456789AF?x=Marlina",
        "/sertifikat/0123456789AF.json",
        f"/panitia/undangan/{token}",
        f"/panitia/sandi-baru/{token}",
    ):
        client.get(path)
    lines = journal()
    assert [line["path"] for line in lines] == [
        "/m/…",
        "/v/…",
        "/sertifikat/….json",
        "/panitia/undangan/…",
        "/panitia/sandi-baru/…",
    ]
    assert token not in json.dumps(lines)
    assert "0123456789AF" not in json.dumps(lines)
    assert "Marlina" not in json.dumps(lines)
    assert all({"request", "method", "status", "ms"} <= line.keys() for line in lines)


@pytest.mark.own_app
def test_nor_is_a_link_that_was_copied_or_spelt_wrong(client: Browser, journal: Journal) -> None:
    token = link.make(b"k" * 32, b"12345678")
    for path in (
        f"/M/{token}",
        f"/m//{token}",
        f"//m/{token}",
        f"/en/m/{token}",
        f"/acara/acara-uji/m/{token}",
        f"/panitia//undangan/{token}",
        "/V/0123-4567-89AF",
        "/verifikasi/0123-4567-89AF",
    ):
        assert client.get(path).status_code in (308, 404)
    written = json.dumps(journal())
    assert token not in written
    assert "0123-4567-89AF" not in written
    assert '"/m//\\u2026"' in written


@pytest.mark.own_app
def test_nothing_typed_ends_a_line_or_steers_a_terminal(app: Flask, client: Browser) -> None:
    written = io.StringIO()
    handler = app.logger.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    client.get('/acara/a%0A{"what":"audit"}%1B[2J%C2%9B%E2%80%A8%E2%80%AE"b')
    (line,) = written.getvalue().splitlines()
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["what"] == "request"


@pytest.mark.own_app
def test_a_line_says_when_in_utc_which_request_and_which_refusal(
    app: Flask, client: Browser, journal: Journal
) -> None:
    client.post("/verifikasi", data={"code": "0123456789AF"})
    client.get("/acara/tiada")
    client.get("/panitia/keluar")
    stale, missing, refused = journal()
    assert (refused["status"], refused["refusal"]) == (405, "MethodNotAllowed")
    assert (stale["status"], stale["refusal"]) == (400, "CSRFError")
    assert (missing["status"], missing["refusal"]) == (404, "NotFound")
    for line in (stale, missing):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["at"])
        assert line["level"] == "info"
    assert len({stale["request"], missing["request"]}) == 2


@pytest.mark.own_app
def test_the_lines_of_one_request_are_joined_by_its_number(
    app: Flask, client: Browser, journal: Journal
) -> None:
    client.submit("/panitia/masuk", email="tiada@uji.example", password="salah")
    audit, request = journal()
    assert (audit["what"], audit["act"]) == ("audit", "account.sign_in_failed")
    assert audit["request"] == request["request"]
    assert set(audit) == {
        "at",
        "level",
        "what",
        "request",
        "entry",
        "act",
        "event",
        "account",
        "about",
    }


@pytest.mark.own_app
def test_the_application_writes_nowhere_else(app: Flask) -> None:
    ours = (each for each in app.logger.handlers if not type(each).__module__.startswith("_pytest"))
    (handler,) = ours
    assert isinstance(handler, logging.StreamHandler)
    assert not isinstance(handler, logging.FileHandler)
    assert not app.logger.propagate


@pytest.mark.own_app
def test_it_tells_who_came_in_and_how(
    app: Flask, client: Browser, session: Session, now: datetime, journal: Journal
) -> None:
    made = factories.world(app, session, now)
    event = factories.event(made)
    person = factories.participant(made, event)
    factories.come_in(client, made, person)
    seat = {"office": "regional_secretary", "region": "12.06"}
    for code in ("ZZZZZZZZ", links.code(made.keys, person)):
        client.submit("/acara/acara-uji/masuk", participant_code=code, **seat)
    told = [line for line in journal() if line["what"] == "entry"]
    facts = [{key: line.get(key) for key in ("event", "by", "person", "refused")} for line in told]
    assert facts == [
        {"event": event.id, "by": "link", "person": person.public_id, "refused": None},
        {"event": event.id, "by": "code", "person": None, "refused": "wrong"},
        {"event": event.id, "by": "code", "person": person.public_id, "refused": None},
    ]
    assert "Marlina" not in json.dumps(told)
