"""The statement and its signature, the page after it, and the receipt's "bukan saya"."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    make_response,
    render_template,
    request,
    session,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.attendance import service as attendance
from declare.certificates import service as certificates
from declare.core import region as regions
from declare.core.office import Office, position
from declare.database import db, writing
from declare.errors import DeclareError, Forbidden
from declare.events import service as events
from declare.events import showing
from declare.pledges import correction, service
from declare.pledges.forms import SigningForm
from declare.pledges.line import Line, Take
from declare.registrations import service as registrations
from declare.web import SAFE, allow, keyring, now, office_name, region_name, see_other

blueprint = Blueprint("pledges", __name__)


@blueprint.record_once
def _open(state: BlueprintSetupState) -> None:
    """Each process has a line for every event, by its slug."""
    state.app.extensions["lines"] = defaultdict(Line)


@blueprint.route("/acara/<slug>/ikrar", methods=["GET", "POST"])
@allow("participant", proves=True)
def sign(slug: str) -> ResponseReturnValue:
    """Read the statement and sign it. Signing again, from wherever, leads to the same page."""
    form = SigningForm()
    if not form.is_submitted():
        if service.current(db.session(), g.registration):
            return see_other("pledges.done", slug=slug)
        return _page(form, 200)
    if not form.validate():
        return _again(slug, form, 422)
    refusal = _stand_in_line(slug, service.Wish(g.claim, form.strokes, now()))
    if refusal is None:
        registrations.choose(session, slug, g.claim)
        return see_other("pledges.done", slug=slug)
    if not isinstance(refusal, service.SigningClosed | service.SigningNotOpen):
        raise refusal
    return _again(slug, form, 409)


def _stand_in_line(slug: str, wish: service.Wish) -> DeclareError | None:
    """Sign, together with who else does now. What the guard may have read is let go of first:
    nobody in line holds anything that another may need."""
    line: Line[service.Wish, DeclareError | None] = current_app.extensions["lines"][slug]
    db.session.remove()
    return line.stand(wish, partial(_sign_all, slug))


def _sign_all(slug: str, take: Take[service.Wish]) -> list[DeclareError | None]:
    session = db.session()
    with writing():
        try:
            event = events.find(session, slug)
            answers = service.sign_all(session, keyring(), event, certificates.issue, take)
            session.commit()
        except BaseException:
            session.rollback()
            raise
    return [answer if isinstance(answer, DeclareError) else None for answer in answers]


def _again(slug: str, form: SigningForm, status: int) -> ResponseReturnValue:
    """The form that was posted, for a person who until now was only claimed to be himself."""
    g.event = events.find(db.session(), slug)
    g.registration = registrations.present_in(db.session(), session, g.event, g.claim.public_id)
    if g.registration is None:
        raise Forbidden
    return _page(form, status)


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
    return render_template(
        "pledges/done.html",
        event=g.event,
        registration=g.registration,
        pledge=pledge,
        certificate=certificates.of_pledge(db.session(), pledge.id),
        asked=correction.last(db.session(), pledge),
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
        if pledge.revoked_at is None:
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
