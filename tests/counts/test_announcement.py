"""An announced figure: the ledger's own number at a checkpoint, said once and never taken back."""

from __future__ import annotations

import random
import sqlite3
import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from declare.core import entry
from declare.counts import announcement
from declare.counts.announcement import Disagreement, NotCounted, Outdated
from declare.database import open_engine
from declare.events import catalogue
from declare.ledger import service as ledger
from declare.pledges.models import Pledge
from tests import factories
from tests.browser import Browser
from tests.counts.hall import Hall
from tests.database import Address


@pytest.mark.twin
def test_each_figure_is_the_tally_of_the_entries_before_its_checkpoint(
    session: Session, hall: Hall
) -> None:
    """Whatever happens between two announcements, corrections and revocations among it."""
    chance = random.Random(3)
    said = {}
    for number in range(60):
        hall.happens(chance, number)
        if number % 6 == 0:
            made = hall.announce(hall.size)
            said[made.size] = made.signed
            assert made.signed == hall.tally().signed
    entries = [entry.decode(one) for one in ledger.entries(session, hall.event.log_id or 0)]
    final = set(entry.replay(entries).standing)
    assert len(said) > 4
    found = announcement.announced(session, hall.event)
    assert [each.checkpoint.size for each in found] == sorted(said, reverse=True)
    for each in found:
        before = entry.replay(entries[: each.checkpoint.size])
        assert each.signed == said[each.checkpoint.size] == before.tally.signed
        assert each.revoked == len(set(before.standing) - final)
    assert any(each.revoked for each in found)


@pytest.mark.twin
def test_two_organisers_at_once_make_one_announcement(
    engine: Engine, session: Session, hall: Hall
) -> None:
    hall.signs("Ani")
    session.commit()
    faults: list[Exception] = []

    def post() -> None:
        try:
            with Session(engine, expire_on_commit=False) as beside:
                event = catalogue.find(beside, "acara-uji")
                announcement.announce(beside, hall.made.keys, event, 2, None, hall.made.now)
                beside.commit()
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert hall.announced() == [(2, 1)]


@pytest.mark.twin
def test_a_figure_that_was_overtaken_is_announced_only_for_a_while(hall: Hall) -> None:
    hall.signs("Ani")
    hall.signs("Budi")
    with pytest.raises(Outdated):
        hall.announce(2, announcement.FRESH + timedelta(seconds=1))
    assert hall.announce(3, timedelta(days=1)).signed == 2
    with pytest.raises(Outdated):
        hall.announce(2)
    for unreached in (0, -1, 4, 2**70):
        with pytest.raises(Outdated):
            hall.announce(unreached)


def test_a_draft_has_nothing_to_announce(hall: Hall) -> None:
    draft = factories.draft(hall.made, "rancangan")
    with pytest.raises(NotCounted):
        Hall(hall.made, draft).announce(1)


@pytest.mark.twin
def test_a_count_that_is_not_the_ledgers_is_not_announced(
    organiser: Browser, session: Session, hall: Hall
) -> None:
    """A row was changed behind the platform's back: the pages would say another number."""
    hall.signs("Ani")
    hall.signs("Budi")
    pledge = session.scalars(select(Pledge)).first()
    assert pledge is not None
    pledge.revoked_at = hall.made.now
    session.flush()
    with pytest.raises(Disagreement):
        hall.announce(3)
    page = "/panitia/acara/acara-uji/pengumuman/baru"
    assert organiser.submit(page, size=3).location == page
    assert "Hitungan dan buku ikrar tidak sama." in organiser.get(page).text
    assert hall.announced() == []


@pytest.mark.twin
def test_an_announcement_is_never_changed(
    database: Address, session: Session, hall: Hall, now: datetime
) -> None:
    """Not by the owner of the tables either; the application's role may not even try."""
    hall.signs("Ani")
    hall.announce(2)
    session.commit()
    tries = ["UPDATE announcement SET signed = 2", "DELETE FROM announcement"]
    if session.get_bind().dialect.name == "sqlite":
        tries.append("INSERT OR REPLACE INTO announcement SELECT * FROM announcement")
    else:
        tries.append("TRUNCATE announcement")
    for url, because in ((database.owner_url, "only grows"), (database.url, "only|denied")):
        engine = open_engine(url)
        for statement in tries:
            with engine.connect() as connection, pytest.raises(DBAPIError, match=because):
                connection.execute(text(statement))
        engine.dispose()
    session.expire_all()
    assert hall.announced() == [(2, 1)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nor_is_it_replaced_without_the_engine_recipe(session: Session, hall: Hall) -> None:
    """A connection on which a replacing insert does not fire the trigger of deletes."""
    hall.signs("Ani")
    hall.announce(2)
    session.commit()
    raw = sqlite3.connect(str(session.get_bind().engine.url.database))
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        raw.execute("INSERT OR REPLACE INTO announcement SELECT * FROM announcement")
    raw.close()
