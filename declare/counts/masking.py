"""Masked contacts for lists: two can be told apart, none can be used. The page of one participant
shows them in full, to organisers only."""

from __future__ import annotations

_HIDDEN = "•••"
_SHOWN = 3


def masked_email(address: str) -> str:
    """`s•••@karo.go.id`; empty stays empty."""
    name, sign, host = address.rpartition("@")
    return f"{name[:1]}{_HIDDEN}{sign}{host}" if address else ""


def masked_phone(number: str) -> str:
    """The last three digits: `•••678`; empty stays empty."""
    return f"{_HIDDEN}{number[-_SHOWN:]}" if number else ""
