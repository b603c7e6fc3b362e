"""The five kinds of ledger entry. An entry has these fields, `kind` and `v`, and no other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Open:
    """The first entry: `log` is the origin, `statement` a SHA-256, `time` in POSIX seconds."""

    event: str
    log: str
    purpose: str
    statement: str
    time: int


@dataclass(frozen=True, slots=True)
class Pledge:
    """One signature of one person; `commit` is the SHA-256 of the payload, in hexadecimal."""

    event: str
    commit: str
    office: str
    region: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A new payload, office and region for the pledge at index `of`."""

    event: str
    commit: str
    of: int
    office: str
    region: str


@dataclass(frozen=True, slots=True)
class Revocation:
    """The revocation of the pledge at index `of`, which is final."""

    event: str
    of: int


@dataclass(frozen=True, slots=True)
class Close:
    """The end of signing; `signed` is the tally at this entry, `time` in POSIX seconds."""

    event: str
    signed: int
    time: int


Entry = Open | Pledge | Correction | Revocation | Close
