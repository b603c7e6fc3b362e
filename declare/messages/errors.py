"""What can go wrong when mail is handed over."""

from __future__ import annotations


class Refused(Exception):
    """The mail was certainly not taken. `final`: this address never takes one."""

    def __init__(self, reason: str, *, final: bool = False, for_all: bool = False) -> None:
        super().__init__(reason)
        self.final = final
        self.for_all = for_all
        """The reason is the server's, not the address's: the rest of the run would fail as well."""


class DeliveryUnknown(Exception):
    """The line was lost after the mail had gone out and before the answer came."""
