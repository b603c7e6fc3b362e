"""The wording that is signed, and its canonical bytes."""

import hashlib
from dataclasses import dataclass

from declare.core import name

_LONGEST_PART = 20_000


@dataclass(frozen=True, slots=True)
class Statement:
    """One version of a wording: each part is one paragraph of plain text."""

    title: str
    opening: str
    clauses: tuple[str, ...]
    closing: str


def text(statement: Statement) -> bytes:
    """Return the bytes of `ikrar.txt`: UTF-8, NFC, LF, ending in one LF.

    An empty line separates title, opening, numbered clauses and closing; empty parts are left out,
    and white space within a part becomes one space. Raises `name.TextError` for a character that
    cannot be printed.
    """
    clauses = [_paragraph(clause) for clause in statement.clauses]
    numbered = "\n".join(f"{place}. {clause}" for place, clause in enumerate(clauses, start=1))
    parts = [_paragraph(statement.title), _paragraph(statement.opening), numbered]
    parts.append(_paragraph(statement.closing))
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def digest(data: bytes) -> str:
    """Return the SHA-256 of the statement's bytes in hexadecimal, as in the log's first entry."""
    return hashlib.sha256(data).hexdigest()


def _paragraph(part: str) -> str:
    return name.check(" ".join(part.split()), _LONGEST_PART)
