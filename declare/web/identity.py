"""The participants that a browser may act as, kept in its session cookie.

Beside it, `opened_links` has a cookie for each link: what the session lost when two links were
opened at once is found there, and the browser is asked.

A cookie never decides who signs: a form names its registration, and the cookie only says whether
this browser entered by that participant's link or code.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from declare.events.models import Event
from declare.registrations import links
from declare.registrations.links import Claim
from declare.registrations.models import Registration, Standing
from declare.web import opened_links

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
    session: Session, cookie: Cookie, event: Event, chosen: str | None, now: datetime
) -> Registration | None:
    """The registration that this browser acts as: `chosen` by a form, or the last one entered.

    None if the browser did not enter by its link or code, or if these have been renewed since or
    are too old: a browser's access ends with its link.
    """
    last = cookie.get(_PERSON, {}).get(event.slug)
    own_claim = _claim(cookie, event.slug, last if chosen is None else chosen)
    return None if own_claim is None else _proved(session, event, own_claim, now)


def undecided(session: Session, cookie: Cookie, event: Event, now: datetime) -> list[Registration]:
    """All participants that this browser may act as, if it opened several links at once; else none.

    Those links are known by their own cookies only; the session's forgot one for the other.
    """
    known, opened = dict(cookie.get(_PEOPLE, [])), opened_links.claims(event.slug)
    if opened.keys() <= known.keys():
        return []
    last = present_in(session, cookie, event, None, now)
    people = [_proved(session, event, claim, now) for claim in opened.values()]
    there = {person.id: person for person in [last, *people] if person is not None}
    return list(there.values()) if len(there) > 1 else []


def settle(cookie: Cookie, event: Event, registration: Registration) -> None:
    """Like `remember`, and do not ask again about the other links that were opened."""
    for claim in opened_links.claims(event.slug).values():
        choose(cookie, event.slug, claim)
    remember(cookie, event, registration)


def _proved(session: Session, event: Event, own_claim: Claim, now: datetime) -> Registration | None:
    if links.is_over(event, now):
        return None
    values = {"public_id": own_claim.public_id, "event_id": event.id}
    registration = session.scalar(_ADMITTED, values)
    return registration if registration is not None and own_claim.holds(registration) else None


def claim(cookie: Cookie, slug: str, chosen: str | None) -> Claim | None:
    """The browser's claim on the registration that a form has `chosen`; None if it never entered
    the event. Unverified: the caller checks it under its lock (`Claim.holds`)."""
    own_claim = _claim(cookie, slug, chosen)
    opened = own_claim is not None and own_claim.public_id in opened_links.claims(slug)
    return own_claim if opened or slug in cookie.get(_PERSON, {}) else None


def _claim(cookie: Cookie, slug: str, public_id: str | None) -> Claim | None:
    if public_id is None or not _PUBLIC_ID.fullmatch(public_id):
        return None
    fingerprints = dict(cookie.get(_PEOPLE, []))
    if public_id in fingerprints:
        return Claim(public_id, fingerprints[public_id])
    return opened_links.claims(slug).get(public_id)


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
    opened_links.remove(public_id)
    people, person = cookie.get(_PEOPLE, []), cookie.get(_PERSON, {})
    cookie[_PEOPLE] = [entry for entry in people if entry[0] != public_id]
    cookie[_PERSON] = {slug: key for slug, key in person.items() if key != public_id}
