"""Base of forms that `registrations.intake` checks; each fault is an error of its field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from declare.registrations.faults import Fault, FaultCode

_SENTENCES = {
    FaultCode.UNPRINTABLE: _l("Isian ini memuat karakter yang tidak dapat dicetak."),
    FaultCode.TOO_LONG: _l("Isian ini terlalu panjang."),
    FaultCode.NO_NAME: _l("Isi nama lengkap."),
    FaultCode.BAD_NAME: _l("Isi nama dengan huruf."),
    FaultCode.TOO_LONG_WITH_TITLES: _l("Nama beserta gelar terlalu panjang untuk dicetak."),
    FaultCode.UNKNOWN_OFFICE: _l("Pilih jabatan."),
    FaultCode.UNKNOWN_ACTING: _l("Pilih kedudukan."),
    FaultCode.UNKNOWN_REGION: _l("Pilih wilayah dari daftar."),
    FaultCode.NO_POSITION: _l("Isi jabatan seperti yang akan dicetak."),
    FaultCode.DELEGATE_OF_OWN_OFFICE: _l("Jabatan yang diwakili harus lain dari jabatan sendiri."),
    FaultCode.MANDATE_WITHOUT_SEAT: _l("Pilih jabatan yang diwakili, atau kosongkan surat tugas."),
    FaultCode.NO_MANDATE: _l("Isi nomor dan tanggal surat tugas."),
    FaultCode.NO_CONTACT: _l("Isi surel atau telepon."),
    FaultCode.BAD_EMAIL: _l("Tulis alamat surel seperti nama@contoh.go.id."),
    FaultCode.BAD_PHONE: _l("Tulis nomor telepon seperti 0812 3456 7890."),
    FaultCode.BAD_NIP: _l("NIP terdiri atas 18 angka. Boleh dikosongkan."),
}
_UNKNOWN_REPRESENTED = _l("Pilih jabatan yang diwakili.")


def sentence(fault: Fault) -> LazyString:
    """The error text of a fault."""
    if fault == Fault("represents", FaultCode.UNKNOWN_OFFICE):
        return _UNKNOWN_REPRESENTED
    return _SENTENCES[fault.code]


class IntakeForm(FlaskForm):
    """Form with the faults of `registrations.intake` as field errors."""

    def faults(self) -> Sequence[Fault]:
        """The faults of the posted values; subclasses implement it."""
        raise NotImplementedError

    def typed(self) -> dict[str, str]:
        """The posted text by field name, without fields that hold no text."""
        return {field.short_name: field.data for field in self if isinstance(field.data, str)}

    def validate(self, extra_validators: Any = None) -> bool:
        """Run the validators of the fields, then add the faults of intake as errors."""
        valid = super().validate(extra_validators)
        faults = self.faults()
        for fault in faults:
            field = self[fault.field]
            field.errors = [*field.errors, sentence(fault)]
        return valid and not faults
