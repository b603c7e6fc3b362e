"""Search and filters of the list of participants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from declare.counts.participants import Filters, Part
from declare.registrations.models import Standing
from declare.web.words import OFFICES, region_name

DIGITS = re.compile("[0-9]{2}")
SEARCH = 100
"""Characters of a search that are looked at."""

PARTS = {
    Part.SIGNED: _l("Menandatangani"),
    Part.PRESENT: _l("Hadir, belum menandatangani"),
    Part.MISSING: _l("Belum hadir"),
    Part.DECLINED: _l("Memilih tidak menandatangani"),
    Part.QUERIED: _l("Menyatakan bukan penanda tangan"),
    Part.MARKED: _l("Ditandatangani di peramban panitia"),
    Part.UNREACHED: _l("Surelnya gagal atau belum pasti terkirim"),
}

OPEN = (Part.SIGNED, Part.PRESENT, Part.MISSING)
"""Parts that observers may filter by."""

STANDINGS = {
    Standing.PENDING: _l("Menunggu persetujuan"),
    Standing.ADMITTED: _l("Disetujui"),
    Standing.REFUSED: _l("Ditolak"),
    Standing.RIVAL: _l("Pendaftaran ganda"),
}


class ParticipantSearchForm(FlaskForm):
    """Search and filters. The search is posted: it is often a name, and no address holds names."""

    search = StringField(_l("Cari nama, jabatan, atau daerah"))
    state = SelectField(_l("Kehadiran"))
    office = SelectField(_l("Kelompok jabatan"))
    province = SelectField(_l("Provinsi"))
    standing = SelectField(_l("Pendaftaran"))

    def offer(self, provinces: Iterable[str], discreet: bool) -> None:
        """Fill the choices. A discreet form does not filter by what only organisers may see."""
        parts = {part: word for part, word in PARTS.items() if not discreet or part in OPEN}
        everyone = ("", _l("Semua"))
        self.state.choices = [everyone, *parts.items()]
        self.office.choices = [everyone, *OFFICES.items()]
        self.province.choices = [everyone, *((code, region_name(code)) for code in provinces)]
        self.standing.choices = [("", _l("Semua terdaftar")), *STANDINGS.items()]


def filters(values: Mapping[str, str], search: str, discreet: bool) -> Filters:
    """The filters of an address or a form; values that are not offered are ignored."""
    part, standing = values.get("state", ""), values.get("standing", "")
    office, province = values.get("office", ""), values.get("province", "")
    offered = list(Part) if not discreet else OPEN
    return Filters(
        search="".join(letter for letter in search if letter.isprintable())[:SEARCH],
        part=Part(part) if part in offered else None,
        office=office if office in OFFICES else "",
        province=province if DIGITS.fullmatch(province) else "",
        standing=Standing(standing) if standing in list(Standing) else None,
        discreet=discreet,
    )


def address(chosen: Filters) -> dict[str, str]:
    """The filters as values of an address; the search is only marked as present."""
    values = {
        "search": "1" if chosen.search else "",
        "state": chosen.part or "",
        "office": chosen.office,
        "province": chosen.province,
        "standing": chosen.standing or "",
    }
    return {name: value for name, value in values.items() if value}
