"""Cosignatures of a log: the checkpoints that its witnesses cosigned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, SQLColumnExpression, bindparam, exists, select
from sqlalchemy.orm import Session

from declare.core import cosignature, note
from declare.core.note import NoteError
from declare.errors import Invalid
from declare.ledger.models import Checkpoint, Cosignature, Witness
from declare.ledger.witness_list import witnesses

_RECENT: Final = 256
"""Number of checkpoints that are tried for a line: a line does not name its size."""
_AHEAD: Final = timedelta(minutes=10)
"""How far ahead of ours a witness's clock may be."""

_WITNESSED: Final = (
    select(
        Witness.name,
        Witness.published_at,
        Cosignature.size,
        Cosignature.seen_at,
        Witness.matched_at.is_not(None),
        Witness.also_signs,
        Witness.ended_at,
    )
    .join(Cosignature, Cosignature.witness_id == Witness.id)
    .where(Witness.log_id == bindparam("log"))
    .order_by(Cosignature.size.desc(), Witness.id)
)


@dataclass(frozen=True)
class Witnessed:
    """A cosignature: which witness, of which size, when, and where its key is published.

    Only one that is `matched` makes a checkpoint *disaksikan*: a second account has compared the
    key with that place. Of any other witness pages say *belum dicocokkan*.
    """

    name: str
    published_at: str
    size: int
    seen_at: datetime
    matched: bool = True
    also_signs: bool = False
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """A witness's line, and the checkpoint that it was found to cosign."""

    witness_id: int
    size: int
    text: str
    seen: int


def take(session: Session, log_id: int, text: str, now: datetime) -> Cosignature:
    """Read a line and store it, in one transaction. Raises as `read` and `store`."""
    return store(session, read(session, log_id, text), now)


def read(session: Session, log_id: int, text: str) -> Line:
    """Find the first line of a witness, not ended, in `text` and the checkpoint it cosigns. Changes
    nothing: a line is tried at many checkpoints, for which no writer should wait.

    Raises Invalid: `stranger` for a text without such a line, `mismatch` for a line that fits none
    of the latest checkpoints.
    """
    witness, line = _line(session, log_id, text)
    key = cosignature.Witness(witness.vkey)
    for checkpoint in _recent(session, log_id):
        words, _ = note.split(checkpoint.note)
        try:
            (cosigned,) = cosignature.read(f"{words}\n{line}\n", [key])
        except NoteError:
            continue
        return Line(witness.id, checkpoint.size, line, cosigned.time)
    raise Invalid("mismatch", "line")


def witnessed(session: Session, log_id: int, size: int | None = None) -> list[Witnessed]:
    """Return the cosignatures of a log, of the largest size first; with `size`, only of that size.

    Every page's *Disaksikan* comes from here; without one that is `matched` it is *Belum
    disaksikan*.
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


def _line(session: Session, log_id: int, text: str) -> tuple[Witness, str]:
    """Return the first line of a text that names a witness that was not ended, and that witness."""
    registered = {
        (key.name, key.key_id): witness
        for witness in witnesses(session, log_id)
        if witness.ended_at is None
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


def store(session: Session, line: Line, now: datetime) -> Cosignature:
    """Store a line that was read. The same line again changes nothing.

    Raises Invalid: `stranger` for a witness that was ended meanwhile, `clock` for a line from the
    future.
    """
    row = session.get(Cosignature, (line.witness_id, line.size))
    if row is not None:
        return row
    query = select(Witness).where(Witness.id == line.witness_id)
    witness = session.scalars(query.execution_options(populate_existing=True)).one()
    if witness.ended_at is not None:
        raise Invalid("stranger", "line")
    if line.seen > (now + _AHEAD).timestamp():
        raise Invalid("clock", "line")
    seen_at = datetime.fromtimestamp(line.seen, UTC)
    row = Cosignature(
        witness_id=line.witness_id, size=line.size, line=line.text, seen_at=seen_at, at=now
    )
    session.add(row)
    session.flush()
    return row
