"""Expected seats: offices, and regions by province or one by one."""

from __future__ import annotations

from flask import g, render_template
from flask.typing import ResponseReturnValue

from declare.core import region
from declare.database import db
from declare.errors import NotFound
from declare.events import seats as places
from declare.web.access import allow
from declare.web.desk.preparation.pages import page, saved
from declare.web.desk.preparation.seats_forms import VOTED, Offices, Provinces, Regions
from declare.web.words import office_name


@allow("organiser")
def seats(slug: str) -> ResponseReturnValue:
    """The expected seats, and the forms that change them."""
    return _seats()


@allow("organiser")
def seat_offices(slug: str) -> ResponseReturnValue:
    """Which offices are expected in each region."""
    form = Offices()
    if not form.validate():
        return _seats(offices=form), 422
    g.event.offices = list(form.offices.data)
    return saved(
        "seats.offices", "seats", ", ".join(office_name(office) for office in g.event.offices)
    )


@allow("organiser")
def seat_provinces(slug: str) -> ResponseReturnValue:
    """Add provinces with all their regions, or those that voted in 2020."""
    form = Provinces()
    if not form.validate():
        return _seats(provinces=form), 422
    codes = places.within(form.provinces.data, voted=form.which.data == VOTED)
    added = places.expect(db.session(), g.event, codes)
    return saved("seats.added", "seats", f"+{added}")


@allow("organiser")
def seat_regions(slug: str, province: str) -> ResponseReturnValue:
    """The expected regions of one province."""
    try:
        place = region.find(province)
    except region.UnknownRegion:
        raise NotFound from None
    if place.code != place.province:
        raise NotFound
    chosen = [x.code for x in g.event.regions if region.province_of(x.code) == place.code]
    form = Regions(place, data={"regions": chosen})
    if not form.validate_on_submit():
        return page("seat_regions", form, province=place)
    places.choose_in(db.session(), g.event, place.code, form.regions.data)
    return saved("seats.changed", "seats", place.name)


def _seats(offices: Offices | None = None, provinces: Provinces | None = None) -> str:
    event = g.event
    return render_template(
        "desk/preparation/seats.html",
        event=event,
        form=offices or provinces,
        offices=offices or Offices(formdata=None, data={"offices": event.offices}),
        provinces=provinces or Provinces(formdata=None),
        expected=[(region.find(code), n) for code, n in places.by_province(event).items()],
        total=len(places.expected_seats(event)),
        everywhere=(region.find(region.NATIONAL), *region.provinces()),
    )
