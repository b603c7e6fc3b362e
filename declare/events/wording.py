"""The statement of an event, before and after publishing freezes it."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from declare.core import name, statement
from declare.errors import Conflict, Invalid
from declare.events.models import Event, Statement

MOST_CLAUSES = 20

_NUMBER = re.compile(r"^\s*(?:(?:\d{1,2}|[a-zA-Z])[.)]|[-–•*])\s+")
"""Numbers and bullets of a pasted clause; `ikrar.txt` numbers the clauses itself."""


class StatementFrozen(Conflict):
    """The event is published: the ledger's first entry holds the hash of its statement."""


def split(text: str) -> tuple[str, ...]:
    """The clauses of a pasted text, separated by empty lines, or one a line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = (
        re.split(r"\n[^\S\n]*\n", text) if re.search(r"\n[^\S\n]*\n", text) else text.split("\n")
    )
    clauses = (" ".join(_NUMBER.sub("", part).split()) for part in parts)
    return tuple(clause for clause in clauses if clause)


def join(clauses: tuple[str, ...] | list[str]) -> str:
    """The clauses as text for editing, separated by empty lines."""
    return "\n\n".join(clauses)


def wording(event: Event) -> statement.Statement:
    """The statement of an event; every part is empty while it has none."""
    row = event.statement
    if row is None:
        return statement.Statement("", "", (), "")
    return statement.Statement(row.title, row.opening, tuple(row.clauses), row.closing)


def text(event: Event) -> bytes:
    """The bytes of `ikrar.txt`: frozen, or before publishing as they would be frozen now."""
    return event.statement_text or statement.text(wording(event))


def write(session: Session, event: Event, words: statement.Statement) -> None:
    """Set the statement of an event.

    Raises StatementFrozen once it is published, and Invalid for a part that cannot be printed or
    if there is no clause.
    """
    if event.published:
        raise StatementFrozen("Naskah ikrar tidak dapat diubah setelah acara diterbitkan.")
    _check(words)
    row = event.statement or Statement()
    row.title, row.opening, row.closing = words.title, words.opening, words.closing
    row.clauses = list(words.clauses)
    event.statement = row
    session.flush()


def _check(words: statement.Statement) -> None:
    if not words.title:
        raise Invalid("Isi judul naskah.", "title")
    if not words.clauses:
        raise Invalid("Isi sedikitnya satu butir.", "clauses")
    if len(words.clauses) > MOST_CLAUSES:
        raise Invalid(f"Butir paling banyak {MOST_CLAUSES}.", "clauses")
    try:
        statement.text(words)
    except name.TextError:
        raise Invalid(
            "Naskah memuat karakter yang tidak dapat dicetak, atau terlalu panjang."
        ) from None
