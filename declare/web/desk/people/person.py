"""The organiser's page of one participant: data, certificate, messages."""

from __future__ import annotations

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select, select

from declare.certificates import service as certificates
from declare.core import nip as nips
from declare.database import db
from declare.errors import Conflict, NotFound
from declare.messages import service as messages
from declare.messages.models import Message
from declare.outreach import letters
from declare.pledges import correction, revocation, tally
from declare.presence import service as presence
from declare.registrations import links, requests, rows
from declare.registrations.models import Registration, Standing
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.desk.audited import write_audit


@allow("organiser")
def show(slug: str, registration: str) -> ResponseReturnValue:
    """All data of a participant, but link and code (`link.show_link`)."""
    session, person = db.session(), _find(registration)
    pledge = tally.current(session, person)
    digits = rows.nip(keyring(), person)
    return render_template(
        "desk/people/show.html",
        event=g.event,
        person=person,
        nip=nips.mask(digits) if digits else "",
        doubts=nips.read(digits).warnings if digits else (),
        seatmates=rows.seatmates(session, person),
        pledge=pledge,
        present_at=presence.first_at(session, person),
        certificate=certificates.of_pledge(session, pledge.id) if pledge else None,
        correction=correction.last(session, pledge) if pledge else None,
        asked=requests.last(session, person),
        revoked=revocation.of(session, person),
        mails=session.scalars(_mails(person).order_by(Message.id.desc())).all(),
    )


@allow("organiser")
def send_link(slug: str, registration: str) -> ResponseReturnValue:
    """Send link and code again. Raises Conflict unless the participant is admitted."""
    person = _find(registration)
    if person.standing != Standing.ADMITTED:
        raise Conflict
    letters.send_link(db.session(), g.event, person, now())
    write_audit("registration.link_sent", person.public_id)
    return _done(person, _("Tautan dan kode dikirim ulang."))


@allow("organiser")
def renew_link(slug: str, registration: str) -> ResponseReturnValue:
    """Replace link and code, for instance after a leak; the old ones stop working."""
    person = _find(registration)
    links.renew_link(db.session(), keyring(), person)
    write_audit("registration.link_renewed", person.public_id)
    return _done(person, _("Tautan dan kode lama tidak berlaku lagi. Sampaikan yang baru."))


@allow("organiser")
def send_again(slug: str, registration: str, message_id: int) -> ResponseReturnValue:
    """Queue a failed message again. Raises NotFound."""
    person = _find(registration)
    message = db.session.scalar(_mails(person).where(Message.id == message_id))
    if message is None:
        raise NotFound
    messages.send_again(db.session(), message, now())
    write_audit("message.sent_again", person.public_id)
    return _done(person, _("Pesan dikirim ulang."))


def _find(public_id: str) -> Registration:
    return rows.find(db.session(), g.event, public_id)


def _mails(person: Registration) -> Select[Message]:
    return select(Message).where(Message.registration_id == person.id)


def _done(person: Registration, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "done")
    return see_other("registrations_manage.show", slug=g.event.slug, registration=person.public_id)
