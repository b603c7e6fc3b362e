"""What the `verify` commands are given and what they answer, with a site and without one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Final

from declare.verify import offline, offline_pdf
from declare.verify.checks import Check
from declare.verify.keyset import KeySet
from declare.verify.offline_pdf import Answer

GOOD: Final = frozenset({"valid", "authentic", "sample"})
"""Verdicts with exit status 0. Every other means: do not rely on it, or look further."""

_LONGEST: Final = 64 * 1024
_LONGEST_PDF: Final = 10 * 1024 * 1024
_HEADER: Final = b"%PDF-"


def handed_in(argument: str) -> offline.Reading:
    """Return what a FILE-OR-TEXT argument holds.

    A file of ASCII is read as if it had been typed, any other one as a token. Raises OSError for
    a file that cannot be read.
    """
    # Not Path.is_file, which raises where a text is too long for a name: digits of a QR are.
    if not os.path.isfile(argument):
        return offline.read(argument)
    with Path(argument).open("rb") as file:
        data = file.read(_LONGEST)
    return offline.read(data.decode("ascii")) if data.isascii() else offline.Reading(token=data)


def pdf(argument: str) -> bytes | None:
    """Return the file that an argument names, if it is a PDF: no more of it than a site would read.

    Raises OSError for a file that cannot be read.
    """
    if not os.path.isfile(argument):
        return None
    with Path(argument).open("rb") as file:
        data = file.read(_LONGEST_PDF)
    return data if data.startswith(_HEADER) else None


def alone(argument: str, keys: KeySet) -> Answer:
    """Return what pinned keys say of a FILE-OR-TEXT argument. Raises OSError as the above do."""
    data = pdf(argument)
    if data is not None:
        return offline_pdf.examine(data, keys)
    result = offline.examine(handed_in(argument), keys)
    return result.finding, result.code, result.checks


def as_json(verdict: str, code: str, checks: Iterable[Check]) -> str:
    """Return the answer as the one line of JSON that both commands print."""
    held = [asdict(check) for check in checks]
    return json.dumps({"verdict": verdict, "code": code, "checks": held}, ensure_ascii=False)


def status(verdict: str) -> int:
    """Return the exit status of a verdict."""
    return 0 if verdict in GOOD else 1
