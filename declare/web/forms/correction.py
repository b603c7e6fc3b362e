"""Forms about a signed pledge: correction request, decision, revocation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from declare import contacts
from declare.pledges.correction import Wording
from declare.registrations import intake
from declare.registrations.faults import Fault
from declare.web.forms.fields import clean, radios, text, typed, visible
from declare.web.forms.person import WordingForm
from declare.web.forms.seat import SeatForm
from declare.web.words import REASONS


class CorrectionForm(WordingForm):
    """Requested wording of a certificate. Without a new address the contact stays."""

    email = typed(_l("Surel baru"))

    def faults(self) -> Sequence[Fault]:
        """The faults of wording and address."""
        return [*super().faults(), *intake.email_faults(self.email.data)]

    def correction(self) -> Wording:
        """The words and the address of a form without faults. Raises IntakeError."""
        return Wording(**asdict(self.wording()), email=contacts.address(self.email.data))


class AcceptanceForm(SeatForm):
    """Seat that a corrected pledge is counted under; the page sets `represents`."""


class RefusalForm(FlaskForm):
    """Reason for refusing a correction."""

    reason = text(
        _l("Alasan penolakan"),
        300,
        _l("Tulis alasan; peserta akan membacanya."),
        visible(_l("Isian ini memuat karakter yang tidak dapat dicetak.")),
        too_long=_l("Isian ini terlalu panjang."),
        normal=clean,
    )


class RevocationForm(FlaskForm):
    """Reason for revoking a pledge."""

    reason = radios(_l("Alasan pencabutan"), REASONS, message=_l("Pilih alasan."))
