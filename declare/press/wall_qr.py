"""The QR code on a wall: an address, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4
"""Modules of white on each side (ISO/IEC 18004)."""


@dataclass(frozen=True)
class Symbol:
    """`path` draws the dark modules in a square of `side` modules, the quiet zone included."""

    side: int
    path: str


@lru_cache(maxsize=64)
def draw(address: str) -> Symbol:
    """The code of an address."""
    code: qrcode.QRCode[Any] = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make()
    rows = code.get_matrix()
    dark = (
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(rows)
        for column, module in enumerate(line)
        if module
    )
    return Symbol(len(rows), "".join(dark))
