"""Events: finding, listing and making them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.errors import NotFound
from declare.events.models import Event


def find(session: Session, slug: str) -> Event:
    """The event with this slug, published or not. Raises NotFound."""
    event = session.scalar(select(Event).where(Event.slug == slug))
    if event is None:
        raise NotFound
    return event
