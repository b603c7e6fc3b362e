"""Encoding and decoding of ledger entries: one encoding for each entry, other bytes are refused.

An entry is ASCII JSON with sorted keys and no white space (so also RFC 8785), at most 512 bytes.
Regions and, when reading, offices are checked by form only: a log outlives the tables of both.
The five kinds are in `entries`, the order in which they may stand in `log_state`; this module
exports both.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final

from declare.core import origin
from declare.core.entries import Close, Correction, Entry, Open, Pledge, Revocation
from declare.core.errors import CoreError
from declare.core.log_state import IllegalEntry, State, Tally, replay
from declare.core.office import Office

__all__ = [
    "Close",
    "Correction",
    "Entry",
    "EntryError",
    "IllegalEntry",
    "Open",
    "Pledge",
    "Revocation",
    "State",
    "Tally",
    "decode",
    "encode",
    "replay",
]

MAX_BYTES: Final = 512
VERSION: Final = 1
PURPOSES: Final = ("live", "rehearsal", "sample")
MAX_INTEGER: Final = 2**53 - 1
"""Largest integer that every JSON reader keeps exactly (RFC 7493)."""

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_OFFICE = re.compile(r"[a-z_]{3,24}", re.ASCII)
_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2})?", re.ASCII)


class EntryError(CoreError):
    """Bytes or values that are no ledger entry: `size`, `form`, `fields` or the field's name."""


_KINDS: Final[Mapping[str, type[Entry]]] = {
    "open": Open,
    "pledge": Pledge,
    "correction": Correction,
    "revocation": Revocation,
    "close": Close,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


def encode(entry: Entry) -> bytes:
    """Return the encoding of an entry; raise `EntryError` if a value is out of its range.

    Only the offices of `core.office.Office` are written; `decode` also accepts later ones.
    """
    if isinstance(entry, Pledge | Correction) and entry.office not in tuple(Office):
        raise EntryError("office")
    return _encoded(entry)


def decode(data: bytes) -> Entry:
    """Return the entry that `data` encodes; raise `EntryError` for any other bytes."""
    if len(data) > MAX_BYTES:
        raise EntryError("size")
    values = _object(data)
    kind, _ = values.pop("kind", None), values.pop("v", None)
    if not isinstance(kind, str) or kind not in _KINDS:
        raise EntryError("kind")
    try:
        entry = _KINDS[kind](**values)  # type: ignore[arg-type]  # _encoded checks every value
    except TypeError:
        raise EntryError("fields") from None
    if _encoded(entry) != data:
        raise EntryError("form")
    return entry


def _encoded(entry: Entry) -> bytes:
    values = asdict(entry)
    for field, value in values.items():
        if not _RULES[field](value):
            raise EntryError(field)
    _refuse_contradiction(entry)
    values |= {"kind": _NAMES[type(entry)], "v": VERSION}
    data = json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")
    if len(data) > MAX_BYTES:
        raise EntryError("size")
    return data


def _object(data: bytes) -> dict[str, object]:
    try:
        values = json.loads(data.decode("ascii"))
    except (ValueError, RecursionError):
        raise EntryError("form") from None
    if not isinstance(values, dict):
        raise EntryError("form")
    return values


def _refuse_contradiction(entry: Entry) -> None:
    match entry:
        case Open(event=event, log=log):
            parts = origin.parts(log)
            if parts is None or parts[1] != event:
                raise EntryError("log")
        case Pledge(office=office, region=region) | Correction(office=office, region=region):
            if office == Office.OTHER and len(region) != 2:
                raise EntryError("region")


def _is_text(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_one_of(choices: tuple[str, ...]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in choices


def _is_count(value: object) -> bool:
    # `type` and not `isinstance`: True is an int, too, and JSON tells them apart.
    return type(value) is int and 0 <= value <= MAX_INTEGER


_RULES: Final[Mapping[str, Callable[[object], bool]]] = {
    "event": _is_text(origin.SLUG),
    "log": lambda value: isinstance(value, str),
    "purpose": _is_one_of(PURPOSES),
    "statement": _is_text(_HASH),
    "time": _is_count,
    "commit": _is_text(_HASH),
    "office": _is_text(_OFFICE),
    "region": _is_text(_REGION),
    "of": _is_count,
    "signed": _is_count,
}
