"""The five kinds of ledger entry. Their fields, `kind` and `v` are all that an entry holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Open:
    """The first entry: whose log this is, and what is signed. `time` is POSIX seconds."""

    event: str
    log: str
    purpose: str
    statement: str
    time: int


@dataclass(frozen=True, slots=True)
class Pledge:
    """One act of one person; `commit` is the SHA-256 of the payload, in hexadecimal."""

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
    """The final end of the pledge at index `of`."""

    event: str
    of: int


@dataclass(frozen=True, slots=True)
class Close:
    """The end of signing; `signed` is the tally at this point, `time` POSIX seconds."""

    event: str
    signed: int
    time: int


Entry = Open | Pledge | Correction | Revocation | Close
