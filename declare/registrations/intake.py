"""Intake: the rules of a registration. Typed values go in, `RegistrationData` or faults come out.

Forms, imports and commands read a registration here, and put each fault in words of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from declare import contacts
from declare.core import name as names
from declare.core import nip as nips
from declare.core import office as offices
from declare.core import region as regions
from declare.core.office import Acting, Office
from declare.core.seat import Seat
from declare.registrations.faults import Fault, FaultCode, IntakeError, require_none

LONGEST = {
    "front_title": 60,
    "name": names.MAX_NAME,
    "back_title": 60,
    "position": names.MAX_POSITION,
    "mandate": 200,
    "agency": 200,
    "email": contacts.LONGEST_ADDRESS,
    "phone": 40,
    "nip": 40,
}
"""The fields of text, each with its most bytes of UTF-8."""

REPRESENTED = tuple(office for office in Office if office is not Office.OTHER)
"""The offices whose seat a delegate may stand in for."""

_PRINTED = ("front_title", "name", "back_title", "position")
_CHOSEN = ("office", "acting", "region", "represents")
_E164 = re.compile(r"\+[1-9][0-9]{3,14}")
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands where bytes were sent that are no UTF-8."""


@dataclass(frozen=True)
class Wording:
    """A person's titles, name and position as they are printed. Raises IntakeError."""

    front_title: str = ""
    name: str = ""
    back_title: str = ""
    position: str = ""

    def __post_init__(self) -> None:
        """Refuse what breaks a rule."""
        require_none(_faults(self, _WORDING_RULES))

    @property
    def printed_name(self) -> str:
        """The name as it will be printed."""
        return names.printed(self.front_title, self.name, self.back_title)

    @property
    def name_key(self) -> str:
        """What two spellings of this name share."""
        return names.key(self.name)


@dataclass(frozen=True)
class RegistrationData(Wording):
    """The values of a registration that keeps every rule. Raises IntakeError.

    `region` is a Kemendagri code; `email`, `phone` (E.164) and `nip` (18 digits) may be empty, but
    there is one contact at least.
    """

    office: str = ""
    acting: str = ""
    region: str = ""
    represents: str = ""
    mandate: str = ""
    agency: str = ""
    email: str = ""
    phone: str = ""
    nip: str = ""
    show_name: bool = False
    language: str = "id"

    def __post_init__(self) -> None:
        """Refuse what breaks a rule."""
        require_none(_faults(self, _RULES))

    @property
    def mail_domain(self) -> str:
        """The part of the address behind its @, in lower case."""
        return self.email.rpartition("@")[2].lower()


def read(
    values: Mapping[str, str], *, show_name: bool = False, language: str = "id"
) -> RegistrationData | list[Fault]:
    """The registration that `values` (field to typed text) mean, or what is wrong with them.

    An empty position is proposed from office, region and acting prefix.
    """
    typed = _typed(values, (*LONGEST, *_CHOSEN))
    typed["position"] = typed["position"] or proposed_position(typed)
    for field, normal in _NORMAL_FORMS.items():
        if _text(field, typed[field]) is None:
            typed[field] = normal(typed[field]) or typed[field]
    try:
        return RegistrationData(**typed, show_name=show_name, language=language)
    except IntakeError as error:
        return error.faults


def read_wording(values: Mapping[str, str]) -> Wording | list[Fault]:
    """The printed words that `values` mean, or what is wrong with them."""
    try:
        return Wording(**_typed(values, _PRINTED))
    except IntakeError as error:
        return error.faults


def email_faults(text: str) -> list[Fault]:
    """What is wrong with an address that may be left empty."""
    code = _text("email", text)
    if code is None and text and not contacts.address(text):
        code = FaultCode.BAD_EMAIL
    return [Fault("email", code)] if code else []


def seat_faults(seat: Seat, represents: str = "") -> list[Fault]:
    """What is wrong with a seat; a delegate's office differs from the one it `represents`."""
    office = _unknown_office(seat.office)
    if office is None and seat.office == represents:
        office = FaultCode.DELEGATE_OF_OWN_OFFICE
    codes = {"office": office, "region": _unknown_region(seat.region)}
    return [Fault(field, code) for field, code in codes.items() if code]


def proposed_position(values: Mapping[str, str]) -> str:
    """The usual wording of a position; empty where there is none, or the seat is unknown."""
    office, region, acting = (values.get(field, "") for field in ("office", "region", "acting"))
    if _unknown_office(office) or _unknown_region(region):
        return ""
    prefix = Acting(acting) if acting in _ACTINGS else Acting.NONE
    return offices.position(Office(office), regions.find(region), prefix)


