"""What can go wrong when a message is composed and handed over."""

from __future__ import annotations


class Unwritable(Exception):
    """A message has no text any more, because what it is about is gone; it is given up."""


class Refused(Exception):
    """The server certainly did not take the mail. `final`: it never takes one for this address."""

    def __init__(self, reason: str, *, final: bool = False, for_all: bool = False) -> None:
        super().__init__(reason)
        self.final = final
        self.for_all = for_all
        """The reason is the server's, not the address's: the rest of the run would fail as well."""


class DeliveryUnknown(Exception):
    """The connection was lost after the mail was sent and before the server answered."""
