"""Filling an instance with the sample events, each in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from importlib import resources
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import directory, passwords
from declare.accounts.models import Account
from declare.core import region
from declare.core.moment import Zone, local
from declare.demo import contoh
from declare.demo.campaign import Campaign
from declare.demo.names import Names
from declare.demo.people import Cast, Size
from declare.demo.preparation import Facts, prepare
from declare.demo.timetable import Hours
from declare.events.models import Event
from declare.keys import Keyring

ORGANISER = "panitia@contoh.example"
_SEED = 2020

Progress = Callable[[str, int, int], None]
"""Progress callback: an event's slug, the steps done, and their total."""


def fill(
    session: Session, keys: Keyring, base_url: str, now: datetime, report: Progress
) -> list[str]:
    """Create the missing sample events, committing each; return their slugs.

    The organiser of all of them is the account ORGANISER; if it is created here, its password is
    random and is not reported.
    """
    created = []
    for facts in _campaigns():
        if not _exists(session, facts["slug"]):
            _hold(session, keys, base_url, facts, now, report)
            session.commit()
            created.append(facts["slug"])
    if not _exists(session, contoh.SLUG):
        _begin(session, keys, base_url, now)
        session.commit()
        created.append(contoh.SLUG)
    return created


def _hold(
    session: Session, keys: Keyring, base_url: str, facts: Facts, now: datetime, report: Progress
) -> None:
    random = Random(f"{_SEED}/{facts['slug']}")  # noqa: S311  # the same people each time
    votes = [v for v in region.voted_2020().values() if v.province in facts["provinces"]]
    hours = Hours.read(date.fromisoformat(facts["date"]), facts["hours"])
    organiser = _organiser(session, now)
    codes = [vote.region.code for vote in votes]
    event = prepare(session, organiser, facts, hours, codes, hours.published)
    size = Size(facts["registered"], facts["present"], facts["signed"])
    people = Cast(random, Names(random)).invent(votes, size)
    campaign = Campaign(session, keys, event, hours, random)
    for done, total in campaign.hold(base_url, organiser.id, people):
        report(event.slug, done, total)


def _begin(session: Session, keys: Keyring, base_url: str, now: datetime) -> None:
    facts = _facts()["common"] | _facts()["trial"]
    hours = Hours.read(local(now, Zone.WIB).date(), facts["hours"])
    event = prepare(session, _organiser(session, now), facts, hours, contoh.expected(), now)
    contoh.begin(session, keys, event, base_url, now)


def _organiser(session: Session, now: datetime) -> Account:
    account = directory.by_email(session, ORGANISER)
    return account or directory.create(
        session, ORGANISER, "Panitia Contoh", passwords.one_time(), now, may_create=True
    )


def _exists(session: Session, slug: str) -> bool:
    return session.scalar(select(Event.id).where(Event.slug == slug)) is not None


def _campaigns() -> Iterable[Facts]:
    return [_facts()["common"] | facts for facts in _facts()["campaigns"]]


@cache
def _facts() -> Facts:
    path = resources.files("declare.demo") / "campaigns.json"
    facts: Facts = json.loads(path.read_text(encoding="utf-8"))
    return facts
