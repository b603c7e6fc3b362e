"""What is typed about witnesses, and why it may be refused."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from declare.errors import Invalid

REFUSALS = {
    "key": _l("Ini bukan kunci saksi. Salin seluruh baris vkey yang diberikan alat saksi."),
    "place": _l("Sebutkan tempat di luar situs ini: di sini kunci itu tidak membuktikan apa pun."),
    "taken": _l("Kunci ini sudah terdaftar."),
    "stranger": _l("Tidak ada tanda tangan dari saksi yang terdaftar pada acara ini."),
    "mismatch": _l("Tanda tangan ini tidak cocok dengan titik periksa mana pun di buku ikrar ini."),
    "clock": _l("Jam pada perangkat saksi terlalu jauh di depan. Perbaiki, lalu ulangi."),
}


def stripped(text: str | None) -> str:
    """What was typed, without the white space around it."""
    return (text or "").strip()


class WitnessForm(FlaskForm):
    """An institution that watches over the count, and its key."""

    name = StringField(
        _l("Lembaga"),
        [
            DataRequired(_l("Isi nama lembaga.")),
            Length(max=200, message=_l("Nama paling panjang 200 karakter.")),
        ],
        filters=[stripped],
    )
    vkey = StringField(
        _l("Kunci saksi (vkey)"),
        [
            DataRequired(_l("Isi kunci saksi.")),
            Length(max=400, message=_l("Kunci saksi terlalu panjang.")),
        ],
        filters=[stripped],
    )
    published_at = StringField(
        _l("Tempat kunci diumumkan"),
        [
            DataRequired(_l("Isi tempat lembaga itu mengumumkan kuncinya.")),
            Length(max=500, message=_l("Tempat paling panjang 500 karakter.")),
        ],
        filters=[stripped],
    )


class LineForm(FlaskForm):
    """A witness's line, alone or with the note that it stands under."""

    line = TextAreaField(
        _l("Tanda tangan saksi"),
        [
            DataRequired(_l("Tempel baris tanda tangan saksi.")),
            Length(max=4000, message=_l("Teks ini terlalu panjang.")),
        ],
        filters=[stripped],
    )


def blame(form: FlaskForm, fault: Invalid) -> None:
    """Put a refusal under the field that it is about."""
    form[fault.field].errors = [REFUSALS[str(fault)]]
