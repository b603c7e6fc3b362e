"""Arguments and output of the two `verify` commands, with a site and without one."""

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
from declare.verify.offline_pdf import OfflineVerdict

GOOD: Final = frozenset({"valid", "authentic", "sample"})
"""Verdicts with exit status 0."""

_LONGEST: Final = 64 * 1024
_LONGEST_PDF: Final = 10 * 1024 * 1024
_HEADER: Final = b"%PDF-"


def read_argument(argument: str) -> offline.Reading:
    """Read a FILE-OR-TEXT argument: a text, a file of ASCII text, or a token as any other file.

    Raises OSError for a file that cannot be read.
    """
    # Path.is_file raises for a text that is longer than a file name may be, as a QR's digits are.
    if not os.path.isfile(argument):
        return offline.read(argument)
    with Path(argument).open("rb") as file:
        data = file.read(_LONGEST)
    return offline.read(data.decode("ascii")) if data.isascii() else offline.Reading(token=data)


def read_pdf(argument: str) -> bytes | None:
    """Return the first 10 MiB of the file that an argument names if it is a PDF, or None.

    Raises OSError for a file that cannot be read.
    """
    if not os.path.isfile(argument):
        return None
    with Path(argument).open("rb") as file:
        data = file.read(_LONGEST_PDF)
    return data if data.startswith(_HEADER) else None


def verify_offline(argument: str, keys: KeySet) -> OfflineVerdict:
    """Return the verdict of pinned keys on a FILE-OR-TEXT argument. Raises OSError."""
    data = read_pdf(argument)
    if data is not None:
        return offline_pdf.examine(data, keys)
    result = offline.examine(read_argument(argument), keys)
    return result.finding, result.code, result.checks


def as_json(verdict: str, code: str, checks: Iterable[Check]) -> str:
    """Return a verdict as the one line of JSON that both commands print."""
    values = {"verdict": verdict, "code": code, "checks": [asdict(check) for check in checks]}
    return json.dumps(values, ensure_ascii=False)


def status(verdict: str) -> int:
    """Return the exit status of a verdict."""
    return 0 if verdict in GOOD else 1
