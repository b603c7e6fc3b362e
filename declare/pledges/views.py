"""The statement and its signature, the page after it, and the receipt's "bukan saya"."""

from __future__ import annotations

from flask import Blueprint, flash, g, make_response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.attendance import service as attendance
from declare.certificates import service as certificates
from declare.core import region as regions
from declare.core.office import Office, position
from declare.database import db
from declare.events import service as events
from declare.events import showing
from declare.pledges import service
from declare.pledges.forms import SigningForm
from declare.registrations import service as registrations
from declare.web import SAFE, allow, keyring, now, office_name, region_name, see_other

blueprint = Blueprint("pledges", __name__)


@blueprint.route("/acara/<slug>/ikrar", methods=["GET", "POST"])
@allow("participant")
def sign(slug: str) -> ResponseReturnValue:
    """Read the statement and sign it. Signing again, from wherever, leads to the same page."""
    form = SigningForm()
    if not form.validate_on_submit():
        if not form.is_submitted() and service.current(db.session(), g.registration):
            return see_other("pledges.done", slug=slug)
        return _page(form, 422 if form.is_submitted() else 200)
    try:
        _sign(form)
    except (service.SigningClosed, service.SigningNotOpen):
        db.session.rollback()
        return _page(form, 409)
    db.session.commit()
    registrations.remember(session, g.event, g.registration)
    return see_other("pledges.done", slug=slug)


def _sign(form: SigningForm) -> None:
    service.sign(
        db.session(),
        keyring(),
        g.event,
        g.registration,
        certificates.issue,
        form.strokes,
        now(),
    )


def _page(form: SigningForm, status: int) -> ResponseReturnValue:
    form.registration.data = g.registration.public_id
    page = render_template(
        "pledges/sign.html",
        event=g.event,
        form=form,
        registration=g.registration,
        words=events.wording(g.event),
        digest=showing.digest(g.event),
        door=service.state(g.event, now()),
        represented=_represented(),
    )
    return page, status


def _represented() -> str:
    """The position that a delegate stands in for, or nothing."""
    person = g.registration
    if not person.represents:
        return ""
    office, region = Office(person.represents), regions.find(person.region)
    return position(office, region) or f"{office_name(office)}, {region_name(region.code)}"


@blueprint.get("/acara/<slug>/selesai")
@allow("participant")
def done(slug: str) -> ResponseReturnValue:
    """What was recorded, and the certificate."""
    pledge = service.current(db.session(), g.registration)
    if pledge is None:
        return see_other("registrations.room", slug=slug)
    certificate = certificates.of_pledge(db.session(), pledge.id)
    return render_template(
        "pledges/done.html",
        event=g.event,
        registration=g.registration,
        pledge=pledge,
        code=certificate.code if certificate else pledge.code,
        registered=attendance.count(db.session(), g.event, now()).registered,
    )


@blueprint.post("/acara/<slug>/tidak")
@allow("participant")
def decline(slug: str) -> ResponseReturnValue:
    """Choose not to sign."""
    service.decline(db.session(), g.event, g.registration, now())
    db.session.commit()
    registrations.remember(session, g.event, g.registration)
    flash(_("Pilihan tercatat. Hanya panitia yang dapat melihatnya."), "done")
    return see_other("registrations.room", slug=slug)


@blueprint.route("/m/<token>/bukan-saya", methods=["GET", "POST"])
@allow("anyone")
def deny(token: str) -> ResponseReturnValue:
    """Tell the organisers that somebody else has signed."""
    event, registration, pledge = service.by_denial(db.session(), keyring(), token)
    if request.method not in SAFE:
        service.deny(db.session(), registration, now())
        db.session.commit()
        return see_other("pledges.deny", token=token)
    page = render_template(
        "pledges/deny.html", event=event, registration=registration, pledge=pledge
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
