"""What is typed about a pledge that was signed: what it should say, and what is decided."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField
from wtforms.validators import DataRequired, ValidationError

from declare import contacts
from declare.core.reason import Reason
from declare.web.forms.person import WordingForm
from declare.web.forms.seat import SeatForm
from declare.web.forms.text import choices, one_of, text
from declare.web.words import REASONS


class CorrectionForm(WordingForm):
    """What a signer wants his certificate to say instead."""

    email = text(_l("Surel baru"), 254)

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address; without one the contact stays."""
        if field.data and not contacts.address(field.data):
            raise ValidationError(_l("Tulis alamat surel seperti nama@contoh.go.id."))


class AcceptanceForm(SeatForm):
    """The seat that a corrected pledge is counted under. `represents` is its signer's, if any."""

    represents = ""

    def validate_office(self, field: Field) -> None:
        """Refuse the office that the signer stands in for: nobody represents himself."""
        if field.data == self.represents:
            raise ValidationError(_l("Jabatan yang diwakili harus lain dari jabatan sendiri."))


class RefusalForm(FlaskForm):
    """Why a correction is refused."""

    reason = text(
        _l("Alasan penolakan"), 300, DataRequired(_l("Tulis alasan; peserta akan membacanya."))
    )


class RevocationForm(FlaskForm):
    """Why a pledge is revoked."""

    reason = RadioField(
        _l("Alasan pencabutan"),
        [one_of(frozenset(Reason), _l("Pilih alasan."))],
        choices=choices(REASONS),
        validate_choice=False,
    )
