"""Why a pledge was revoked: a closed list, because the reason is shown to whoever checks."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Reasons of a revocation."""

    REQUEST = "request"
    """The signer asked for it."""
    ANOTHER_SIGNED = "another_signed"
    """Somebody else signed in the holder's name."""
    WRONG_PERSON = "wrong_person"
    """It was recorded for somebody who was not meant."""
    NO_OFFICE = "no_office"
    """The signer did not hold the office."""
    TWICE = "twice"
    """The same person had signed already, under another registration."""
