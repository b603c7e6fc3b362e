from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.certificates import service as certificates
from declare.certificates.models import Certificate, Status
from declare.core import payload, token
from declare.errors import NotFound
from declare.events.models import Event, Purpose
from declare.verify import checks, service
from declare.verify.service import Result, Verdict
from tests import factories
from tests.certificates.issued import signed
from tests.factories import World

NAMED = ("Dra. Marlina, S.E.", "Sekretaris Daerah Kabupaten Karo")


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def live(made: World) -> Event:
    return factories.event(made, "netral-2026", purpose=Purpose.LIVE)


@pytest.fixture
def row(made: World, live: Event) -> Certificate:
    signed(made, live, name="Rahmat")
    return signed(made, live)


def verdict(made: World, row: Certificate) -> Verdict:
    made.session.flush()
    made.session.expire_all()
    return service.by_code(made.session, made.keys, row.code)


def failed(found: Verdict) -> set[str]:
    return {check.name for check in found.checks if not check.passed}


@pytest.mark.twin
def test_what_is_recorded_is_valid(made: World, row: Certificate) -> None:
    found = verdict(made, row)
    assert found.result is Result.VALID
    assert (found.name, found.position) == NAMED
    assert [check.name for check in found.checks] == [
        *("signature", "content", "commitment", "inclusion", "number")
    ]


@pytest.mark.parametrize("purpose", [Purpose.SAMPLE, Purpose.REHEARSAL])
def test_an_exercise_is_a_sample(made: World, purpose: Purpose) -> None:
    found = verdict(made, signed(made, factories.event(made, purpose=purpose)))
    assert (found.result, found.name) == (Result.SAMPLE, NAMED[0])


@pytest.mark.parametrize("status", [Status.SUPERSEDED, Status.REVOKED])
def test_what_ended_says_so_and_names_the_person(
    made: World, row: Certificate, status: Status
) -> None:
    row.status, row.ended_at = status, made.now
    found = verdict(made, row)
    assert (found.result.value, found.name, found.position) == (status.value, *NAMED)


@pytest.mark.twin
def test_what_was_purged_is_archived(made: World, row: Certificate) -> None:
    row.name = row.position = row.payload = row.token = None
    found = verdict(made, row)
    assert (found.result, found.name) == (Result.ARCHIVED, "")
    assert "inclusion" in {check.name for check in found.checks}


@pytest.mark.twin
def test_the_order_of_verdicts(made: World, row: Certificate, live: Event) -> None:
    """Mismatch before revoked before sample before archived."""
    sample = signed(made, factories.event(made))
    for one in (row, sample):
        one.status = Status.REVOKED
        one.name = one.position = one.payload = one.token = None
    assert verdict(made, row).result is Result.REVOKED
    assert verdict(made, sample).result is Result.REVOKED
    sample.entry += b" "
    assert verdict(made, sample).result is Result.MISMATCH


def other(made: World, row: Certificate) -> bytes:
    """A payload that says another name, and is otherwise the row's."""
    held = payload.decode(row.payload or b"")
    values = {field: getattr(held, field) for field in held.__slots__}
    return payload.encode(payload.Payload(**values | {"name": "Palsu"}))


def forge(made: World, row: Certificate) -> None:
    """A forger with the certificate key and the database, but without the log's key."""
    row.payload, row.name = other(made, row), "Palsu"
    row.token = token.sign(row.payload, made.keys.certificate(Purpose.LIVE))


def exercise(made: World, row: Certificate) -> None:
    row.token = token.sign(row.payload or b"", made.keys.certificate(Purpose.SAMPLE))


def shift(row: Certificate) -> None:
    row.signed_at += timedelta(seconds=1)


