"""Forms of ordered lists: agenda items with speakers, partners, key figures."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, FormField
from wtforms.validators import ValidationError

from declare.web.forms.fields import choice, day, hour, text
from declare.web.forms.pictures import picture

KINDS = {
    "opening": _l("Pembukaan"),
    "remarks": _l("Sambutan"),
    "declaration": _l("Deklarasi"),
    "panel": _l("Diskusi panel"),
}
MOST_SPEAKERS = 12
_SPARE = 3
"""Empty rows shown after the filled ones."""


class Speaker(Form):
    name = text(_l("Nama"), 200)
    position = text(_l("Jabatan"), 200)

    def validate_position(self, field: Field) -> None:
        """Refuse a position without a name."""
        if field.data and not self.name.data:
            raise ValidationError(_l("Isi nama pembicara."))


class AgendaItemForm(FlaskForm):
    kind = choice(_l("Jenis"), KINDS)
    title = text(_l("Judul"), 200, _l("Isi judul mata acara."))
    starts = hour(_l("Mulai"))

    def speakers(self) -> list[FormField]:
        """The speaker rows shown: the filled ones and _SPARE empty ones."""
        rows = [self[_row(place)] for place in range(MOST_SPEAKERS)]
        filled = [place for place, row in enumerate(rows) if any(row.data.values())]
        return rows[: max(filled, default=-1) + 1 + _SPARE]

    def named(self) -> list[dict[str, str]]:
        """The speakers with a name, in order."""
        rows = (self[_row(place)].data for place in range(MOST_SPEAKERS))
        return [
            {"name": row["name"], "position": row["position"] or ""} for row in rows if row["name"]
        ]


def _row(place: int) -> str:
    return f"speaker_{place}"


def rows(speakers: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Speakers as form data, keyed by row."""
    return {_row(place): speaker for place, speaker in enumerate(speakers[:MOST_SPEAKERS])}


for _place in range(MOST_SPEAKERS):
    # Fixed fields and not a FieldList, whose indices come from the posted form.
    setattr(AgendaItemForm, _row(_place), FormField(Speaker, separator="_"))


class PartnerForm(FlaskForm):
    name = text(_l("Nama lembaga"), 200, _l("Isi nama lembaga."))
    logo = picture(_l("Logo"))
    drop_logo = BooleanField(_l("Hapus logo yang sekarang"))


class KeyFigureForm(FlaskForm):
    label = text(_l("Apa yang dihitung"), 200, _l("Isi apa yang dihitung."))
    value = text(_l("Angka"), 40, _l("Isi angkanya."))
    as_of = day(_l("Per tanggal"))
    source = text(_l("Sumber"), 200, _l("Isi sumber angka ini."))
