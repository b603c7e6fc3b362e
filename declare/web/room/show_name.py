"""A participant's consent to a public name: given and withdrawn in the room, at any time."""

from __future__ import annotations

from flask import flash, g, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.database import db
from declare.registrations import rows
from declare.web import identity
from declare.web.access import allow
from declare.web.context import see_other


@allow("participant")
def show_name(slug: str) -> ResponseReturnValue:
    """Show the participant's name on public pages, or no longer."""
    shows = request.form.getlist("show_name") == ["y"]
    rows.show_name(db.session(), g.registration, shows=shows)
    db.session.commit()
    identity.remember(session, g.event, g.registration)
    if shows:
        flash(_("Nama Bapak/Ibu ditampilkan pada halaman publik acara ini."), "done")
    else:
        flash(_("Nama Bapak/Ibu tidak ditampilkan pada halaman publik acara ini."), "done")
    return see_other("registrations.room", slug=slug)
