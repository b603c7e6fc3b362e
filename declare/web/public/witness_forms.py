"""What is typed about witnesses, and why it may be refused."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form

from declare.errors import Invalid
from declare.web.forms.fields import long_text, stripped, text

REFUSALS = {
    "key": _l("Ini bukan kunci saksi. Salin seluruh baris vkey yang diberikan alat saksi."),
    "place": _l("Sebutkan tempat di luar situs ini: di sini kunci itu tidak membuktikan apa pun."),
    "taken": _l("Kunci ini sudah terdaftar."),
    "stranger": _l("Tidak ada tanda tangan dari saksi yang terdaftar pada acara ini."),
    "mismatch": _l("Tanda tangan ini tidak cocok dengan titik periksa mana pun di buku ikrar ini."),
    "clock": _l("Jam pada perangkat saksi terlalu jauh di depan. Perbaiki, lalu ulangi."),
}


def _any_character(form: Form, field: Field) -> None:
    """Refuse nothing: what is wrong with a key or line is said when it is read."""


class WitnessForm(FlaskForm):
    """An institution that watches over the count, and its key."""

    name = text(
        _l("Lembaga"),
        200,
        _l("Isi nama lembaga."),
        _any_character,
        too_long=_l("Nama paling panjang 200 karakter."),
        normal=stripped,
    )
    vkey = text(
        _l("Kunci saksi (vkey)"),
        400,
        _l("Isi kunci saksi."),
        _any_character,
        too_long=_l("Kunci saksi terlalu panjang."),
        normal=stripped,
    )
    published_at = text(
        _l("Tempat kunci diumumkan"),
        500,
        _l("Isi tempat lembaga itu mengumumkan kuncinya."),
        _any_character,
        too_long=_l("Tempat paling panjang 500 karakter."),
        normal=stripped,
    )


class LineForm(FlaskForm):
    """A witness's line, alone or with the note that it stands under."""

    line = long_text(
        _l("Tanda tangan saksi"),
        4000,
        _l("Tempel baris tanda tangan saksi."),
        _any_character,
        too_long=_l("Teks ini terlalu panjang."),
    )


def blame(form: FlaskForm, fault: Invalid) -> None:
    """Put a refusal under the field that it is about."""
    form[fault.field].errors = [REFUSALS[str(fault)]]
