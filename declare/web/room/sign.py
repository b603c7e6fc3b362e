"""The page that shows the statement and takes the signature, and the page after signing."""

from __future__ import annotations

from functools import partial

from flask import (
    current_app,
    flash,
    g,
    render_template,
    session,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.certificates import service as certificates
from declare.core import region as regions
from declare.core.office import Office, position
from declare.counts import service as counts
from declare.database import db, writing
from declare.errors import DeclareError, Forbidden
from declare.events import catalogue, event_page, wording
from declare.pledges import abstention, correction, signing, signing_window, tally
from declare.pledges.group_commit import GroupCommit, Take
from declare.registrations import requests
from declare.web import identity, not_in, organiser_browser
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.room.sign_forms import SigningForm
from declare.web.words import office_name, region_name


@allow("participant", proves=True)
def sign(slug: str) -> ResponseReturnValue:
    """Show the statement, or sign it. Signing twice, on any device, leads to the same page."""
    form = SigningForm()
    if not form.is_submitted():
        if tally.current(db.session(), g.registration):
            return see_other("pledges.done", slug=slug)
        return _page(form, 200)
    if not form.validate():
        return _again(slug, form, 422)
    wanted = signing.SigningRequest(
        g.claim,
        form.strokes,
        now(),
        organiser_browser=organiser_browser.is_organisers(),
        seen=form.seen.data or "",
    )
    refusal = _sign_in_group(slug, wanted)
    if refusal is None:
        identity.choose(session, slug, g.claim)
        return see_other("pledges.done", slug=slug)
    if isinstance(refusal, Forbidden):
        return not_in.refusal(catalogue.find(db.session(), slug))
    if not isinstance(refusal, _SHOWN):
        raise refusal
    return _again(slug, form, 409)


_SHOWN = (signing_window.SigningClosed, signing_window.SigningNotOpen, signing.WordsChanged)
"""Refusals that the form itself explains."""


def _sign_in_group(slug: str, wanted: signing.SigningRequest) -> DeclareError | None:
    """Submit the request to the event's group commit; return the error, if it was refused.

    The session is let go of first: a thread that waits must hold no lock and no connection.
    """
    commit: GroupCommit[signing.SigningRequest, DeclareError | None] = current_app.extensions[
        "group_commits"
    ][slug]
    db.session.remove()
    return commit.submit(wanted, partial(_sign_all, slug))


def _sign_all(slug: str, take: Take[signing.SigningRequest]) -> list[DeclareError | None]:
    session = db.session()
    with writing():
        try:
            event = catalogue.find(session, slug)
            answers = signing.sign_all(session, keyring(), event, take)
            session.commit()
        except BaseException:
            session.rollback()
            raise
    return [answer if isinstance(answer, DeclareError) else None for answer in answers]


def _again(slug: str, form: SigningForm, status: int) -> ResponseReturnValue:
    """The posted form again, once the claimed identity has been proved. Raises Forbidden."""
    g.event = catalogue.find(db.session(), slug)
    g.registration = identity.present_in(db.session(), session, g.event, g.claim.public_id, now())
    if g.registration is None:
        raise Forbidden
    return _page(form, status)


def _page(form: SigningForm, status: int) -> ResponseReturnValue:
    form.registration.data, form.seen.data = g.registration.public_id, g.registration.seen
    page = render_template(
        "room/sign.html",
        event=g.event,
        form=form,
        registration=g.registration,
        words=wording.wording(g.event),
        digest=event_page.digest(g.event),
        state=signing_window.state(g.event, now()),
        represented=_represented(),
        changed=status == 409,
        asked=requests.last(db.session(), g.registration),
    )
    return page, status


def _represented() -> str:
    """The position that a delegate represents, or an empty text."""
    person = g.registration
    if not person.represents:
        return ""
    office, region = Office(person.represents), regions.find(person.region)
    return position(office, region) or f"{office_name(office)}, {region_name(region.code)}"


@allow("participant")
def done(slug: str) -> ResponseReturnValue:
    """Show what was recorded, and link the certificate."""
    pledge = tally.current(db.session(), g.registration)
    if pledge is None:
        return see_other("registrations.room", slug=slug)
    return render_template(
        "room/done.html",
        event=g.event,
        registration=g.registration,
        pledge=pledge,
        certificate=certificates.of_pledge(db.session(), pledge.id),
        correction=correction.last(db.session(), pledge),
        asked=requests.last(db.session(), g.registration),
        registered=counts.count(db.session(), g.event, now()).registered,
    )


@allow("participant")
def decline(slug: str) -> ResponseReturnValue:
    """Choose not to sign."""
    abstention.decline(db.session(), g.event, g.registration, now())
    db.session.commit()
    identity.remember(session, g.event, g.registration)
    flash(_("Pilihan tercatat. Hanya panitia yang dapat melihatnya."), "done")
    return see_other("registrations.room", slug=slug)
