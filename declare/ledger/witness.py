"""Witnesses of a log: which keys may cosign it, and which checkpoints they have cosigned."""

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
"""So many checkpoints are tried for a line, which does not say the size that it belongs to."""
_AHEAD: Final = timedelta(minutes=10)
"""A witness's clock may be wrong by this much."""

_WITNESSED: Final = (
    select(Witness.name, Witness.published_at, Cosignature.size, Cosignature.seen_at)
    .join(Cosignature, Cosignature.witness_id == Witness.id)
    .where(Witness.log_id == bindparam("log"))
    .order_by(Cosignature.size.desc(), Witness.id)
)


@dataclass(frozen=True)
class Witnessed:
    """That a witness cosigned the checkpoint of a size, when, and where its key is published."""

    name: str
    published_at: str
    size: int
    seen_at: datetime


def register(session: Session, log: Log, name: str, vkey: str, published_at: str) -> Witness:
    """Let a witness cosign a log.

    Raises Invalid: `key` for a text that is no witness's key, `place` for one on this site, which
    proves nothing, `taken` for a key that is registered already.
    """
    key = _key(vkey)
    host = log.origin.partition("/")[0]
    if host in published_at.lower():
        raise Invalid("place", "published_at")
    if key.name == log.origin:
        raise Invalid("key", "vkey")
    made = Witness(log_id=log.id, name=name, vkey=vkey, published_at=published_at)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Invalid("taken", "vkey") from None
    return made


def witnesses(session: Session, log_id: int) -> list[Witness]:
    """Who may cosign a log, in the order of registering."""
    query = select(Witness).where(Witness.log_id == log_id).order_by(Witness.id)
    return list(session.scalars(query))


def known(session: Session) -> list[Witness]:
    """Every witness of any log, one for each key and the place where it was published."""
    found = session.scalars(select(Witness).order_by(Witness.id))
    return list({(each.vkey, each.published_at): each for each in found}.values())


def take(session: Session, log_id: int, text: str, now: datetime) -> Cosignature:
    """Keep a witness's line, found in `text`, under the checkpoint that it cosigns.

    The same line again changes nothing. Raises Invalid: `stranger` for a text without a line of a
    registered witness, `mismatch` for a line that fits none of the latest checkpoints, `clock` for
    one from the future.
    """
    witness, line = _line(session, log_id, text)
    key = cosignature.Witness(witness.vkey)
    for checkpoint in _recent(session, log_id):
        words, _ = note.split(checkpoint.note)
        try:
            found = cosignature.read(f"{words}\n{line}\n", [key])
        except NoteError:
            continue
        return _keep(session, witness, checkpoint.size, line, found[0].time, now)
    raise Invalid("mismatch", "line")


def witnessed(session: Session, log_id: int, size: int | None = None) -> list[Witnessed]:
    """Who cosigned which checkpoint of a log, the largest first; with `size` only those of it.

    The one place from which pages say *Disaksikan*; an empty list is *Belum disaksikan*.
    """
    query = _WITNESSED if size is None else _WITNESSED.where(Cosignature.size == size)
    return [Witnessed(*found) for found in session.execute(query, {"log": log_id})]


def is_witnessed(log_id: SQLColumnExpression[int | None]) -> ColumnElement[bool]:
    """Whether a log has any cosignature, as a part of another question to the database."""
    return exists().where(Cosignature.witness_id == Witness.id, Witness.log_id == log_id)


def cosigned_note(session: Session, checkpoint: Checkpoint) -> str:
    """The note of a checkpoint with the lines of its witnesses under the log's own."""
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
    """The first line of a text that claims to be of a registered witness."""
    known = {
        (key.name, key.key_id): witness
        for witness in witnesses(session, log_id)
        for key in [cosignature.Witness(witness.vkey)]
    }
    for line in text.splitlines():
        try:
            _, [(name, identifier, _)] = note.split(f"\n\n{line.strip()}\n")
        except NoteError:
            continue
        if (name, identifier) in known:
            return known[(name, identifier)], line.strip()
    raise Invalid("stranger", "line")


def _recent(session: Session, log_id: int) -> Iterator[Checkpoint]:
    query = select(Checkpoint).where(Checkpoint.log_id == log_id)
    yield from session.scalars(query.order_by(Checkpoint.size.desc()).limit(_RECENT))


def _keep(
    session: Session, witness: Witness, size: int, line: str, seen: int, now: datetime
) -> Cosignature:
    kept = session.get(Cosignature, (witness.id, size))
    if kept is not None:
        return kept
    if seen > (now + _AHEAD).timestamp():
        raise Invalid("clock", "line")
    seen_at = datetime.fromtimestamp(seen, UTC)
    kept = Cosignature(witness_id=witness.id, size=size, line=line, seen_at=seen_at, at=now)
    session.add(kept)
    session.flush()
    return kept
