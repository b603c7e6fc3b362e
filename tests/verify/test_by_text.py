"""What was pasted or handed to the command, held against the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.certificates.models import Certificate, Status
from declare.core import token as tokens
from declare.events.models import Purpose
from declare.verify import by_text
from declare.verify.service import UNKNOWN, Verdict
from tests import factories
from tests.certificates.issued import signed
from tests.corpus import tokens as corpus
from tests.factories import World

BASE = "http://ikrar.test"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def row(made: World) -> Certificate:
    row = signed(made, factories.event(made, "netral-2026", purpose=Purpose.LIVE))
    made.session.commit()
    return row


def qr(row: Certificate, token: bytes | None = None) -> str:
    return corpus.address(token or row.token or b"", BASE, row.code)


def verdict_on(made: World, text: str) -> Verdict:
    return by_text.verify(made.session, made.keys, text)


def digits(found: Verdict) -> tuple[bool, str]:
    (check,) = (check for check in found.checks if check.name == "digits")
    return check.passed, check.detail


def test_good_digits_get_the_sites_verdict(made: World, row: Certificate) -> None:
    for text in (qr(row), tokens.digits(row.token or b"")):
        found = verdict_on(made, text)
        assert (found.result, digits(found)) == ("valid", (True, ""))
    row.status, row.ended_at = Status.REVOKED, made.now
    assert verdict_on(made, qr(row)).result == "revoked"


@pytest.mark.twin
def test_digits_of_a_purged_certificate_are_held_against_the_ledger(
    made: World, row: Certificate
) -> None:
    text = qr(row)
    forged = corpus.signed(corpus.CLAIMS, made.keys.certificate("live"))
    row.name = row.position = row.payload = row.token = None
    found = verdict_on(made, text)
    assert (found.result, digits(found)) == ("archived", (True, ""))
    assert verdict_on(made, qr(row, forged)).result == "mismatch"
    row.entry += b" "
    assert digits(verdict_on(made, text)) == (False, "record")


def tampered(made: World, row: Certificate) -> dict[str, tuple[bytes, str]]:
    token, other = row.token or b"", made.keys.certificate("sample")
    return {
        "name": (token.replace(b"Marlina", b"Merlina"), "signature"),
        "cut": (token[:-1], "form"),
        "sample key": (tokens.sign(row.payload or b"", other), "record"),
        "unknown key": (tokens.sign(row.payload or b"", corpus.OTHER), "key"),
        "another content": (
            corpus.signed(corpus.CLAIMS, made.keys.certificate("live")),
            "address",
        ),
    }


@pytest.mark.parametrize("what", ["name", "cut", "sample key", "unknown key", "another content"])
def test_digits_that_say_anything_else_do_not_match(
    made: World, row: Certificate, what: str
) -> None:
    token, reason = tampered(made, row)[what]
    found = verdict_on(made, qr(row, token))
    assert (found.result, digits(found)) == ("mismatch", (False, reason))
    assert found.name == "Dra. Marlina, S.E."


def test_what_is_not_recorded(made: World, row: Certificate) -> None:
    own = made.keys.certificate("live")
    assert verdict_on(made, corpus.QR) is UNKNOWN
    assert verdict_on(made, corpus.address(corpus.signed(corpus.CLAIMS, own))) is UNKNOWN
    assert verdict_on(made, "satu") is UNKNOWN
    cut = verdict_on(made, tokens.digits(row.token or b"")[:-1])
    assert (cut.result, cut.certificate) == ("mismatch", None)


Run = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def run(app: Flask) -> Run:
    def command(*words: str) -> tuple[int, dict[str, object]]:
        done = app.test_cli_runner().invoke(args=["verify", *words])
        return done.exit_code, json.loads(done.output)

    return command


def test_the_command_asks_the_record(
    run: Run, made: World, row: Certificate, tmp_path: Path
) -> None:
    token = tmp_path / "sertifikat.cwt"
    token.write_bytes(row.token or b"")
    for source in (row.code, row.code.lower(), qr(row), str(token)):
        status, said = run(source)
        assert (status, said["verdict"], said["code"]) == (0, "valid", row.code)
    changed = qr(row, (row.token or b"").replace(b"Marlina", b"Merlina"))
    for source, verdict in {changed: "mismatch", "0123456789AF": "unknown"}.items():
        status, said = run(source)
        assert (status, said["verdict"]) == (1, verdict)


def test_an_exercise_is_a_sample_by_the_command(run: Run, made: World) -> None:
    row = signed(made, factories.event(made))
    made.session.commit()
    assert run(qr(row))[1]["verdict"] == "sample"
    assert run(row.code)[0] == 0
