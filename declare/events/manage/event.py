"""The list of an account's events, a new one, its identity and its schedule."""

from __future__ import annotations

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from declare.database import db
from declare.errors import Invalid
from declare.events import pictures, schedule, service, slugs
from declare.events.forms.event import Identity, NewEvent, Schedule
from declare.events.forms.pictures import drawn
from declare.events.manage.pages import blueprint, page, saved
from declare.web import allow, now, see_other


@blueprint.get("/")
@allow("account")
def index() -> ResponseReturnValue:
    """The events at which this account has a role."""
    events = service.of_account(db.session(), current_user.id)
    return render_template("events/index.html", events=events)


@blueprint.route("/acara-baru", methods=["GET", "POST"])
@allow("creator")
def create() -> ResponseReturnValue:
    """A new event, with its name and purpose; the rest is filled in page by page."""
    form = NewEvent()
    if not form.validate_on_submit():
        return page("create", form)
    slug = form.slug.data or slugs.propose(form.title.data)
    account = current_user._get_current_object()
    try:
        event = service.create(
            db.session(), account, slug, form.title.data, form.purpose.data, now()
        )
    except Invalid as fault:
        form.slug.errors = [str(fault)]
        return page("create", form)
    db.session.commit()
    return see_other("events_manage.preparation", slug=event.slug)


@blueprint.route("/acara/<slug>/identitas", methods=["GET", "POST"])
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
            service.rename(db.session(), event, form.slug.data, form.purpose.data)
        except Invalid as fault:
            form.slug.errors = [str(fault)]
            return page("identity", form)
    for field in ("title", "theme", "host", "election"):
        setattr(event, field, form[field].data)
    picture = drawn(form.logo)
    if picture is not None:
        kept = pictures.keep(db.session(), event, picture, public=True)
        event.host_logo = kept.digest
    elif form.drop_logo.data:
        event.host_logo = None
    return saved("event.identity")


@blueprint.route("/acara/<slug>/jadwal", methods=["GET", "POST"])
@allow("organiser")
def times(slug: str) -> ResponseReturnValue:
    """Letter of invitation, day, hours, zone, and where the video call is."""
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


@blueprint.get("/acara/<slug>/gambar/<digest>.png")
@allow("observer")
def picture(slug: str, digest: str) -> ResponseReturnValue:
    """A logo or a signature, also before the event is published."""
    found = pictures.find(db.session(), g.event, digest, public=False)
    return Response(found.small, mimetype="image/png", headers={"Cache-Control": "private"})
