"""A participant's link and code, shown to an organiser: only by a POST, which is recorded.

Whoever sees a link can act as the participant, so the audit log says who saw which.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import g, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.core import code as codes
from declare.database import db
from declare.errors import Conflict
from declare.registrations import links, rows
from declare.registrations.models import Registration, Standing
from declare.web.access import allow
from declare.web.context import keyring
from declare.web.desk.audited import write_audit


@allow("organiser")
def show_link(slug: str, registration: str) -> ResponseReturnValue:
    """Show link and code, for reading out on the telephone; the audit log keeps who saw them."""
    person = _admitted(registration)
    return _shown("registration.link_shown", person, chat="")


@allow("organiser")
def whatsapp(slug: str, registration: str) -> ResponseReturnValue:
    """A page with the one `wa.me` link that hands link and code to the participant's telephone."""
    person = _admitted(registration)
    if not person.phone:
        raise Conflict
    return _shown("registration.link_for_whatsapp", person, chat=_chat(person))


def _admitted(public_id: str) -> Registration:
    """The participant. Raises NotFound, and Conflict where no link works."""
    person = rows.find(db.session(), g.event, public_id)
    if person.standing != Standing.ADMITTED:
        raise Conflict
    return person


def _shown(what: str, person: Registration, chat: str) -> ResponseReturnValue:
    page = render_template(
        "desk/people/link.html",
        event=g.event,
        person=person,
        link=_link(person),
        code=links.code(keyring(), person),
        chat=chat,
    )
    write_audit(what, person.public_id)
    db.session.commit()
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _link(person: Registration) -> str:
    return links.link(keyring(), g.event.base_url, person)


def _chat(person: Registration) -> str:
    """The address at which WhatsApp opens with the message written, not sent."""
    text = _(
        "Yth. %(name)s, tautan pribadi Bapak/Ibu untuk %(event)s: %(link)s\n"
        "Kode peserta: %(code)s\n"
        "Tautan dan kode ini hanya untuk Bapak/Ibu. Mohon tidak diteruskan kepada pihak lain.",
        name=person.printed_name,
        event=g.event.title,
        link=_link(person),
        code=codes.printed(links.code(keyring(), person)),
    )
    digits = "".join(character for character in person.phone if character.isdecimal())
    return f"https://wa.me/{digits}?{urlencode({'text': text})}"
