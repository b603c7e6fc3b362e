"""What is typed to sign in, to change a password, and to invite somebody to an event."""

from __future__ import annotations

import unicodedata

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, EqualTo, Length, ValidationError

from declare.accounts.models import Role
from declare.accounts.passwords import LONGEST, SHORTEST


def stripped(text: str | None) -> str:
    """What was typed, without the white space around it."""
    return (text or "").strip()


def printable(form: Form, field: Field) -> None:
    """Refuse characters that nobody types: a database refuses some of them, too."""
    if any(unicodedata.category(character)[0] == "C" for character in field.data or ""):
        raise ValidationError(_l("Isian ini memuat karakter yang tidak dapat dibaca."))


def _email() -> StringField:
    return StringField(
        _l("Surel"),
        [
            DataRequired(_l("Isi alamat surel.")),
            Length(max=254, message=_l("Alamat surel terlalu panjang.")),
            printable,
        ],
        filters=[stripped],
    )


class SignIn(FlaskForm):
    email = _email()
    password = PasswordField(
        _l("Sandi"),
        [
            DataRequired(_l("Isi sandi.")),
            Length(max=LONGEST, message=_l("Sandi terlalu panjang.")),
        ],
    )


class NewPassword(FlaskForm):
    current = PasswordField(
        _l("Sandi sekarang"),
        [
            DataRequired(_l("Isi sandi yang sekarang dipakai.")),
            Length(max=LONGEST, message=_l("Sandi terlalu panjang.")),
        ],
    )
    password = PasswordField(
        _l("Sandi baru"),
        [
            DataRequired(_l("Isi sandi baru.")),
            Length(
                SHORTEST,
                LONGEST,
                message=_l("Sandi baru paling sedikit 12 dan paling banyak 200 karakter."),
            ),
        ],
    )
    repeated = PasswordField(
        _l("Ulangi sandi baru"),
        [EqualTo("password", message=_l("Kedua sandi baru tidak sama."))],
    )


class Invitation(FlaskForm):
    email = _email()
    name = StringField(
        _l("Nama"),
        [
            DataRequired(_l("Isi nama orang yang diundang.")),
            Length(max=200, message=_l("Nama paling panjang 200 karakter.")),
            printable,
        ],
        filters=[stripped],
    )
    role = RadioField(
        _l("Peran"),
        choices=[
            SelectChoice(Role.OBSERVER.value, _l("Pemantau: hanya melihat")),
            SelectChoice(Role.ORGANISER.value, _l("Panitia: mengatur acara")),
        ],
        default=Role.OBSERVER.value,
        invalid_choice_message=_l("Pilih peran."),
    )
