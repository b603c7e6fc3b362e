"""Contacts: an address or a number as it is kept, or nothing."""

from __future__ import annotations

import phonenumbers
from email_validator import EmailNotValidError, validate_email

_HERE = "ID"
"""Numbers without a country's code are Indonesian."""


def address(text: str) -> str:
    """The address in `text`, or nothing. Nobody is asked whether it exists."""
    if not text:
        return ""
    try:
        found = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, globally_deliverable=False
        )
    except EmailNotValidError:
        return ""
    return found.ascii_email or ""


def number(text: str) -> str:
    """The telephone number in `text` as E.164, or nothing."""
    try:
        found = phonenumbers.parse(text, _HERE)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(found):
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
