""" "Bukan saya": the link of a receipt by which a person says that somebody else has signed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import link as links
from declare.errors import NotFound
from declare.events.models import Event
from declare.keys import Keyring
from declare.pledges.models import Pledge
from declare.registrations.models import Registration


def link(keys: Keyring, base_url: str, pledge: Pledge) -> str:
    """The link. It names the pledge, and nobody comes in by it."""
    token = links.make(_key(keys), pledge.id.to_bytes(8, "big"))
    return f"{base_url}/m/{token}/bukan-saya"


def read(session: Session, keys: Keyring, token: str) -> tuple[Event, Registration, Pledge]:
    """Whose signature the link is about. Raises NotFound."""
    try:
        number = int.from_bytes(links.read(_key(keys), token), "big")
    except links.LinkError:
        raise NotFound from None
    query = (
        select(Event, Registration, Pledge)
        .join(Event, Event.id == Pledge.event_id)
        .join(Registration, Registration.id == Pledge.registration_id)
        .where(Pledge.id == number)
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFound
    return found[0], found[1], found[2]


def deny(session: Session, registration: Registration, now: datetime) -> None:
    """Record that this person says not to have signed; the organisers look into it."""
    if registration.queried_at is None:
        registration.queried_at = now
        session.flush()


def _key(keys: Keyring) -> bytes:
    """A key of its own, so that no token is good for two things."""
    return hmac.digest(keys.link, b"declare/denial/1\n", hashlib.sha256)
