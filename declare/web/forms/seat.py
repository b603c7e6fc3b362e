"""Seat fields: office as radio buttons, region as a grouped drop-down list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.validators import DataRequired
from wtforms.widgets import html_params

from declare.core import office as offices
from declare.core import region as regions
from declare.core.office import Office
from declare.core.seat import Seat
from declare.registrations import intake
from declare.registrations.faults import Fault
from declare.web.forms.fields import clean, offered
from declare.web.forms.intake import IntakeForm
from declare.web.language import language
from declare.web.words import OFFICES, region_name


class RegionList:
    """Widget: select of all regions by province; its 553 options are cached per language."""

    validation_attrs = ("required",)

    def __call__(self, field: Field, **attributes: object) -> Markup:
        options = _options(language())
        if field.data in _CODES:
            chosen = Markup('value="{}"').format(field.data)
            options = options.replace(chosen, chosen + Markup(" selected"), 1)
        attributes = {"id": field.id, "name": field.name, **attributes}
        return Markup("<select {}>{}</select>").format(html_params(**attributes), options)


_CODES = frozenset(region.code for region in regions.everywhere())


@cache
def _options(language: str) -> Markup:
    national = region_name(regions.NATIONAL)
    groups = [_group(national, [regions.NATIONAL])]
    for province in regions.provinces():
        inside = [province, *regions.regencies(province.code)]
        groups.append(_group(province.name, [region.code for region in inside]))
    return _option("", _("Pilih wilayah")) + Markup("").join(groups)


def _group(name: str, codes: list[str]) -> Markup:
    options = Markup("").join(_option(code, region_name(code)) for code in codes)
    return Markup('<optgroup label="{}">{}</optgroup>').format(name, options)


def _option(value: str, label: str) -> Markup:
    return Markup('<option value="{}">{}</option>').format(value, label)


@cache
def positions() -> Mapping[str, Mapping[str, str]]:
    """Position wording by office and kind of region (`core.office`), for the browser's script."""
    examples = {
        "nasional": regions.find(regions.NATIONAL),
        "provinsi": regions.Region("11", "{name}", "provinsi", "11"),
        "kabupaten": regions.Region("11.01", "Kabupaten {name}", "kabupaten", "11"),
        "kota": regions.Region("11.71", "Kota {name}", "kota", "11"),
    }
    return {
        office: {kind: offices.position(office, region) for kind, region in examples.items()}
        for office in Office
    }


class SeatForm(IntakeForm):
    """Form of one seat: region and office."""

    office = RadioField(_l("Jabatan"), choices=offered(OFFICES), validate_choice=False)
    region = SelectField(_l("Wilayah"), widget=RegionList(), validate_choice=False)
    represents: Any = ""
    """Office that the seat's participant represents as a delegate; empty if none."""

    def faults(self) -> Sequence[Fault]:
        """The faults of the seat."""
        return intake.seat_faults(self.seat, self.represents)

    @property
    def seat(self) -> Seat:
        """The chosen seat."""
        return Seat(self.region.data or "", self.office.data or "")


class EntryForm(SeatForm):
    """Entry by seat and participant code."""

    participant_code = StringField(
        _l("Kode peserta"), [DataRequired(_l("Isi kode peserta."))], filters=[clean]
    )
