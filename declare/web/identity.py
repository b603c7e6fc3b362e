"""The participants that a browser may act as, kept in its session cookie.

A cookie never decides who signs: a form names its registration, and the cookie only says whether
this browser entered by that participant's link or code.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from declare.events.models import Event
from declare.registrations.links import Claim
from declare.registrations.models import Registration, Standing

Cookie = MutableMapping[str, Any]

_PEOPLE, _PERSON = "people", "person"
_MOST_PEOPLE = 40
"""Most registrations in one cookie: browsers keep 4,096 bytes of it (RFC 6265, 6.1)."""

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_ADMITTED = select(Registration).where(
    Registration.public_id == bindparam("public_id"),
    Registration.event_id == bindparam("event_id"),
    Registration.standing == Standing.ADMITTED,
)


def present_in(
    session: Session, cookie: Cookie, event: Event, chosen: str | None
) -> Registration | None:
    """The registration that this browser acts as: `chosen` by a form, or the last one entered.

    None if the browser did not enter by its link or code, or if these have been renewed since.
    """
    own_claim = _claim(
        cookie, cookie.get(_PERSON, {}).get(event.slug) if chosen is None else chosen
    )
    if own_claim is None:
        return None
    values = {"public_id": own_claim.public_id, "event_id": event.id}
    registration = session.scalar(_ADMITTED, values)
    return registration if registration is not None and own_claim.holds(registration) else None


def claim(cookie: Cookie, slug: str, chosen: str | None) -> Claim | None:
    """The browser's claim on the registration that a form has `chosen`; None if it never entered
    the event. Unverified: the caller checks it under its lock (`Claim.holds`)."""
    return _claim(cookie, chosen) if slug in cookie.get(_PERSON, {}) else None


def _claim(cookie: Cookie, public_id: str | None) -> Claim | None:
    fingerprints = dict(cookie.get(_PEOPLE, []))
    if public_id is None or public_id not in fingerprints or not _PUBLIC_ID.fullmatch(public_id):
        return None
    return Claim(public_id, fingerprints[public_id])


def remember(cookie: Cookie, event: Event, registration: Registration) -> None:
    """Let this browser act as the registration; pages show the one remembered last."""
    choose(cookie, event.slug, Claim.of(registration))


def choose(cookie: Cookie, slug: str, verified: Claim) -> None:
    """Like `remember`, for a claim that was already verified."""
    own = [verified.public_id, verified.fingerprint]
    people, person = cookie.get(_PEOPLE, []), cookie.get(_PERSON, {})
    if people[-1:] == [own] and person.get(slug) == own[0]:
        return  # an unmodified session sends no cookie
    cookie[_PEOPLE] = [*(entry for entry in people if entry[0] != own[0]), own][-_MOST_PEOPLE:]
    cookie[_PERSON] = {**person, slug: own[0]}


def forget(cookie: Cookie, public_id: str) -> None:
    """End this browser's access to a registration."""
    people, person = cookie.get(_PEOPLE, []), cookie.get(_PERSON, {})
    cookie[_PEOPLE] = [entry for entry in people if entry[0] != public_id]
    cookie[_PERSON] = {slug: key for slug, key in person.items() if key != public_id}
