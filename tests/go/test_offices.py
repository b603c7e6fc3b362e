"""Go's checker reads offices by their form, as every reader of a log does."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.core import note
from declare.core.entries import Pledge
from declare.core.entry import encode
from declare.ledger import service as ledger
from tests import factories
from tests.factories import World
from tests.go import checker
from tests.go.serving import serving


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def pledged(made: World, slug: str, office: str, region: str = "35") -> str:
    """Open a log with one pledge of this office, and return the log's key."""
    event = factories.event(made, slug)
    data = encode(Pledge(slug, "1" * 64, "other", "35"))
    data = data.replace(b'"other"', f'"{office}"'.encode()).replace(b'"35"', f'"{region}"'.encode())
    log = ledger.lock(made.session, event.log_id or 0)
    ledger.append(made.session, log, data, made.keys, event.purpose, made.now, pledges=1)
    made.session.commit()
    return note.vkey(event.origin or "", made.keys.log(event.purpose).public_key())


@pytest.mark.parametrize("office", ["deputy_regional_head", "x_y"])
def test_an_office_that_is_added_later_is_read(app: Flask, made: World, office: str) -> None:
    vkey = pledged(made, "acara-uji", office, "35.10")
    with serving(app) as address:
        checked = checker.run(f"{address}/log/acara-uji", vkey)
    assert checked.stderr == ""
    assert json.loads(checked.stdout)["Pledges"] == 1


def test_what_is_no_office_is_refused(app: Flask, made: World) -> None:
    refused = [("AB", "35"), ("ab", "35"), ("a-b", "35"), ("a" * 25, "35"), ("other", "35.10")]
    with serving(app) as address:
        for number, (office, region) in enumerate(refused):
            vkey = pledged(made, f"acara-{number}", office, region)
            checked = checker.run(f"{address}/log/acara-{number}", vkey)
            assert (checked.returncode, checked.stdout) == (1, ""), office
            assert "entry 1: no " in checked.stderr, office
