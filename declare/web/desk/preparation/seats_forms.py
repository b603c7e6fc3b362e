"""Forms for the expected seats: offices, provinces, regions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from declare.core import region
from declare.events.seats import OFFICES
from declare.web.forms.fields import checkboxes, offered, radios
from declare.web.words import office_name

ALL, VOTED = "all", "2020"


class Offices(FlaskForm):
    offices = checkboxes(_l("Jabatan yang diharapkan"), {})

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.offices.choices = offered({office.value: office_name(office) for office in OFFICES})


class Provinces(FlaskForm):
    provinces = checkboxes(
        _l("Provinsi"),
        {place.code: place.name for place in region.provinces()},
        _l("Pilih sedikitnya satu provinsi."),
    )
    which = radios(
        _l("Wilayah yang ditambahkan"),
        {
            ALL: _l("Provinsi dan semua kabupaten/kotanya"),
            VOTED: _l("Hanya yang ikut Pilkada 9 Desember 2020"),
        },
        ALL,
    )


class Regions(FlaskForm):
    """Checkboxes for a province and its regencies; ticked ones are expected."""

    regions = checkboxes(_l("Wilayah yang diharapkan"), {})

    def __init__(self, province: region.Region, **values: object) -> None:
        super().__init__(**values)
        places = (province, *region.regencies(province.code))
        self.regions.choices = offered({place.code: place.name for place in places})
