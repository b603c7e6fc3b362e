"""Seat fields: office as radio buttons, region as a grouped drop-down list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from flask import g
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
from declare.events.models import Event
from declare.registrations import intake
from declare.registrations.faults import Fault
from declare.web.forms.fields import clean, offered
from declare.web.forms.intake import IntakeForm
from declare.web.language import language
from declare.web.words import OFFICES, region_name


class RegionList:
    """Widget: select of all regions by province, those first that the event expects; its 553
    options are cached by language and expected regions."""

    validation_attrs = ("required",)

    def __call__(self, field: Field, **attributes: object) -> Markup:
        event: Event | None = g.get("event")
        expected = tuple(place.code for place in event.regions) if event else ()
        options = _options(language(), expected)
        if field.data in _CODES:
            chosen = Markup('value="{}"').format(field.data)
            options = options.replace(chosen, chosen + Markup(" selected"), 1)
        attributes = {"id": field.id, "name": field.name, **attributes}
        return Markup("<select {}>{}</select>").format(html_params(**attributes), options)


_CODES = frozenset(region.code for region in regions.everywhere())


@lru_cache(maxsize=32)
def _options(language: str, expected: tuple[str, ...]) -> Markup:
    first = set(expected)
    rest = _groups([region.code for region in regions.everywhere() if region.code not in first])
    return _option("", _("Pilih wilayah")) + _groups(expected) + rest


def _groups(codes: Iterable[str]) -> Markup:
    """Options of regions in the order of their codes, in groups by province."""
    by_province = groupby(codes, regions.province_of)
    return Markup("").join(_group(_label(code), list(inside)) for code, inside in by_province)


def _label(province: str) -> str:
    """The name over a province's options; the nation's in the page's language."""
    national = province == regions.NATIONAL
    return region_name(province) if national else regions.name_of(province)


def _group(name: str, codes: list[str]) -> Markup:
    options = Markup("").join(_option(code, region_name(code)) for code in codes)
    return Markup('<optgroup label="{}">{}</optgroup>').format(name, options)


def _option(value: str, label: str) -> Markup:
    """An option; the script of the type-ahead also finds it by the region's other names."""
    if also := "|".join(regions.other_names(value)):
        return Markup('<option value="{}" data-also="{}">{}</option>').format(value, also, label)
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
