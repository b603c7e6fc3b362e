"""The sample campaigns, filled in once for everything that is measured on them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from declare import demo
from declare.accounts import directory, sessions
from declare.accounts.models import Account
from declare.certificates.models import Certificate
from declare.database import db, reading, writing
from declare.events.models import Event
from tests.bench.platform import Platform, platform
from tests.database import Source

CAMPAIGN, SIGNED = "gnn-asn-2020-2", 618


@contextmanager
def samples(source: Source) -> Iterator[Platform]:
    """The platform with what the command `demo` makes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        source.fresh() as address,
        platform(Path(folder), address) as made,
    ):
        keys = made.app.extensions["keyring"]
        demo.fill(db.session(), keys, made.settings["PUBLIC_URL"], datetime.now(UTC), _quiet)
        _organiser().one_time = False
        db.session.commit()
        # Who measures only looks; a writer would keep the server waiting.
        with reading():
            yield made


def _organiser() -> Account:
    found = directory.by_email(db.session(), demo.ORGANISER)
    if found is None:
        raise LookupError(demo.ORGANISER)
    return found


def organiser_session() -> str:
    """The token of a session of the organiser of all of them."""
    number = _organiser().id
    db.session.rollback()
    with writing():
        token = sessions.begin(db.session(), number, "", datetime.now(UTC))
        db.session.commit()
    return token


def codes() -> list[str]:
    """The codes of the campaign's certificates, in the order of signing."""
    query = (
        select(Certificate.code)
        .join(Event, Event.id == Certificate.event_id)
        .where(Event.slug == CAMPAIGN)
        .order_by(Certificate.id)
    )
    found = list(db.session.scalars(query))
    if len(found) != SIGNED:
        raise RuntimeError(f"{len(found)} certificates instead of {SIGNED}")
    return found


def _quiet(slug: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""
