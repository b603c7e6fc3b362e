"""Every number of an event. Whatever announces one asks here, so that all of them agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from declare.events.models import Event
from declare.pledges.models import Pledge
from declare.registrations.models import Registration, Standing


@dataclass(frozen=True)
class Count:
    """How many people an event has at one moment; registered ≥ present ≥ signed.

    Registered are all who were not refused, present those of them who checked in or signed, signed
    the pledges that are not revoked. Both maps count the signed and add up to them; a province is
    the first two digits of the region in the ledger's entry, `00` for national bodies.
    """

    registered: int
    present: int
    signed: int
    by_office: Mapping[str, int]
    by_province: Mapping[str, int]
    as_of: datetime


def count(session: Session, event: Event, now: datetime) -> Count:
    """Count an event's people in one statement: one moment of the database, all its numbers."""
    province = func.substr(Pledge.region, 1, 2)
    groups = session.execute(
        select(
            Pledge.office,
            province,
            func.count(Pledge.id),
            func.count(Registration.id),
            func.count(Registration.present_at),
        )
        .select_from(Registration)
        .outerjoin(
            Pledge, and_(Pledge.registration_id == Registration.id, Pledge.revoked_at.is_(None))
        )
        .where(
            Registration.event_id == event.id,
            or_(Registration.standing != Standing.REFUSED, Pledge.id.is_not(None)),
        )
        .group_by(Pledge.office, province)
    ).all()
    signed = [(office, province, n) for office, province, n, _, _ in groups if n]
    return Count(
        registered=sum(group[3] for group in groups),
        present=sum(group[2] or group[4] for group in groups),
        signed=sum(n for _, _, n in signed),
        by_office=_summed((office, n) for office, _, n in signed),
        by_province=_summed((province, n) for _, province, n in signed),
        as_of=now,
    )


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for key, n in pairs:
        total[key] += n
    return dict(sorted(total.items()))
