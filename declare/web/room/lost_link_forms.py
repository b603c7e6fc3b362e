"""The form by which a participant without the link asks for it again."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form
from wtforms.validators import ValidationError

from declare import contacts
from declare.web.forms.fields import stripped, text


def _address(form: Form, field: Field) -> None:
    """Put the address in its normal form, in which it is recorded."""
    address = contacts.address(field.data)
    if not address:
        raise ValidationError(_l("Tulis alamat surel seperti nama@contoh.go.id."))
    field.data = address


class LostLinkForm(FlaskForm):
    email = text(
        _l("Surel yang didaftarkan"),
        contacts.LONGEST_ADDRESS,
        _l("Isi alamat surel."),
        _address,
        too_long=_l("Alamat surel terlalu panjang."),
        normal=stripped,
    )
