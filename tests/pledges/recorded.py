"""Pledges that were made, and what the log says of them, for tests of what happens later."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from declare.core import entry
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.pledges import signing
from declare.registrations.models import Registration
from tests import factories


def signer(made: factories.World, event: Event, **values: Any) -> Registration:
    """Somebody who was admitted and has signed."""
    person = factories.participant(made, event, **values)
    signing.sign(made.session, made.keys, event, person, made.now)
    return person


def entries(session: Session, event: Event) -> list[entry.Entry]:
    """Every entry of the event's log."""
    assert event.log_id is not None
    return [entry.decode(data) for data in ledger.entries(session, event.log_id)]
