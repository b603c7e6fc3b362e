"""Slugs: the unique short name of an event in addresses and in its log's origin."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import origin
from declare.errors import Invalid
from declare.events.models import Event, Purpose

RESERVED = "gladi-"
"""Prefix that only rehearsals have."""

_PROPOSED = 40
_REHEARSAL = re.compile(rf"{RESERVED}(?P<base>.+)-[0-9]+", re.ASCII)


def propose(title: str) -> str:
    """A slug made of a title: `kampanye-virtual-ii`. It may be too short, or taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= _PROPOSED else words[: _PROPOSED + 1].rpartition("-")[0]


def choose(session: Session, slug: str, purpose: str, event: Event | None = None) -> str:
    """The slug of an event of this purpose, made from the organiser's `slug`.

    A rehearsal of `netral` becomes `gladi-netral-1`, and the next one `gladi-netral-2`; `event` is
    the one to rename, which may keep its slug. Raises Invalid, for the field `slug`.
    """
    if event is not None and event.slug == slug and event.purpose == purpose:
        return slug
    if purpose == Purpose.REHEARSAL:
        return _rehearsal(session, slug)
    if slug.startswith(RESERVED):
        raise Invalid("Awalan “gladi-” hanya untuk gladi.", "slug")
    _check(slug)
    taken = session.scalar(select(Event.id).where(Event.slug == slug))
    if taken is not None and (event is None or taken != event.id):
        raise Invalid("Alamat ini sudah dipakai acara lain.", "slug")
    return slug


def _rehearsal(session: Session, slug: str) -> str:
    match = _REHEARSAL.fullmatch(slug)
    base = match["base"] if match else slug.removeprefix(RESERVED)
    _check(base)
    _check(f"{RESERVED}{base}-99")
    start = f"{RESERVED}{base}-"
    taken = session.scalars(select(Event.slug).where(Event.slug.startswith(start, autoescape=True)))
    endings = [other.removeprefix(start) for other in taken]
    return f"{start}{1 + max((int(e) for e in endings if e.isdecimal()), default=0)}"


def _check(slug: str) -> None:
    if not origin.SLUG.fullmatch(slug):
        raise Invalid(
            "Alamat terdiri atas 3 sampai 60 huruf kecil, angka, atau tanda hubung.", "slug"
        )
