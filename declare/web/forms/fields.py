"""The form kit: fields of one line, long text, dates, choices, and the checks that they share."""

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
"""Stands where bytes were sent that are no UTF-8."""

Validator = Callable[[Form, Field], None]
Filter = Callable[[str | None], str]


def one_line(text: str | None) -> str:
    """Text with single spaces for all white space: line breaks come from pasting."""
    return " ".join((text or "").split())


def stripped(text: str | None) -> str:
    """Text without white space around it."""
    return (text or "").strip()


def clean(text: str | None) -> str:
    """Text as intake reads it: in NFC, without white space around it."""
    return names.clean(text or "")


def printable(form: Form, field: Field) -> None:
    """Refuse invisible characters, and say where they are: they come from pasting."""
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
    """Refuse characters that cannot be seen or were not readable, with this sentence."""

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
    """One line of at most `most` characters; `required` is the sentence for leaving it empty.

    Without `checks` it must be printable.
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
    """Paragraphs of at most `most` characters; without `checks` they must be printable."""
    rules = _rules(most, required, checks or (printable,), too_long)
    return TextAreaField(label, rules, filters=[stripped])


def _rules(
    most: int, required: Any, checks: Iterable[Validator], too_long: LazyString | None
) -> list[Any]:
    message = too_long or _l("Isian ini paling panjang %(most)s karakter.", most=most)
    first = DataRequired(required) if required else Optional()
    return [first, Length(max=most, message=message), *checks]


def typed(label: LazyString, *, required: bool = False) -> StringField:
    """A line whose rules are those of intake; `required` only marks the input as such."""
    return StringField(label, filters=[clean], render_kw={"required": True} if required else None)


def ticked(message: LazyString) -> Validator:
    """Refuse a box that is not ticked: anything but `y`."""

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
    """A date in the browser's own widget."""
    return _Day(label, [InputRequired(required) if required else Optional(), _plausible])


class _Hour(TimeField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Isi jam dan menit, misalnya 09.30.")) from None


def hour(label: Any, required: Any = "") -> TimeField:
    """A time of the day; 09:30 as browsers send it, 09.30 as people write it."""
    rules = [InputRequired(required) if required else Optional()]
    return _Hour(label, rules, format=["%H:%M", "%H.%M", "%H:%M:%S"])


_NOT_OFFERED = _l("Pilih dari pilihan yang ada.")
Labels = Mapping[Any, Any]
"""What people read, by the value that is posted."""


def offered(labels: Labels) -> list[SelectChoice]:
    """The choices of a field."""
    return [SelectChoice(value, label) for value, label in labels.items()]


def radios(
    label: Any, labels: Labels, default: str | None = None, message: LazyString = _NOT_OFFERED
) -> RadioField:
    """One of few; `message` is the sentence for choosing none."""
    return RadioField(
        label, choices=offered(labels), default=default, invalid_choice_message=message
    )


def choice(label: Any, labels: Labels) -> SelectField:
    """One of several."""
    return SelectField(label, choices=offered(labels), invalid_choice_message=_NOT_OFFERED)


class _Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def checkboxes(label: Any, labels: Labels, required: Any = "") -> SelectMultipleField:
    """Several of many, each with a box of its own."""
    rules = [DataRequired(required)] if required else []
    return _Checkboxes(label, rules, choices=offered(labels), invalid_choice_message=_NOT_OFFERED)
