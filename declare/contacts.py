"""Contacts: an e-mail address or telephone number in its normal form. Nothing is looked up."""

from __future__ import annotations

import phonenumbers
from email_validator import EmailNotValidError, validate_email

LONGEST_ADDRESS = 254
"""Most characters of an address (RFC 5321, 4.5.3.1.3, less the angle brackets)."""

_COUNTRY = "ID"
"""Numbers without a country code are Indonesian."""


def address(text: str) -> str:
    """The address in `text`, ASCII with its domain in lower case; empty if it is none."""
    if not text:
        return ""
    try:
        parsed = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, globally_deliverable=False
        )
    except EmailNotValidError:
        return ""
    ascii_email = parsed.ascii_email or ""
    return ascii_email if len(ascii_email) <= LONGEST_ADDRESS else ""


def is_same_address(first: str, second: str) -> bool:
    """Whether two addresses in normal form are one mailbox: telephones write the first letter of a
    name in upper case, and no mail server in use tells them apart."""
    return first.lower() == second.lower()


def number(text: str) -> str:
    """The telephone number in `text` as E.164; empty if it is none."""
    try:
        parsed = phonenumbers.parse(text, _COUNTRY)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
