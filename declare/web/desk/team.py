"""The team of an event."""

from __future__ import annotations

from flask import flash, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit, directory, team
from declare.accounts.models import Role
from declare.database import db
from declare.errors import Invalid
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.desk.account_forms import Invitation


@allow("organiser")
def members(slug: str) -> ResponseReturnValue:
    """The members of the event; once after an invitation also the one-time password."""
    return _team(Invitation(formdata=None), credentials=session.pop("one_time", None))


@allow("organiser")
def invite(slug: str) -> ResponseReturnValue:
    """Give the account of an address a role."""
    form = Invitation()
    if not form.validate():
        return _team(form), 422
    role = Role(form.role.data)
    try:
        password = team.invite(db.session(), g.event, form.email.data, form.name.data, role, now())
    except Invalid as fault:
        form.email.errors = [str(fault)]
        return _team(form), fault.status
    invited = directory.by_email(db.session(), form.email.data)
    about = invited.id if invited else None
    audit.write(db.session(), g.event.id, current_user.id, f"{role}.invited", now(), about=about)
    db.session.commit()
    if password is not None:
        session["one_time"] = [form.email.data, password]
    flash(_("Undangan tersimpan."), "done")
    return see_other("accounts_manage.members", slug=slug)


@allow("organiser")
def remove(slug: str, account_id: int) -> ResponseReturnValue:
    """Ask, then end the role of an account at this event."""
    if request.method != "POST":
        member = team.member(db.session(), g.event, account_id)
        return render_template("desk/team/remove.html", event=g.event, member=member)
    account = team.remove(db.session(), g.event, account_id)
    audit.write(
        db.session(), g.event.id, current_user.id, "member.removed", now(), about=account.id
    )
    db.session.commit()
    flash(_("%(name)s bukan anggota lagi.", name=account.name), "done")
    return see_other("accounts_manage.members", slug=slug)


def _team(form: Invitation, credentials: list[str] | None = None) -> str:
    return render_template(
        "desk/team/members.html",
        event=g.event,
        form=form,
        members=team.members(db.session(), g.event),
        credentials=credentials,
    )
