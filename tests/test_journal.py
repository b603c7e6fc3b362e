"""The journal: one line for each request, and no word in it that names a person."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from declare.core import link
from declare.database import db
from declare.web.access import allow
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
    assert client.get("/broken").status_code == 500
    lines = journal()
    fault = next(line for line in lines if line["what"] == "fault")
    assert any("break_down" in place for place in fault["trace"])
    assert fault["trace"][-1] == "IntegrityError"
    assert "Marlina" not in json.dumps(lines)


@pytest.mark.own_app
def test_links_codes_and_queries_are_not_written_down(client: Browser, journal: Journal) -> None:
    token = link.make(b"k" * 32, b"12345678")
    for path in (f"/m/{token}", "/v/0123456789AF?x=Marlina", "/sertifikat/0123456789AF.json"):
        client.get(path)
    lines = journal()
    assert [line["path"] for line in lines] == ["/m/…", "/v/…", "/sertifikat/….json"]
    assert "0123456789AF" not in json.dumps(lines)
    assert "Marlina" not in json.dumps(lines)
    assert all({"request", "method", "status", "ms"} <= line.keys() for line in lines)