def _typed(values: Mapping[str, str], fields: tuple[str, ...]) -> dict[str, str]:
    return {field: names.clean(values.get(field, "")) for field in fields}


def _digits(text: str) -> str:
    try:
        return nips.read(text).digits if text else ""
    except nips.NipError:
        return ""


_NORMAL_FORMS = {"email": contacts.address, "phone": contacts.number, "nip": _digits}
"""How the fields that have a normal form are read; nothing for what cannot be read."""

_Rule = Callable[[Any], FaultCode | None]
"""What is wrong with one field of a Wording or RegistrationData whose text is printable."""


def _faults(data: Wording, rules: Mapping[str, _Rule]) -> list[Fault]:
    codes = {
        field: _text(field, getattr(data, field)) or rule(data) for field, rule in rules.items()
    }
    return [Fault(field, code) for field, code in codes.items() if code]


def _text(field: str, text: str) -> FaultCode | None:
    if field not in LONGEST:
        return None
    try:
        printable = names.check(text, LONGEST[field]) == text and _UNREADABLE not in text
    except names.TextError as error:
        return FaultCode.TOO_LONG if str(error) == "length" else FaultCode.UNPRINTABLE
    return None if printable else FaultCode.UNPRINTABLE


def _no_rule(data: Wording) -> FaultCode | None:
    return None


def _name(data: Wording) -> FaultCode | None:
    if not data.name.strip():
        return FaultCode.NO_NAME
    if not 0 < len(data.name_key) <= names.MAX_NAME:
        return FaultCode.BAD_NAME
    length = len(data.printed_name.encode(errors="replace"))
    return FaultCode.TOO_LONG_WITH_TITLES if length > names.MAX_NAME else None


def _position(data: Wording) -> FaultCode | None:
    return None if data.position.strip() else FaultCode.NO_POSITION


def _position_of_seat(data: RegistrationData) -> FaultCode | None:
    # Without office and region there is nothing to propose, and their own faults say enough.
    return _position(data) if data.office and data.region else None


def _unknown_office(office: str) -> FaultCode | None:
    return None if office in _OFFICES else FaultCode.UNKNOWN_OFFICE


def _unknown_region(region: str) -> FaultCode | None:
    try:
        regions.find(region)
    except regions.UnknownRegion:
        return FaultCode.UNKNOWN_REGION
    return None


def _acting(data: RegistrationData) -> FaultCode | None:
    return None if data.acting in _ACTINGS else FaultCode.UNKNOWN_ACTING


def _represents(data: RegistrationData) -> FaultCode | None:
    if not data.represents:
        return FaultCode.MANDATE_WITHOUT_SEAT if data.mandate else None
    if data.represents not in REPRESENTED:
        return FaultCode.UNKNOWN_OFFICE
    own = data.represents == data.office
    return FaultCode.DELEGATE_OF_OWN_OFFICE if own else None


def _mandate(data: RegistrationData) -> FaultCode | None:
    return FaultCode.NO_MANDATE if data.represents and not data.mandate else None


def _email(data: RegistrationData) -> FaultCode | None:
    if not data.email:
        return None if data.phone else FaultCode.NO_CONTACT
    return None if contacts.address(data.email) == data.email else FaultCode.BAD_EMAIL


def _phone(data: RegistrationData) -> FaultCode | None:
    good = not data.phone or (_E164.fullmatch(data.phone) and contacts.number(data.phone))
    return None if good else FaultCode.BAD_PHONE


def _nip(data: RegistrationData) -> FaultCode | None:
    return None if _digits(data.nip) == data.nip else FaultCode.BAD_NIP


_OFFICES, _ACTINGS = frozenset(Office), frozenset(Acting)
_WORDING_RULES: Mapping[str, _Rule] = {
    "front_title": _no_rule,
    "name": _name,
    "back_title": _no_rule,
    "position": _position,
}
_RULES: Mapping[str, _Rule] = {
    "front_title": _no_rule,
    "name": _name,
    "back_title": _no_rule,
    "office": lambda data: _unknown_office(data.office),
    "acting": _acting,
    "region": lambda data: _unknown_region(data.region),
    "position": _position_of_seat,
    "represents": _represents,
    "mandate": _mandate,
    "agency": _no_rule,
    "email": _email,
    "phone": _phone,
    "nip": _nip,
}
"""Each field's rule, in the order of the form."""
