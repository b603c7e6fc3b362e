"""Registrations."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from sqlalchemy.orm import Session

from declare.events.models import Event
from declare.registrations.models import Registration


def present_in(
    session: Session, cookie: MutableMapping[str, Any], event: Event, chosen: str | None
) -> Registration | None:
    """The registration that this browser may act as at the event."""
    return None
