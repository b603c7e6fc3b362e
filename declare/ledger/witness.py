"""Witnesses of a log: the keys that may cosign it, and the checkpoints that they cosigned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, SQLColumnExpression, bindparam, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.core import cosignature, note
from declare.core.note import NoteError
from declare.errors import Invalid
from declare.ledger.models import Checkpoint, Cosignature, Log, Witness

_RECENT: Final = 256
"""Number of checkpoints that are tried for a line: a line does not name its size."""
_AHEAD: Final = timedelta(minutes=10)
"""How far ahead of ours a witness's clock may be."""

_WITNESSED: Final = (
    select(Witness.name, Witness.published_at, Cosignature.size, Cosignature.seen_at)
    .join(Cosignature, Cosignature.witness_id == Witness.id)
    .where(Witness.log_id == bindparam("log"))
    .order_by(Cosignature.size.desc(), Witness.id)
)


@dataclass(frozen=True)
class Witnessed:
    """A cosignature: which witness, of which size, when, and where its key is published."""

    name: str
    published_at: str
    size: int
    seen_at: datetime


def register(session: Session, log: Log, name: str, vkey: str, published_at: str) -> Witness:
    """Register a witness for a log.

    Raises Invalid: `key` for a text that is no witness's key, `place` for a key published on this
    site, which proves nothing, `taken` for a key that is registered already.
    """
    key = _key(vkey)
    host = log.origin.partition("/")[0]
    if host in published_at.lower():
        raise Invalid("place", "published_at")
    if key.name == log.origin:
        raise Invalid("key", "vkey")
    row = Witness(log_id=log.id, name=name, vkey=vkey, published_at=published_at)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Invalid("taken", "vkey") from None
    return row


def witnesses(session: Session, log_id: int) -> list[Witness]:
    """Return the registered witnesses of a log, oldest first."""
    query = select(Witness).where(Witness.log_id == log_id).order_by(Witness.id)
    return list(session.scalars(query))


def known(session: Session) -> list[Witness]:
    """Return the witnesses of all logs, one for each key and place of publication."""
    rows = session.scalars(select(Witness).order_by(Witness.id))
    return list({(row.vkey, row.published_at): row for row in rows}.values())


def take(session: Session, log_id: int, text: str, now: datetime) -> Cosignature:
    """Store the first line of a registered witness in `text` with the checkpoint that it cosigns.

    The same line again changes nothing. Raises Invalid: `stranger` for a text without such a line,
    `mismatch` for a line that fits none of the latest checkpoints, `clock` for a line from the
    future.
    """
    witness, line = _line(session, log_id, text)
    key = cosignature.Witness(witness.vkey)
    for checkpoint in _recent(session, log_id):
        words, _ = note.split(checkpoint.note)
        try:
            (cosigned,) = cosignature.read(f"{words}\n{line}\n", [key])
        except NoteError:
            continue
        return _store(session, witness, checkpoint.size, line, cosigned.time, now)
    raise Invalid("mismatch", "line")


def witnessed(session: Session, log_id: int, size: int | None = None) -> list[Witnessed]:
    """Return the cosignatures of a log, of the largest size first; with `size`, only of that size.

    Every page's *Disaksikan* comes from here; an empty list is *Belum disaksikan*.
    """
    query = _WITNESSED if size is None else _WITNESSED.where(Cosignature.size == size)
    return [Witnessed(*row) for row in session.execute(query, {"log": log_id})]


def is_witnessed(log_id: SQLColumnExpression[int | None]) -> ColumnElement[bool]:
    """Return an SQL expression: whether a log has any cosignature."""
    return exists().where(Cosignature.witness_id == Witness.id, Witness.log_id == log_id)


def cosigned_note(session: Session, checkpoint: Checkpoint) -> str:
    """Return the note of a checkpoint with the lines of its witnesses below the log's own."""
    query = (
        select(Cosignature.line)
        .join(Witness, Witness.id == Cosignature.witness_id)
        .where(Witness.log_id == checkpoint.log_id, Cosignature.size == checkpoint.size)
        .order_by(Witness.id)
    )
    return checkpoint.note + "".join(f"{line}\n" for line in session.scalars(query))


def _key(vkey: str) -> cosignature.Witness:
    try:
        return cosignature.Witness(vkey)
    except NoteError:
        raise Invalid("key", "vkey") from None


def _line(session: Session, log_id: int, text: str) -> tuple[Witness, str]:
    """Return the first line of a text that names a registered witness, and that witness."""
    registered = {
        (key.name, key.key_id): witness
        for witness in witnesses(session, log_id)
        for key in [cosignature.Witness(witness.vkey)]
    }
    for line in text.splitlines():
        try:
            _, [(name, identifier, _)] = note.split(f"\n\n{line.strip()}\n")
        except NoteError:
            continue
        if (name, identifier) in registered:
            return registered[(name, identifier)], line.strip()
    raise Invalid("stranger", "line")


def _recent(session: Session, log_id: int) -> Iterator[Checkpoint]:
    query = select(Checkpoint).where(Checkpoint.log_id == log_id)
    yield from session.scalars(query.order_by(Checkpoint.size.desc()).limit(_RECENT))


def _store(
    session: Session, witness: Witness, size: int, line: str, seen: int, now: datetime
) -> Cosignature:
    row = session.get(Cosignature, (witness.id, size))
    if row is not None:
        return row
    if seen > (now + _AHEAD).timestamp():
        raise Invalid("clock", "line")
    seen_at = datetime.fromtimestamp(seen, UTC)
    row = Cosignature(witness_id=witness.id, size=size, line=line, seen_at=seen_at, at=now)
    session.add(row)
    session.flush()
    return row
