"""Fields that say in Indonesian what is wrong, and let nothing through that cannot be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

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
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

FIRST_DAY, LAST_DAY = date(1945, 8, 17), date(2199, 12, 31)


def one_line(text: str | None) -> str:
    """What was typed, in one line: line breaks come from pasting."""
    return " ".join((text or "").split())


def paragraphs(text: str | None) -> str:
    """What was typed, without white space around it."""
    return (text or "").strip()


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


def text(label: Any, most: int, required: Any = "", *checks: Callable[..., None]) -> StringField:
    """One line of at most so many characters; `required` is the sentence for leaving it empty."""
    return StringField(label, _rules(most, required, *checks), filters=[one_line])


def long_text(label: Any, most: int, required: Any = "") -> TextAreaField:
    """Some paragraphs."""
    return TextAreaField(label, _rules(most, required), filters=[paragraphs])


def _rules(most: int, required: Any, *checks: Callable[..., None]) -> list[Any]:
    too_long = _l("Isian ini paling panjang %(most)s karakter.", most=most)
    first = DataRequired(required) if required else Optional()
    return [first, Length(max=most, message=too_long), printable, *checks]


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
Labels = Mapping[str, Any]
"""What people read, by the value that is posted."""


def offered(labels: Labels) -> list[SelectChoice]:
    """The choices of a field."""
    return [SelectChoice(value, label) for value, label in labels.items()]


def radios(label: Any, labels: Labels, default: str | None = None) -> RadioField:
    """One of few."""
    return RadioField(
        label, choices=offered(labels), default=default, invalid_choice_message=_NOT_OFFERED
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
