"""The forms on which a code is typed and a file is handed in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired


class CodeForm(FlaskForm):
    """One certificate code, however it is spelled."""

    code = StringField(
        _l("Kode sertifikat"),
        validators=[DataRequired(_l("Isi kode sertifikat: 12 huruf dan angka di bawah kode QR."))],
        filters=[lambda text: text.strip() if text else text],
    )


class FileForm(FlaskForm):
    """The PDF of one certificate."""

    file = FileField(
        _l("Berkas PDF sertifikat"),
        validators=[FileRequired(_l("Pilih berkas PDF sertifikat."))],
    )
