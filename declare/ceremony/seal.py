"""The seal of a closed event: the statement's rosette in a ring of one line for each pledge."""

from __future__ import annotations

import hashlib
from math import cos, pi, sin

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from declare.core import ornament
from declare.events.models import Event
from declare.ledger.models import Hash
from declare.pledges import tally
from declare.pledges.models import Pledge

_INNER = 530.0
_SHORTEST, _LONGEST = 24.0, 84.0


def rosette(event: Event) -> list[str]:
    """The lines of the statement's rosette, as paths within ±502 of the middle."""
    digest = hashlib.sha256(event.statement_text or b"").digest()
    return [curve.svg() for curve in ornament.rosette(digest)]


def lines(session: Session, event: Event) -> str:
    """The path of the ring: a radial line for each standing pledge, in the order of signing.

    Its length depends on the first byte of the leaf hash of the pledge's entry, so the same ring
    can be drawn from the ledger.
    """
    query = (
        select(Hash.hash)
        .join(Pledge, and_(Pledge.index == Hash.index, Pledge.event_id == event.id))
        .where(Hash.log_id == event.log_id, Hash.level == 0, tally.STANDING)
        .order_by(Hash.index)
    )
    hashes = list(session.scalars(query))
    return "".join(_line(place / len(hashes), digest[0]) for place, digest in enumerate(hashes))


def _line(turn: float, byte: int) -> str:
    """One line at `turn` (0 to 1), clockwise from the top."""
    x, y = sin(2 * pi * turn), -cos(2 * pi * turn)
    # The cube makes most lines short and a few long.
    outer = _INNER + _SHORTEST + (_LONGEST - _SHORTEST) * (byte / 255) ** 3
    return f"M{_INNER * x:.1f} {_INNER * y:.1f}L{outer * x:.1f} {outer * y:.1f}"