TAMPERED: dict[str, tuple[Callable[[World, Certificate], Any], set[str]]] = {
    "name": (lambda made, row: setattr(row, "name", "Palsu"), {"content"}),
    "position": (lambda made, row: setattr(row, "position", "Bupati Karo"), {"content"}),
    "time": (lambda made, row: shift(row), {"content"}),
    "no name": (lambda made, row: setattr(row, "name", None), {"content"}),
    "payload": (
        lambda made, row: setattr(row, "payload", other(made, row)),
        {"signature", "content", "commitment"},
    ),
    "no payload": (
        lambda made, row: setattr(row, "payload", None),
        {"signature", "content", "commitment"},
    ),
    "junk payload": (
        lambda made, row: setattr(row, "payload", b"\xff" * 2000),
        {"signature", "content", "commitment"},
    ),
    "token": (lambda made, row: setattr(row, "token", b"\x00" + (row.token or b"")), {"signature"}),
    "no token": (lambda made, row: setattr(row, "token", None), {"signature"}),
    "sample key": (exercise, {"signature"}),
    "forged": (forge, {"commitment"}),
    "entry": (
        lambda made, row: setattr(row, "entry", row.entry.replace(b"12.06", b"12.07")),
        {"inclusion"},
    ),
    "no entry": (lambda made, row: setattr(row, "entry", b""), {"commitment", "inclusion"}),
    "index": (lambda made, row: setattr(row, "index", 1), {"content", "inclusion"}),
    "index beyond": (lambda made, row: setattr(row, "index", 77), {"content", "inclusion"}),
    "index below": (lambda made, row: setattr(row, "index", -1), {"content", "inclusion"}),
    "checkpoint": (
        lambda made, row: setattr(row, "checkpoint", row.checkpoint.replace("\n3\n", "\n4\n")),
        {"inclusion"},
    ),
    "no checkpoint": (lambda made, row: setattr(row, "checkpoint", ""), {"inclusion"}),
    "number": (lambda made, row: setattr(row, "number", "001/UJI/XI/2026"), {"number"}),
    "ordinal": (lambda made, row: setattr(row, "ordinal", 1), {"number"}),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_tampered_row_does_not_match(made: World, row: Certificate, what: str) -> None:
    tamper, expected = TAMPERED[what]
    tamper(made, row)
    found = verdict(made, row)
    assert found.result is Result.MISMATCH
    assert failed(found) == expected
    assert found.name


def test_a_mismatch_names_whom_the_signature_names(made: World, row: Certificate) -> None:
    row.name, row.position = "Palsu", "Bupati Karo"
    found = verdict(made, row)
    assert (found.name, found.position) == NAMED


def test_another_certificate_under_this_code_does_not_match(
    made: World, row: Certificate, live: Event
) -> None:
    theirs = signed(made, live, name="Yusniar")
    row.payload, row.token, row.name = theirs.payload, theirs.token, theirs.name
    assert failed(verdict(made, row)) == {"content", "commitment"}


def test_an_event_that_turned_live_does_not_match(made: World) -> None:
    exercise_event = factories.event(made)
    row = signed(made, exercise_event)
    exercise_event.purpose = Purpose.LIVE
    assert verdict(made, row).result is Result.MISMATCH


def test_a_verdict_that_was_given_is_not_remembered(made: World, row: Certificate) -> None:
    """The same question again: what changed meanwhile is seen, status and record alike."""
    assert verdict(made, row).result is Result.VALID
    row.status, row.ended_at = Status.REVOKED, made.now
    assert verdict(made, row).result is Result.REVOKED
    row.status, row.ended_at = Status.CURRENT, None
    assert verdict(made, row).result is Result.VALID
    token = row.token or b""
    row.token = token[:-1] + bytes([token[-1] ^ 1])
    assert failed(verdict(made, row)) == {"signature"}


def test_what_failed_is_looked_at_anew_and_what_was_true_is_not(
    made: World, row: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proof for one entry and one signed root is good for ever; its lack may be mended."""
    read = certificates.proof
    asked: list[str] = []

    def lost(*of: Any) -> list[bytes]:
        asked.append("lost")
        raise NotFound

    monkeypatch.setattr(certificates, "proof", lost)
    assert [failed(verdict(made, row)) for _ in range(2)] == [{"inclusion"}] * 2
    assert asked == ["lost"] * 2
    monkeypatch.setattr(certificates, "proof", read)
    assert verdict(made, row).result is Result.VALID
    monkeypatch.setattr(certificates, "proof", lost)
    assert verdict(made, row).result is Result.VALID
    row.index += 1
    assert "inclusion" in failed(verdict(made, row))


@pytest.mark.twin
def test_what_was_found_true_is_kept_within_bounds(
    made: World, live: Event, row: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_CACHE_SIZE", 2)
    monkeypatch.setattr(checks, "_passed", {})
    people = [row, *(signed(made, live, name=f"Suparman {n}") for n in "abc")]
    for each in (*people, *people):
        assert verdict(made, each).result is Result.VALID
        assert len(checks._passed) <= 2
