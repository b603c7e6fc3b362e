"""What is typed about witnesses, and why it may be refused."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form

from declare.core import moment
from declare.errors import Invalid
from declare.web.forms.fields import day, long_text, stripped, text, ticked

REFUSALS = {
    "key": _l("Ini bukan kunci saksi. Salin seluruh baris vkey yang diberikan alat saksi."),
    "place": _l("Sebutkan tempat di luar situs ini: di sini kunci itu tidak membuktikan apa pun."),
    "character": _l("Ada karakter yang tidak terlihat atau tidak dapat ditampilkan."),
    "taken": _l("Kunci ini sudah terdaftar."),
    "ended": _l(
        "Saksi dengan kunci ini sudah diakhiri setelah membubuhkan tanda tangan. "
        "Minta kunci yang baru."
    ),
    "stranger": _l("Tidak ada tanda tangan dari saksi yang terdaftar pada acara ini."),
    "mismatch": _l("Tanda tangan ini tidak cocok dengan titik periksa mana pun di buku ikrar ini."),
    "clock": _l("Jam pada perangkat saksi terlalu jauh di depan. Perbaiki, lalu ulangi."),
}


_NO_PLACE = _l(
    "Isi halaman tempat lembaga itu mengumumkan kuncinya, atau nomor dan tanggal suratnya."
)


def _any_character(form: Form, field: Field) -> None:
    """Refuse nothing: what is wrong with a line is said when it is read."""


class WitnessForm(FlaskForm):
    """An institution that watches over the count, its key, and where it published that key."""

    name = text(
        _l("Lembaga"),
        200,
        _l("Isi nama lembaga."),
        too_long=_l("Nama paling panjang 200 karakter."),
    )
    vkey = text(
        _l("Kunci saksi (vkey)"),
        400,
        _l("Isi kunci saksi."),
        too_long=_l("Kunci saksi terlalu panjang."),
        normal=stripped,
    )
    published_at = text(
        _l("Halaman tempat kunci diumumkan"),
        350,
        too_long=_l("Tempat paling panjang 350 karakter."),
    )
    letter_number = text(_l("Nomor surat"), 100)
    letter_date = day(_l("Tanggal surat"))
    also_signs = BooleanField(_l("Pejabat lembaga ini juga menandatangani ikrar pada acara ini"))

    def place(self) -> str:
        """The place where the key is published: the page, the letter, or both."""
        number, date = self.letter_number.data, self.letter_date.data
        letter = f"surat Nomor {number} tanggal {moment.day(date)}" if number and date else ""
        return "; ".join(part for part in (self.published_at.data, letter) if part)

    def validate(self, extra_validators: Any = None) -> bool:
        """Require a place: a page, or number and date of a letter."""
        sound = super().validate(extra_validators)
        if self.letter_number.data and not self.letter_date.data and not self.letter_date.errors:
            self.letter_date.errors = [_l("Isi tanggal surat.")]
        elif self.letter_date.data and not self.letter_number.data:
            self.letter_number.errors = [_l("Isi nomor surat.")]
        elif not self.letter_number.data and not self.published_at.data:
            self.published_at.errors = [_NO_PLACE]
        else:
            return bool(sound)
        return False


class MatchForm(FlaskForm):
    """What a second account says after it compared a key."""

    compared = BooleanField(
        _l("Saya sudah mencocokkan kunci ini, huruf demi huruf, dengan yang diumumkan lembaga."),
        [ticked(_l("Centang setelah kuncinya dicocokkan."))],
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
