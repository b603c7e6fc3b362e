"""Form fields: one line, long text, dates, choices; and the validators that they share."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    Form,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from declare.core import name as names

FIRST_DAY, LAST_DAY = date(1945, 8, 17), date(2199, 12, 31)

_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""Replaces bytes that are not valid UTF-8 (Werkzeug decodes with `replace`)."""

Validator = Callable[[Form, Field], None]
Filter = Callable[[str | None], str]


def one_line(text: str | None) -> str:
    """Text with each run of white space as one space, since pasted text contains line breaks."""
    return " ".join((text or "").split())


def stripped(text: str | None) -> str:
    """Text without surrounding white space."""
    return (text or "").strip()


def clean(text: str | None) -> str:
    """Text in NFC without surrounding white space, as `registrations.intake` reads it."""
    return names.clean(text or "")


def printable(form: Form, field: Field) -> None:
    """Refuse invisible characters (Unicode category C) and name the text before the first."""
    for place, character in enumerate(field.data or ""):
        if unicodedata.category(character)[0] == "C" and character not in "\r\n\t":
            before = field.data[max(0, place - 15) : place]
            raise ValidationError(
                _l(
                    "Ada karakter tidak terlihat (U+%(number)s) sesudah “%(before)s”. "
                    "Hapus, lalu ketik ulang bagian itu.",
                    number=f"{ord(character):04X}",
                    before=before,
                )
            )


def visible(message: LazyString) -> Validator:
    """Validator: refuse invisible and undecodable characters with `message`."""

    def check(form: Form, field: Field) -> None:
        text = field.data or ""
        if _UNREADABLE in text or any(unicodedata.category(one)[0] == "C" for one in text):
            raise ValidationError(message)

    return check


def text(
    label: Any,
    most: int,
    required: Any = "",
    *checks: Validator,
    too_long: LazyString | None = None,
    normal: Filter = one_line,
) -> StringField:
    """Field of one line with at most `most` characters; `required` is the error if it is empty.

    Without `checks` the text must be printable.
    """
    rules = _rules(most, required, checks or (printable,), too_long)
    return StringField(label, rules, filters=[normal])


def long_text(
    label: Any,
    most: int,
    required: Any = "",
    *checks: Validator,
    too_long: LazyString | None = None,
) -> TextAreaField:
    """Field of paragraphs, at most `most` characters; without `checks` they must be printable."""
    rules = _rules(most, required, checks or (printable,), too_long)
    return TextAreaField(label, rules, filters=[stripped])


def _rules(
    most: int, required: Any, checks: Iterable[Validator], too_long: LazyString | None
) -> list[Any]:
    message = too_long or _l("Isian ini paling panjang %(most)s karakter.", most=most)
    first = DataRequired(required) if required else Optional()
    return [first, Length(max=most, message=message), *checks]


def typed(label: LazyString, *, required: bool = False) -> StringField:
    """Field of one line that `registrations.intake` checks; `required` only marks the input."""
    return StringField(label, filters=[clean], render_kw={"required": True} if required else None)


def ticked(message: LazyString) -> Validator:
    """Validator: refuse a checkbox unless its posted value is exactly `y`."""

    def check(form: Form, field: Field) -> None:
        if field.raw_data != ["y"]:
            raise StopValidation(message)

    return check


class _Day(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Isi tanggal yang benar, misalnya 05-08-2026.")) from None


def _plausible(form: Form, field: Field) -> None:
    if field.data and not FIRST_DAY <= field.data <= LAST_DAY:
        raise ValidationError(_l("Periksa tahun pada tanggal ini."))


def day(label: Any, required: Any = "") -> DateField:
    """Date field with the browser's own widget, from FIRST_DAY to LAST_DAY."""
    return _Day(label, [InputRequired(required) if required else Optional(), _plausible])


class _Hour(TimeField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Isi jam dan menit, misalnya 09.30.")) from None


def hour(label: Any, required: Any = "") -> TimeField:
    """Field for a time of day: 09:30 as browsers send it, or 09.30 as written in Indonesian."""
    rules = [InputRequired(required) if required else Optional()]
    return _Hour(label, rules, format=["%H:%M", "%H.%M", "%H:%M:%S"])


_NOT_OFFERED = _l("Pilih dari pilihan yang ada.")
Labels = Mapping[Any, Any]
"""Label of each choice, by the posted value."""


def offered(labels: Labels) -> list[SelectChoice]:
    """The choices of a field, in the form that WTForms takes."""
    return [SelectChoice(value, label) for value, label in labels.items()]


def radios(
    label: Any, labels: Labels, default: str | None = None, message: LazyString = _NOT_OFFERED
) -> RadioField:
    """Radio buttons; `message` is the error if none is chosen."""
    return RadioField(
        label, choices=offered(labels), default=default, invalid_choice_message=message
    )


def choice(label: Any, labels: Labels) -> SelectField:
    """Drop-down list with one choice."""
    return SelectField(label, choices=offered(labels), invalid_choice_message=_NOT_OFFERED)


class _Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def checkboxes(label: Any, labels: Labels, required: Any = "") -> SelectMultipleField:
    """Checkboxes; `required` is the error if none is ticked."""
    rules = [DataRequired(required)] if required else []
    return _Checkboxes(label, rules, choices=offered(labels), invalid_choice_message=_NOT_OFFERED)
