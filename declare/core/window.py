"""The state of a window of time in which people may register, or sign."""

from __future__ import annotations

from enum import StrEnum


class WindowState(StrEnum):
    """`closed` is final for signing. `closing`, the countdown, is computed and never stored."""

    SHUT = "shut"
    OPEN = "open"
    PAUSED = "paused"
    CLOSING = "closing"
    CLOSED = "closed"
