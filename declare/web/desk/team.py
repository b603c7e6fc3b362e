"""The team of an event: its members, invitations, and whom it belongs to."""

from __future__ import annotations

from flask import current_app, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit, invitations, team
from declare.accounts.models import Invitation, Role
from declare.database import db
from declare.errors import Invalid, TooManyAttempts
from declare.outreach import account_letters
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.desk.account_forms import InvitationForm


@allow("organiser")
def members(slug: str) -> ResponseReturnValue:
    """The members of the event, and its open invitations."""
    return _team(InvitationForm(formdata=None))


@allow("organiser")
def invite(slug: str) -> ResponseReturnValue:
    """Offer a role to an address, by mail."""
    form = InvitationForm()
    if not form.validate():
        return _team(form), 422
    role = Role(form.role.data)
    if g.event.four_eyes and role is Role.ORGANISER and g.role is not Role.OWNER:
        form.role.errors = [
            _("Selama konfirmasi dua panitia aktif, panitia baru diundang oleh pemilik acara.")
        ]
        return _team(form), 422
    try:
        invitation = invitations.invite(
            db.session(), keyring().link, g.event, current_user, form.email.data, role, now()
        )
    except (Invalid, TooManyAttempts) as fault:
        form.email.errors = [str(fault)]
        return _team(form), fault.status
    return _sent(invitation, f"{role}.invited")


@allow("organiser")
def resend(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Send an invitation once more, with a new link."""
    try:
        invitation = invitations.resend(db.session(), keyring().link, g.event, invitation_id, now())
    except TooManyAttempts as fault:
        flash(str(fault), "warning")
        return see_other("accounts_manage.members", slug=slug)
    return _sent(invitation, "invitation.resent")


def _sent(invitation: Invitation, what: str) -> ResponseReturnValue:
    base_url = current_app.extensions["declare"].public_url
    account_letters.send_invitation(db.session(), base_url, invitation, now())
    _audit(what, f"#{invitation.id}")
    db.session.commit()
    flash(_("Undangan dikirim lewat surel. Tautannya berlaku 72 jam."), "done")
    return see_other("accounts_manage.members", slug=g.event.slug)


@allow("organiser")
def withdraw(slug: str, invitation_id: int) -> ResponseReturnValue:
    """End an invitation that nobody accepted."""
    invitation = invitations.withdraw(db.session(), g.event, invitation_id, now())
    _audit("invitation.withdrawn", f"#{invitation.id}")
    db.session.commit()
    flash(_("Undangan ditarik. Tautannya tidak berlaku lagi."), "done")
    return see_other("accounts_manage.members", slug=slug)


@allow("organiser")
def remove(slug: str, account_id: int) -> ResponseReturnValue:
    """Ask, then end the role of an account at this event. Raises Conflict for the owner."""
    if request.method != "POST":
        member = team.member(db.session(), g.event, account_id)
        return render_template("desk/team/remove.html", event=g.event, member=member)
    account = team.remove(db.session(), g.event, account_id)
    invitations.withdraw_of(db.session(), g.event, account.id, now())
    _audit("member.removed", "", account.id)
    db.session.commit()
    flash(_("%(name)s bukan anggota lagi.", name=account.name), "done")
    return see_other("accounts_manage.members", slug=slug)


@allow("owner", fresh="code")
def hand_over(slug: str, account_id: int) -> ResponseReturnValue:
    """Ask, then make an organiser the owner of the event."""
    if request.method != "POST":
        member = team.member(db.session(), g.event, account_id)
        return render_template("desk/team/hand_over.html", event=g.event, member=member)
    account = team.hand_over(db.session(), g.event, current_user.id, account_id)
    _audit("owner.changed", "", account.id)
    db.session.commit()
    flash(_("%(name)s sekarang pemilik acara.", name=account.name), "done")
    return see_other("accounts_manage.members", slug=slug)


def _audit(what: str, detail: str, about: int | None = None) -> None:
    audit.write(db.session(), g.event.id, current_user.id, what, now(), detail=detail, about=about)


def _team(form: InvitationForm) -> str:
    return render_template(
        "desk/team/members.html",
        event=g.event,
        form=form,
        members=team.members(db.session(), g.event),
        invitations=invitations.pending(db.session(), g.event),
        now=now(),
    )
