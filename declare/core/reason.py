"""Reasons of a revocation: a closed list, because a certificate's public page shows them."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a pledge was revoked."""

    REQUEST = "request"
    """The signer asked for it."""
    ANOTHER_SIGNED = "another_signed"
    """Another person signed in the holder's name."""
    WRONG_PERSON = "wrong_person"
    """The registration was for another person than intended."""
    NO_OFFICE = "no_office"
    """The signer did not hold the office."""
    TWICE = "twice"
    """The same person had signed already, under another registration."""
