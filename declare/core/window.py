"""The state of a registration window or signing window."""

from __future__ import annotations

from enum import StrEnum


class WindowState(StrEnum):
    """`closed` is final for signing. `closing`, the countdown, is computed and never stored."""

    SHUT = "shut"
    OPEN = "open"
    PAUSED = "paused"
    CLOSING = "closing"
    CLOSED = "closed"
