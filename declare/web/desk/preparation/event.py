"""The list of an account's events, a new one, its identity and its schedule."""

from __future__ import annotations

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from declare.database import db
from declare.errors import Invalid
from declare.events import catalogue, pictures, schedule, slugs
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.desk.preparation.event_forms import Identity, NewEvent, Schedule
from declare.web.desk.preparation.pages import page, saved
from declare.web.forms.pictures import drawn


@allow("account")
def index() -> ResponseReturnValue:
    """The events at which this account has a role."""
    events = catalogue.of_account(db.session(), current_user.id)
    return render_template("desk/preparation/index.html", events=events)


@allow("creator")
def create() -> ResponseReturnValue:
    """Create an event from its name and purpose."""
    form = NewEvent()
    if not form.validate_on_submit():
        return page("create", form)
    slug = form.slug.data or slugs.propose(form.title.data)
    account = current_user._get_current_object()
    try:
        event = catalogue.create(
            db.session(), account, slug, form.title.data, form.purpose.data, now()
        )
    except Invalid as fault:
        form.slug.errors = [str(fault)]
        return page("create", form)
    db.session.commit()
    return see_other("events_manage.preparation", slug=event.slug)


@allow("organiser")
def identity(slug: str) -> ResponseReturnValue:
    """Name, theme, host and, until it is published, address and purpose."""
    event = g.event
    form = Identity(obj=event)
    if event.published:
        del form.purpose, form.slug
    if not form.validate_on_submit():
        return page("identity", form)
    if not event.published:
        try:
            catalogue.rename(db.session(), event, form.slug.data, form.purpose.data)
        except Invalid as fault:
            form.slug.errors = [str(fault)]
            return page("identity", form)
    for field in ("title", "theme", "host", "election"):
        setattr(event, field, form[field].data)
    picture = drawn(form.logo)
    if picture is not None:
        logo = pictures.keep(db.session(), event, picture, public=True)
        event.host_logo = logo.digest
    elif form.drop_logo.data:
        event.host_logo = None
    return saved("event.identity")


@allow("organiser")
def times(slug: str) -> ResponseReturnValue:
    """Letter of invitation, day, hours, zone and video call."""
    event = g.event
    form = Schedule(
        obj=event,
        on=schedule.day(event),
        starts=schedule.clock(event.starts_at, event.zone),
        ends=schedule.clock(event.ends_at, event.zone),
    )
    if not form.validate_on_submit():
        return page("schedule", form)
    for field in ("letter_number", "letter_date", "call_url"):
        setattr(event, field, form[field].data)
    schedule.reschedule(event, form.on.data, form.starts.data, form.ends.data, form.zone.data)
    return saved("event.schedule")


@allow("observer")
def picture(slug: str, digest: str) -> ResponseReturnValue:
    """A logo or a signature, also before the event is published."""
    stored = pictures.find(db.session(), g.event, digest, public=False)
    return Response(stored.small, mimetype="image/png", headers={"Cache-Control": "no-store"})
