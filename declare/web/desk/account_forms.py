"""Forms of signing in, changing a password, and inviting to an event's team."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, ValidationError

from declare.accounts import password_rules
from declare.accounts.models import Role
from declare.accounts.passwords import LONGEST, SHORTEST
from declare.errors import Invalid
from declare.web.forms.fields import radios, stripped, text, visible

ROLES = {
    Role.OBSERVER.value: _l("Pemantau: hanya melihat"),
    Role.CONDUCTOR.value: _l("Pemandu: hanya upacara dan layar"),
    Role.ORGANISER.value: _l("Panitia: mengatur acara"),
}


_READABLE = visible(_l("Isian ini memuat karakter yang tidak dapat dibaca."))


def _email() -> StringField:
    return text(
        _l("Surel"),
        254,
        _l("Isi alamat surel."),
        _READABLE,
        too_long=_l("Alamat surel terlalu panjang."),
        normal=stripped,
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


def _unlike_this_site(form: Form, field: Field) -> None:
    """Refuse a password that is little more than the name of the site."""
    try:
        password_rules.check(field.data, (current_app.extensions["declare"].host,))
    except Invalid as fault:
        raise ValidationError(str(fault)) from None


def _new_password(label: Any) -> PasswordField:
    return PasswordField(
        label,
        [
            DataRequired(_l("Isi sandi baru.")),
            Length(
                SHORTEST,
                LONGEST,
                message=_l("Sandi baru paling sedikit 12 dan paling banyak 200 karakter."),
            ),
            _unlike_this_site,
        ],
    )


def _repeated() -> PasswordField:
    return PasswordField(
        _l("Ulangi sandi baru"),
        [EqualTo("password", message=_l("Kedua sandi baru tidak sama."))],
    )


class NewPassword(FlaskForm):
    current = PasswordField(
        _l("Sandi sekarang"),
        [
            DataRequired(_l("Isi sandi yang sekarang dipakai.")),
            Length(max=LONGEST, message=_l("Sandi terlalu panjang.")),
        ],
    )
    password = _new_password(_l("Sandi baru"))
    repeated = _repeated()


class ForgottenPassword(FlaskForm):
    email = _email()


class MailedPassword(FlaskForm):
    """A new password by a mailed link."""

    password = _new_password(_l("Sandi baru"))
    repeated = _repeated()


class OwnAccount(MailedPassword):
    """Name and first password, typed by the owner of the mailbox."""

    name = text(
        _l("Nama lengkap"),
        200,
        _l("Isi nama lengkap."),
        _READABLE,
        too_long=_l("Nama paling panjang 200 karakter."),
        normal=stripped,
    )


class InvitationForm(FlaskForm):
    email = _email()
    role = radios(_l("Peran"), ROLES, Role.OBSERVER.value, _l("Pilih peran."))
