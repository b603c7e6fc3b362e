"""Publishing an event, which cannot be undone, and what it needs before."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import certificate_number, entry, origin, statement
from declare.errors import Conflict
from declare.events.models import Admission, Design, Event
from declare.events.wording import wording
from declare.keys import Keyring
from declare.ledger import service as ledger


class Gap(StrEnum):
    """Something that an event lacks; the value names the page that it belongs to."""

    HOST = "host"
    TIME = "time"
    CONTACT = "contact"
    STATEMENT = "statement"
    DESIGN = "design"
    NUMBER = "number"
    OPEN_DOOR = "open_door"
    """A live event that would admit every registration."""
    DOMAINS = "domains"


class AlreadyPublished(Conflict):
    """The event is published already."""


class Incomplete(Conflict):
    """The event has gaps."""


def gaps(event: Event) -> list[Gap]:
    """The gaps of an event in the order of its pages; it can be published when there are none."""
    lacking = {
        Gap.HOST: not event.host,
        Gap.TIME: event.starts_at is None,
        Gap.STATEMENT: not wording(event).clauses,
        Gap.OPEN_DOOR: event.live and event.admission == Admission.OPEN,
        Gap.DOMAINS: event.admission == Admission.DOMAIN and not event.mail_domains,
        Gap.CONTACT: not event.contact_name or not (event.contact_email or event.contact_phone),
        Gap.DESIGN: not _printable(event.design),
        Gap.NUMBER: not _numbered(event.design),
    }
    return [gap for gap, missing in lacking.items() if missing]


def _printable(design: Design | None) -> bool:
    if design is None:
        return False
    words = (design.place, design.official_name, design.official_position)
    return all(words) and design.on is not None


def _numbered(design: Design | None) -> bool:
    try:
        return design is not None and bool(certificate_number.check(design.number_pattern))
    except certificate_number.NumberError:
        return False


def publish(session: Session, event: Event, keys: Keyring, base_url: str, now: datetime) -> None:
    """Make an event public: freeze slug, statement and origin, and open its log.

    The log's first entry is appended in the same transaction. Raises AlreadyPublished, or
    Incomplete.
    """
    _lock(session, event)
    if event.published:
        raise AlreadyPublished("Acara ini sudah diterbitkan.")
    if gaps(event):
        raise Incomplete("Acara ini belum lengkap.")
    event.statement_text = statement.text(wording(event))
    event.base_url = base_url.rstrip("/")
    event.origin = origin.make(urlsplit(event.base_url).netloc.lower(), event.slug)
    event.published_at = now
    log = ledger.create(session, event.origin)
    event.log_id = log.id
    opening = entry.Open(
        event=event.slug,
        log=event.origin,
        purpose=event.purpose,
        statement=statement.digest(event.statement_text),
        time=int(now.timestamp()),
    )
    ledger.append(session, log, entry.encode(opening), keys, event.purpose, now)
    session.flush()


def _lock(session: Session, event: Event) -> None:
    """Lock and refresh the event's row, so that of two callers the second sees it published."""
    query = select(Event).where(Event.id == event.id).with_for_update()
    session.scalars(query.execution_options(populate_existing=True)).one()
