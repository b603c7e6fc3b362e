"""What is typed about a pledge that was signed: what it should say, and what is decided."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from declare.registrations import intake
from declare.registrations.faults import Fault
from declare.web.forms.fields import clean, radios, text, typed, visible
from declare.web.forms.person import WordingForm
from declare.web.forms.seat import SeatForm
from declare.web.words import REASONS


class CorrectionForm(WordingForm):
    """What a signer's certificate is to say instead. Without a new address the contact stays."""

    email = typed(_l("Surel baru"))

    def faults(self) -> Sequence[Fault]:
        """What is wrong with words or address."""
        return [*super().faults(), *intake.email_faults(self.email.data)]


class AcceptanceForm(SeatForm):
    """The seat that a corrected pledge is counted under; the page sets `represents`."""


class RefusalForm(FlaskForm):
    """Why a correction is refused."""

    reason = text(
        _l("Alasan penolakan"),
        300,
        _l("Tulis alasan; peserta akan membacanya."),
        visible(_l("Isian ini memuat karakter yang tidak dapat dicetak.")),
        too_long=_l("Isian ini terlalu panjang."),
        normal=clean,
    )


class RevocationForm(FlaskForm):
    """Why a pledge is revoked."""

    reason = radios(_l("Alasan pencabutan"), REASONS, message=_l("Pilih alasan."))
