"""Throttles: limits on tries that may be guesses. Tries are rows, so that they count across
processes.

A throttle has two counters. Subject and network together refuse, so that a guesser is stopped; the
subject alone only slows down, so that no stranger locks anybody out; and a device that has proved
itself before is never refused. A try is counted before its costly check, and taken back when it
proves itself: tries that run at once are not more than the limit.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import case, delete, func, select, text, update
from sqlalchemy.orm import Session

from declare.accounts.models import Attempt

_KEPT = timedelta(days=1)
"""How long a try is kept: longer than any throttle's window."""


class Answer(Enum):
    """What a throttle says to a try."""

    ALLOWED = "allowed"
    SLOW = "slow"
    """Not now: another try for this subject was made within the throttle's pace."""
    REFUSED = "refused"
    """Not until the window has passed, from this network."""


@dataclass(frozen=True)
class Throttle:
    """The limits of one scope: `together` tries of a subject from one network within `window`, and
    `alone` tries of it from everywhere, after which there is one each `pace`.

    With `pace` equal to `window` the subject alone is refused like the two together.
    """

    scope: str
    together: int = 5
    alone: int = 100
    window: timedelta = timedelta(minutes=15)
    pace: timedelta = timedelta(seconds=5)


@dataclass(frozen=True)
class Caller:
    """Where a request comes from: keyed hashes of its network and of its device, and the subjects
    (`short`) that the device has proved itself for."""

    network: str
    device: str = ""
    known: frozenset[str] = frozenset()

    def knows(self, subject: str) -> bool:
        """Whether this device came in for the subject before."""
        return bool(self.device) and short(subject) in self.known


def short(subject: str) -> str:
    """The part of a subject that a device's cookie keeps."""
    return subject[:16]


@dataclass(frozen=True)
class Taken:
    """The throttle's answer to a try, which is counted where it is allowed."""

    scope: str
    subject: str
    origin: str
    """The network, or the known device."""
    answer: Answer
    left: int = 0
    """Further tries from the same network; after the last one it is refused."""
    retry_after: int = 0
    """Seconds until another try may be made, where this one is not allowed."""
    row: int = 0
    crowded: bool = False
    """This try was the last that the subject had without being slowed down."""


def subject(secret: bytes, *parts: str) -> str:
    """What a throttle counts by, as a keyed hash: the table names no account."""
    text = "\n".join(("declare/throttle/1", *parts))
    return hmac.new(secret, text.encode(errors="replace"), hashlib.sha256).hexdigest()


def network(secret: bytes, address: str) -> str:
    """A keyed hash of the network of an address: itself in IPv4, its /64 in IPv6."""
    return subject(secret, "network", _network(address))


def _network(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)


def take(
    session: Session, throttle: Throttle, subject: str, caller: Caller, now: datetime
) -> Taken:
    """Count a try of the subject, before it is known whether it proves itself.

    Needs a writing transaction, which the caller commits before the costly check. A try that is not
    allowed writes no row, so that tries beyond the limits prolong nothing.
    """
    take_turn(session, throttle.scope, subject)
    known = caller.knows(subject)
    origin = caller.device if known else caller.network
    tries = _tries(session, throttle, subject, origin, now)
    answer, wait = _answer(throttle, tries, known, now)
    taken = Taken(throttle.scope, subject, origin, answer, retry_after=wait)
    if answer is not Answer.ALLOWED:
        _count_refusal(session, taken)
        return taken
    return _written(session, throttle, taken, tries, now)


def _written(
    session: Session, throttle: Throttle, taken: Taken, tries: _Tries, now: datetime
) -> Taken:
    session.execute(delete(Attempt).where(Attempt.at < now - _KEPT))
    row = Attempt(scope=taken.scope, subject=taken.subject, network=taken.origin, at=now)
    session.add(row)
    session.flush()
    left = max(0, throttle.together - tries.own - 1)
    crowded = tries.all + 1 == throttle.alone
    return Taken(*_key(taken), Answer.ALLOWED, left=left, row=row.id, crowded=crowded)


def forgive(session: Session, taken: Taken) -> int:
    """Forget the tries from this network for a subject that has proved itself there; how many
    others there were, those included that were refused."""
    mine = [
        Attempt.scope == taken.scope,
        Attempt.subject == taken.subject,
        Attempt.network == taken.origin,
    ]
    counted = func.count(Attempt.id) + func.coalesce(func.sum(Attempt.refused), 0)
    before = session.scalar(select(counted).where(*mine)) or 0
    session.execute(delete(Attempt).where(*mine))
    return max(0, before - 1)


def give_back(session: Session, taken: Taken) -> None:
    """Do not count this try: it was not checked."""
    session.execute(delete(Attempt).where(Attempt.id == taken.row))


@dataclass(frozen=True)
class _Tries:
    all: int
    own: int
    last: datetime | None
    own_last: datetime | None
    own_first: datetime | None


def _tries(
    session: Session, throttle: Throttle, subject: str, origin: str, now: datetime
) -> _Tries:
    own = Attempt.network == origin
    own_at = case((own, Attempt.at))
    query = select(
        func.count(Attempt.id),
        func.count(own_at),
        func.max(Attempt.at),
        func.max(own_at),
        func.min(own_at),
    ).where(
        Attempt.scope == throttle.scope,
        Attempt.subject == subject,
        Attempt.at > now - throttle.window,
    )
    return _Tries(*session.execute(query).one())


def _answer(throttle: Throttle, tries: _Tries, known: bool, now: datetime) -> tuple[Answer, int]:
    """The answer to a further try, and after how many seconds another is worth while."""
    spent = tries.own >= throttle.together
    if spent and not known and tries.own_first is not None:
        return Answer.REFUSED, _seconds(tries.own_first + throttle.window - now)
    last = tries.own_last if known else tries.last
    crowded = spent if known else tries.all >= throttle.alone
    if crowded and last is not None and now - last < throttle.pace:
        return Answer.SLOW, _seconds(throttle.pace)
    return Answer.ALLOWED, 0


def _seconds(span: timedelta) -> int:
    return max(1, -(-span // timedelta(seconds=1)))


def _key(taken: Taken) -> tuple[str, str, str]:
    return taken.scope, taken.subject, taken.origin


def _count_refusal(session: Session, taken: Taken) -> None:
    newest = select(func.max(Attempt.id)).where(
        Attempt.scope == taken.scope,
        Attempt.subject == taken.subject,
        Attempt.network == taken.origin,
    )
    change = update(Attempt).where(Attempt.id == newest.scalar_subquery())
    session.execute(
        change.values(refused=Attempt.refused + 1),
        execution_options={"synchronize_session": False},
    )


def take_turn(session: Session, scope: str, subject: str) -> None:
    """Let one transaction at a time count tries of a subject and record them. On SQLite a writer
    is alone anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return
    digest = hashlib.sha256(f"{scope}\n{subject}".encode()).digest()
    number = int.from_bytes(digest[:8], "big", signed=True)
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
