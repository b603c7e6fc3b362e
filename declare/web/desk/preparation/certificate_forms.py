"""The words that are signed, and the certificate's design."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form
from wtforms.validators import ValidationError

from declare.core import certificate_number
from declare.core.statement import Statement
from declare.events import wording
from declare.web.forms.fields import day, long_text, one_line, printable, text
from declare.web.forms.pictures import picture

_FAULTS = {
    "character": _l("Pola memuat karakter yang tidak dapat dicetak."),
    "length": _l("Pola paling panjang 60 karakter."),
    "brace": _l("Ada kurung kurawal yang tidak berpasangan."),
    "field": _l("Yang dapat dipakai hanya {urut}, {romawi}, {bulan}, dan {tahun}."),
    "urut_missing": _l("Pola harus memuat {urut}; tanpa itu semua nomor sama."),
    "repeated": _l("Setiap isian dalam kurung kurawal hanya boleh sekali."),
}


class StatementForm(FlaskForm):
    title = text(_l("Judul naskah"), 300, _l("Isi judul naskah."))
    opening = long_text(_l("Kalimat pembuka"), 4_000)
    clauses = long_text(_l("Butir-butir ikrar"), 12_000, _l("Isi sedikitnya satu butir."))
    closing = long_text(_l("Kalimat penutup"), 4_000)

    def words(self) -> Statement:
        """The typed statement."""
        clauses = wording.split(self.clauses.data)
        opening, closing = one_line(self.opening.data), one_line(self.closing.data)
        return Statement(self.title.data, opening, clauses, closing)

    def validate_clauses(self, field: Field) -> None:
        """Require 1 to MOST_CLAUSES clauses, which is what a certificate can hold."""
        count = len(wording.split(field.data))
        if not 0 < count <= wording.MOST_CLAUSES:
            raise ValidationError(_l("Isi 1 sampai 20 butir."))


def _pattern(form: Form, field: Field) -> None:
    try:
        certificate_number.check(field.data)
    except certificate_number.NumberError as fault:
        raise ValidationError(_FAULTS[str(fault)]) from None


class DesignForm(FlaskForm):
    place = text(_l("Tempat"), 100, _l("Isi tempat penerbitan."))
    on = day(_l("Tanggal sertifikat"), _l("Isi tanggal sertifikat."))
    official_name = text(_l("Nama pejabat penerbit"), 200, _l("Isi nama pejabat penerbit."))
    official_position = text(
        _l("Jabatan pejabat penerbit"), 200, _l("Isi jabatan pejabat penerbit.")
    )
    signature = picture(_l("Gambar tanda tangan"))
    drop_signature = BooleanField(_l("Hapus gambar tanda tangan yang sekarang"))
    agency_seal = BooleanField(
        _l("Berkas sertifikat akan dibubuhi segel elektronik instansi setelah diunduh")
    )
    number_pattern = text(_l("Pola nomor"), 100, _l("Isi pola nomor."), printable, _pattern)
