"""Fields of text, and the checks that more than one form needs."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, SelectChoice, StringField
from wtforms.validators import StopValidation, ValidationError

from declare.core import name as names

_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands where bytes were sent that are no UTF-8."""

Validator = Callable[[Form, Field], None]
Code = TypeVar("Code", bound=str)


def clean(text: str | None) -> str:
    """What was typed, in NFC and without the white space around it; nothing else is touched."""
    return names.clean(text or "")


def typed(label: LazyString, *, required: bool = False) -> StringField:
    """A line of text whose rules are those of intake; `required` marks it as such in the page."""
    return StringField(label, filters=[clean], render_kw={"required": True} if required else None)


def text(label: LazyString, longest: int, *before: Validator) -> StringField:
    """A line of text of at most `longest` bytes, without characters that cannot be printed."""

    def printable(form: Form, field: Field) -> None:
        try:
            names.check(field.data, longest)
            if _UNREADABLE in field.data:
                raise names.TextError("character")
        except names.TextError as fault:
            raise ValidationError(
                _l("Isian ini terlalu panjang.")
                if str(fault) == "length"
                else _l("Isian ini memuat karakter yang tidak dapat dicetak.")
            ) from None

    return StringField(label, [*before, printable], filters=[clean])


def choices(labels: Mapping[Code, LazyString]) -> list[SelectChoice]:
    """What a list offers, by value."""
    return [SelectChoice(value, label) for value, label in labels.items()]


def one_of(values: Container[str], message: LazyString) -> Validator:
    """Refuse any other value, also one that no browser would send."""

    def check(form: Form, field: Field) -> None:
        if field.data not in values:
            raise StopValidation(message)

    return check


def ticked(message: LazyString) -> Validator:
    """Refuse a box that is not ticked: anything but `y`."""

    def check(form: Form, field: Field) -> None:
        if field.raw_data != ["y"]:
            raise StopValidation(message)

    return check
