"""The participants that a browser may act as, kept in its session cookie.

A cookie never decides who signs: a form names its registration, and the cookie only says whether
this browser brought that person's link or code.
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
"""Of one browser: a cookie holds four kilobytes."""

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_ADMITTED = select(Registration).where(
    Registration.public_id == bindparam("public_id"),
    Registration.event_id == bindparam("event_id"),
    Registration.standing == Standing.ADMITTED,
)


def present_in(
    session: Session, cookie: Cookie, event: Event, chosen: str | None
) -> Registration | None:
    """The registration that this browser acts as: `chosen` by a form, or else the last to come in.

    None if the browser did not bring that person's link or code, or if it has ended since.
    """
    said = _said(cookie, cookie.get(_PERSON, {}).get(event.slug) if chosen is None else chosen)
    if said is None:
        return None
    found = session.scalar(_ADMITTED, {"public_id": said.public_id, "event_id": event.id})
    return found if found is not None and said.holds(found) else None


def claim(cookie: Cookie, slug: str, chosen: str | None) -> Claim | None:
    """What this browser says of the person that a form has `chosen`, if it has come in to the event
    at all. Nothing is looked up: whoever acts on a claim proves it (`Claim.holds`)."""
    return _said(cookie, chosen) if slug in cookie.get(_PERSON, {}) else None


def _said(cookie: Cookie, public_id: str | None) -> Claim | None:
    known = dict(cookie.get(_PEOPLE, []))
    if public_id is None or public_id not in known or not _PUBLIC_ID.fullmatch(public_id):
        return None
    return Claim(public_id, known[public_id])


def remember(cookie: Cookie, event: Event, registration: Registration) -> None:
    """Let this browser act as the registration, and make it the one that pages show."""
    choose(cookie, event.slug, Claim.of(registration))


def choose(cookie: Cookie, slug: str, proved: Claim) -> None:
    """Do so with a claim that was found to hold."""
    own = [proved.public_id, proved.fingerprint]
    people, person = cookie.get(_PEOPLE, []), cookie.get(_PERSON, {})
    if people[-1:] == [own] and person.get(slug) == own[0]:
        return  # untouched, a cookie is not sent again
    cookie[_PEOPLE] = [*(entry for entry in people if entry[0] != own[0]), own][-_MOST_PEOPLE:]
    cookie[_PERSON] = {**person, slug: own[0]}


def forget(cookie: Cookie, public_id: str) -> None:
    """Take from this browser what it knew of a registration."""
    people, person = cookie.get(_PEOPLE, []), cookie.get(_PERSON, {})
    cookie[_PEOPLE] = [entry for entry in people if entry[0] != public_id]
    cookie[_PERSON] = {slug: key for slug, key in person.items() if key != public_id}
