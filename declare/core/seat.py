"""A seat: an office in a region. Coverage counts seats, attendance counts people."""

from __future__ import annotations

from typing import NamedTuple


class Seat(NamedTuple):
    """A region (Kemendagri code) and an office, always in this order."""

    region: str
    office: str
