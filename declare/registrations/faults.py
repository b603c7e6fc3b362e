"""Faults: what is wrong with the values of a registration, as codes that each reader words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from declare.errors import Invalid


class FaultCode(StrEnum):
    """What is wrong with a value."""

    UNPRINTABLE = "unprintable"
    TOO_LONG = "too_long"
    NO_NAME = "no_name"
    BAD_NAME = "bad_name"
    """A name without letters, or one that is too long once its ligatures are written out."""
    TOO_LONG_WITH_TITLES = "too_long_with_titles"
    UNKNOWN_OFFICE = "unknown_office"
    UNKNOWN_ACTING = "unknown_acting"
    UNKNOWN_REGION = "unknown_region"
    NO_POSITION = "no_position"
    DELEGATE_OF_OWN_OFFICE = "delegate_of_own_office"
    MANDATE_WITHOUT_SEAT = "mandate_without_seat"
    NO_MANDATE = "no_mandate"
    NO_CONTACT = "no_contact"
    BAD_EMAIL = "bad_email"
    BAD_PHONE = "bad_phone"
    BAD_NIP = "bad_nip"


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that breaks a rule. A field has one fault at most, the first that applies."""

    field: str
    code: FaultCode


class IntakeError(Invalid):
    """Values break rules of a registration; `faults` lists them in the order of the form."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(field=faults[0].field)
        self.faults = list(faults)
        self.add_note(", ".join(f"{fault.field}: {fault.code}" for fault in faults))


def require_none(faults: Sequence[Fault]) -> None:
    """Raise IntakeError if there are faults."""
    if faults:
        raise IntakeError(faults)
