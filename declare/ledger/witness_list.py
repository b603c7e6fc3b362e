"""The list of a log's witnesses: registered by one account, compared by another, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.core import cosignature
from declare.core import name as names
from declare.core.note import NoteError
from declare.errors import Conflict, Forbidden, Invalid, NotFound
from declare.ledger.models import Cosignature, Log, Witness


class OwnWitness(Forbidden):
    """The account that registered a witness may not be the one that compares its key."""


class WitnessEnded(Conflict):
    """The witness was ended."""


@dataclass(frozen=True, slots=True)
class Institution:
    """What is registered of a witness. `published_at` is an address or names a letter."""

    name: str
    vkey: str
    published_at: str
    also_signs: bool = False


def register(
    session: Session, log: Log, institution: Institution, account_id: int, now: datetime
) -> Witness:
    """Register a witness for a log; its key has not been compared yet.

    Raises Invalid: `key` for a text that is no witness's key, `character` for text that cannot be
    shown as it is, `place` for a key published on this site, which proves nothing, `taken` for a
    key that is registered already, `ended` for one that was ended after it had cosigned. One that
    was ended before that, because its words were wrong, is registered anew, and compared anew.
    """
    for field in ("name", "vkey", "published_at"):
        _refuse_unprintable(getattr(institution, field), field)
    host = log.origin.partition("/")[0]
    if host in institution.published_at.lower():
        raise Invalid("place", "published_at")
    if _key(institution.vkey).name == log.origin:
        raise Invalid("key", "vkey")
    row = _earlier(session, log, institution.vkey) or Witness(log_id=log.id, vkey=institution.vkey)
    row.name, row.published_at = institution.name, institution.published_at
    row.also_signs = institution.also_signs
    row.registered_by, row.registered_at = account_id, now
    row.matched_by = row.matched_at = row.ended_at = None
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Invalid("taken", "vkey") from None
    return row


def _earlier(session: Session, log: Log, vkey: str) -> Witness | None:
    """The row of a key that was ended and never cosigned."""
    row = session.scalar(select(Witness).where(Witness.log_id == log.id, Witness.vkey == vkey))
    if row is None:
        return None
    if row.ended_at is None:
        raise Invalid("taken", "vkey")
    if session.scalar(select(exists().where(Cosignature.witness_id == row.id))):
        raise Invalid("ended", "vkey")
    return row


def match(session: Session, witness: Witness, account_id: int, now: datetime) -> bool:
    """Record that this account compared the key with the place where it is published.

    Returns whether anything changed: the first comparison stands. Raises OwnWitness for the account
    that registered the witness, also where it is not known which that was, and WitnessEnded.
    """
    if witness.registered_by in (None, account_id):
        raise OwnWitness
    if witness.ended_at is not None:
        raise WitnessEnded
    if witness.matched_at is not None:
        return False
    witness.matched_by, witness.matched_at = account_id, now
    session.flush()
    return True


def end(session: Session, witness: Witness, now: datetime) -> bool:
    """End a witness: no further line of it is taken. Returns whether anything changed."""
    if witness.ended_at is not None:
        return False
    witness.ended_at = now
    session.flush()
    return True


def witnesses(session: Session, log_id: int) -> list[Witness]:
    """Return the registered witnesses of a log, ended ones too, oldest first."""
    query = select(Witness).where(Witness.log_id == log_id).order_by(Witness.id)
    return list(session.scalars(query))


def find(session: Session, log_id: int, number: int, *, lock: bool = False) -> Witness:
    """Return a witness of a log by its number. Raises NotFound."""
    query = select(Witness).where(Witness.log_id == log_id, Witness.id == number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NotFound
    return row


def _key(vkey: str) -> cosignature.Witness:
    try:
        return cosignature.Witness(vkey)
    except NoteError:
        raise Invalid("key", "vkey") from None


def _refuse_unprintable(text: str, field: str) -> None:
    try:
        names.check(text, len(text.encode()) * 4)
    except names.TextError:
        raise Invalid("character", field) from None
