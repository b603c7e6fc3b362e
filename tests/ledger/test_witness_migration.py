"""Witnesses of before revision 0015: known by whom they were registered, not compared yet."""

from __future__ import annotations

from typing import Any

import pytest

from declare import migrations
from tests.database import Address
from tests.database.old import fill, old_schema
from tests.test_migrations import rows_of

pytestmark = [pytest.mark.twin, pytest.mark.fresh]

BEFORE: dict[str, list[dict[str, Any]]] = {
    "ledger_log": [{"id": 1, "origin": "x/log/y", "size": 0, "pledges": 0, "frontier": b""}],
    "event": [{"id": 1, "slug": "acara-uji", "log_id": 1}],
    "account": [{"id": 1, "email": "panitia@uji.example"}],
    "ledger_witness": [
        {"id": 1, "log_id": 1, "vkey": "bawaslu+1"},
        {"id": 2, "log_id": 1, "vkey": "kpk+2"},
    ],
    "deed": [
        {"id": 1, "event_id": 1, "account_id": 1, "what": "witness.registered", "detail": "kpk+2"}
    ],
}


def test_a_witness_of_before_is_not_compared_yet(database: Address) -> None:
    """The audit log tells who registered it: that account may not compare its key."""
    engine = old_schema(database, "0006")
    with engine.begin() as connection:
        fill(connection, BEFORE)
    migrations.upgrade(database.owner_url, database.url)
    columns = ("id", "registered_by", "matched_by", "matched_at", "ended_at")
    with engine.connect() as connection:
        assert rows_of(connection, "ledger_witness", *columns) == [
            (1, None, None, None, None),
            (2, 1, None, None, None),
        ]
    engine.dispose()
