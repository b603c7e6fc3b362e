"""Durable signing through HTTP, beside a view that inserts one row."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from declare.database import db, open_engine
from declare.ledger.models import Checkpoint
from declare.pledges.models import Pledge
from declare.web import identity
from tests import factories
from tests.bench import traffic
from tests.bench.figures import Figure
from tests.bench.floor import ROW
from tests.bench.platform import Platform, platform, settings
from tests.bench.server import PLATFORM, Server, serving
from tests.database import Address, Source

LEAST = 0.25
ROUNDS, SIGNERS, WARMING = 5, 160, 64
SLUG = "acara-uji"


def measure(name: str, source: Source) -> Figure:
    """Sign and insert by turns, on databases of one kind; compare the medians."""
    with (
        tempfile.TemporaryDirectory() as folder,
        source.fresh() as ours,
        source.fresh() as bare,
        platform(Path(folder), ours) as made,
    ):
        crowd = list(_crowd(made, WARMING + ROUNDS * SIGNERS))
        with (
            serving(PLATFORM, made.settings) as signing,
            serving("tests.bench.floor:create()", _bare(Path(folder), bare)) as floor,
        ):
            rates = _rounds(signing, floor, crowd)
        _check(len(crowd))
    signed, inserted = map(statistics.median, zip(*rates, strict=True))
    return Figure(
        what=f"durable signing, {name}",
        measured=f"{signed:.0f}/s = {signed / inserted:.2f} of the floor",
        beside=f"a view that inserts one row: {inserted:.0f}/s",
        target=f">= {LEAST}",
        met=signed / inserted >= LEAST,
    )


def _rounds(signing: Server, floor: Server, crowd: list[bytes]) -> list[tuple[float, float]]:
    """Rates of signing and inserting, round by round, after a warm-up that does not count."""
    _rate(signing, crowd[:WARMING]), _rate(floor, crowd[:WARMING])
    turns = (crowd[start : start + SIGNERS] for start in range(WARMING, len(crowd), SIGNERS))
    return [(_rate(signing, turn), _rate(floor, turn)) for turn in turns]


def _rate(server: Server, requests: list[bytes]) -> float:
    """How many of these POSTs are answered in a second."""
    seconds, answers = traffic.together(server.port, requests)
    found = {answer.status for answer in answers}
    if found != {303} or len(answers) != len(requests):
        raise RuntimeError(f"{len(answers)} answers, {found}")
    return len(requests) / seconds


def _crowd(made: Platform, count: int) -> Iterator[bytes]:
    """The POST of each of `count` participants of an open event, cookie and token included."""
    session = db.session()
    world = factories.world(made.app, session, datetime.now(UTC))
    event = factories.event(world, SLUG)
    token = made.token()
    for number in range(count):
        person = factories.participant(world, event, name=f"Marlina {number}")
        known: dict[str, object] = {}
        identity.remember(known, event, person)
        yield traffic.post(
            f"/acara/{SLUG}/ikrar",
            made.cookie(**known),
            csrf_token=token,
            registration=person.public_id,
            agree="y",
        )
    session.commit()


def _check(signers: int) -> None:
    """Everybody has one pledge, and the log has one signed checkpoint for each."""
    session = db.session()
    pledges = session.scalar(select(func.count(Pledge.registration_id.distinct())))
    checkpoints = session.scalar(select(func.max(Checkpoint.size)))
    if (pledges, checkpoints) != (signers, signers + 1):
        raise RuntimeError(f"{signers} signed: {pledges} pledges, checkpoint {checkpoints}")


def _bare(folder: Path, address: Address) -> dict[str, str]:
    """The settings of the floor, whose table is made here."""
    engine = open_engine(address.owner_url)
    ROW.metadata.create_all(engine)
    engine.dispose()
    return settings(folder, address.owner_url)
