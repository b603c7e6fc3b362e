"""Finding, listing and creating events."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, case, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.accounts import audit, team
from declare.accounts.models import Account, Membership, Role
from declare.core import origin
from declare.errors import Conflict, Invalid, NotFound
from declare.events import slugs
from declare.events.models import Design, Event, Purpose

_BY_SLUG = select(Event).where(Event.slug == bindparam("slug"))


def find(session: Session, slug: str) -> Event:
    """The event with this slug, published or not. Raises NotFound."""
    is_slug = origin.SLUG.fullmatch(slug) is not None
    event = session.scalar(_BY_SLUG, {"slug": slug}) if is_slug else None
    if event is None:
        raise NotFound
    return event


def published(session: Session) -> list[Event]:
    """Every published event: live ones before rehearsals and samples, the latest first."""
    exercise = case((Event.purpose == Purpose.LIVE, 0), else_=1)
    query = select(Event).where(Event.origin.is_not(None))
    return list(session.scalars(query.order_by(exercise, Event.starts_at.desc(), Event.id.desc())))


def of_account(session: Session, account_id: int) -> list[tuple[Event, Role]]:
    """The events at which an account has a role, the newest first."""
    query = (
        select(Event, Membership.role)
        .join(Membership, Membership.event_id == Event.id)
        .where(Membership.account_id == account_id)
        .order_by(Event.created_at.desc(), Event.id.desc())
    )
    return [(event, Role(role)) for event, role in session.execute(query)]


def runs_live(session: Session, account_id: int) -> bool:
    """Whether an account is more than an observer at a live event that is published."""
    query = (
        select(Membership.id)
        .join(Event, Membership.event_id == Event.id)
        .where(
            Membership.account_id == account_id,
            Membership.role != Role.OBSERVER,
            Event.purpose == Purpose.LIVE,
            Event.origin.is_not(None),
        )
    )
    return session.scalar(query.limit(1)) is not None


def create(
    session: Session, creator: Account, slug: str, title: str, purpose: str, now: datetime
) -> Event:
    """Create an event; the creator is its owner. Raises Invalid for the slug."""
    chosen = slugs.choose(session, slug, purpose)
    event = Event(slug=chosen, title=title, purpose=purpose, created_at=now, design=Design())
    event.mail_domains, event.offices = [], []
    try:
        with session.begin_nested():
            session.add(event)
    except IntegrityError:
        raise Invalid("Alamat ini sudah dipakai acara lain.", "slug") from None
    team.join(session, creator, event, Role.OWNER)
    audit.write(session, event.id, creator.id, "event.created", now, detail=chosen)
    return event


def rename(session: Session, event: Event, slug: str, purpose: str) -> None:
    """Change slug and purpose of an event that is not published yet.

    Raises Invalid for the slug, and Conflict once it is published.
    """
    if (slug, purpose) == (event.slug, event.purpose):
        return
    if event.published:
        raise Conflict("Alamat dan tujuan acara tetap setelah acara diterbitkan.")
    chosen = slugs.choose(session, slug, purpose, event)
    try:
        with session.begin_nested():
            event.slug, event.purpose = chosen, purpose
    except IntegrityError:
        raise Invalid("Alamat ini sudah dipakai acara lain.", "slug") from None
