"""QR codes: of a certificate, an address in byte mode and digits in numeric mode; of the wall, one
address.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import qrcode
from PIL import Image
from qrcode.exceptions import DataOverflowError
from qrcode.util import QRData

QUIET = 4
"""Modules of white on each side (ISO/IEC 18004)."""

_LARGEST_AT_Q, _LARGEST = 18, 40
# Signed digits have no pattern that a mask would have to break up, so trying all eight only costs
# time: one always serves.
_MASK: Final = 4

# The library's own names for modes and levels have no literal types.
_NUMERIC: Final = 1
_BYTES: Final = 4
_LEVELS: Final[dict[str, Literal[0, 3]]] = {"M": 0, "Q": 3}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A drawn code. `rows` are packed bits, the highest first, 1 is white, with the quiet zone."""

    modules: int
    version: int
    level: str
    rows: bytes

    @property
    def side(self) -> int:
        """Pixels on each side, quiet zone included."""
        return self.modules + 2 * QUIET

    def png(self) -> bytes:
        """Return a one-bit PNG, one pixel for each module."""
        file = io.BytesIO()
        Image.frombytes("1", (self.side, self.side), self.rows).save(file, "PNG")
        return file.getvalue()


def encode(address: str, digits: str) -> Symbol:
    """Draw `address` followed by `digits`; level Q up to version 18, otherwise M.

    Raises ValueError if the digits are no decimal digits or the whole is too long for any code.
    """
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("the second part of a QR is decimal digits")
    for level, largest in (("Q", _LARGEST_AT_Q), ("M", _LARGEST)):
        code = _drawn(address, digits, level, largest)
        if code is not None:
            return _symbol(code, level)
    raise ValueError("too much for one QR")


@dataclass(frozen=True, slots=True)
class SvgSymbol:
    """`path` draws the dark modules in a square of `side` modules, the quiet zone included."""

    side: int
    path: str


@lru_cache(maxsize=64)
def svg(address: str) -> SvgSymbol:
    """Like `secret_svg`, kept in memory: for the address on the wall."""
    return secret_svg(address)


def secret_svg(address: str) -> SvgSymbol:
    """Draw one address as an SVG path, at level M; nothing is kept."""
    code: qrcode.QRCode[Any] = qrcode.QRCode(error_correction=_LEVELS["M"], border=QUIET)
    code.add_data(address)
    code.make()
    rows = code.get_matrix()
    dark = (
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(rows)
        for column, module in enumerate(line)
        if module
    )
    return SvgSymbol(len(rows), "".join(dark))


def _drawn(address: str, digits: str, level: str, largest: int) -> qrcode.QRCode[Any] | None:
    code: qrcode.QRCode[Any] = qrcode.QRCode(error_correction=_LEVELS[level], mask_pattern=_MASK)
    code.add_data(QRData(address, mode=_BYTES), optimize=0)
    code.add_data(QRData(digits, mode=_NUMERIC), optimize=0)
    try:
        version = code.best_fit(start=1)
    except (DataOverflowError, ValueError):
        return None
    if version > largest:
        return None
    code.make(fit=False)
    return code


def _symbol(code: qrcode.QRCode[Any], level: str) -> Symbol:
    side = [True] * QUIET
    lines = [side + [not dark for dark in row] + side for row in code.modules]
    empty = [[True] * len(lines[0])] * QUIET
    rows = b"".join(_packed(line) for line in [*empty, *lines, *empty])
    return Symbol(code.modules_count, code.version, level, rows)


def _packed(line: list[bool]) -> bytes:
    """The bits of one row, filled up with zeros to whole bytes."""
    whole = (len(line) + 7) // 8
    bits = "".join("1" if white else "0" for white in line).ljust(whole * 8, "0")
    return int(bits, 2).to_bytes(whole, "big")
