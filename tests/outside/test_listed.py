"""What an audit says of the witnesses that declare.json lists for its log, and only for that."""

from __future__ import annotations

from declare.core import cosignature
from tests.outside.mirror import Mirror
from tests.outside.test_audit import PLACE, WATCHER, said


def test_witnesses_of_other_events_are_not_named() -> None:
    listed = PLACE | {
        "vkey": cosignature.vkey("bawaslu.example", WATCHER),
        "matched_at": None,
        "ended_at": None,
    }
    mirror = Mirror(witnesses=[listed | {"event": "acara-lain", "matched_at": None}])
    assert said(mirror, "witnesses") == ["none has cosigned (belum disaksikan)"]
    mirror.witnesses = [listed | {"event": "acara-uji"}]
    _, hearsay = said(mirror, "witnesses")
    assert "have not compared it (belum dicocokkan)" in hearsay
    ended = {"matched_at": "2026-11-19T02:00:00Z", "ended_at": "2026-11-20T02:00:00Z"}
    mirror.witnesses = [listed | {"event": "acara-uji"} | ended]
    assert said(mirror, "witnesses")[1].endswith("it ended at 2026-11-20T02:00:00Z")
