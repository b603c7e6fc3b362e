"""Witnesses for tests: registered by one account, compared by another unless told otherwise."""

from __future__ import annotations

from declare.events.models import Event
from declare.ledger import service, witness_list
from declare.ledger.models import Witness
from declare.ledger.witness_list import Institution
from tests.factories import World

PLACE = "https://bawaslu.example/kunci-saksi"
REGISTRANT, COMPARER = 1, 2


def registered(made: World, event: Event, vkey: str, *, matched: bool = True) -> Witness:
    log = service.lock(made.session, event.log_id or 0)
    known = Institution("Badan Pengawas", vkey, PLACE)
    row = witness_list.register(made.session, log, known, REGISTRANT, made.now)
    if matched:
        witness_list.match(made.session, row, COMPARER, made.now)
    return row
