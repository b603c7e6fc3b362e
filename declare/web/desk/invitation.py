"""Accepting an invitation: the link proves the mailbox; only here a first password is set."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit, invitations, second_factor
from declare.accounts.models import Account, Invitation
from declare.database import db
from declare.errors import Conflict, Invalid, NotFound
from declare.events import catalogue
from declare.events.models import Event
from declare.web import account_session
from declare.web.access import allow
from declare.web.context import SAFE, keyring, now, see_other
from declare.web.desk.account_forms import OwnAccount
from declare.web.guard import account_refusal

_LINK = "invitation"
"""Where the browser's session keeps the link while its account signs in: no address of the sign-in
page holds it."""


@allow("anyone")
def accept(token: str) -> ResponseReturnValue:
    """Show an invitation, and accept it. Raises NotFound and InvitationEnded."""
    invitation = invitations.by_token(db.session(), token, now())
    event = db.session().get_one(Event, invitation.event_id)
    account = invitations.account_of(db.session(), invitation)
    if account is None and current_user.is_authenticated and not _is_own(invitation):
        # A new account of another mailbox is made by nobody who believes to be in his own.
        return _page(event, invitation), 200 if request.method in SAFE else Conflict.status
    if account is None:
        return _with_password(event, invitation)
    return _as_account(event, invitation, account, token)


@allow("anyone")
def pending() -> ResponseReturnValue:
    """Back to the invitation that this browser opened before it signed in."""
    token = session.get(_LINK)
    if token is None:
        raise NotFound
    return redirect(url_for("accounts.accept", token=token), 303)


def _is_own(invitation: Invitation) -> bool:
    """Whether it is for the signed-in account, whose mailbox has not answered yet."""
    return bool(current_user.email == invitation.email)


def _with_password(event: Event, invitation: Invitation) -> ResponseReturnValue:
    form = OwnAccount()
    if not form.validate_on_submit():
        return _page(event, invitation, form=form), 422 if form.is_submitted() else 200
    try:
        account = invitations.accept_with_password(
            db.session(),
            event,
            invitation,
            now(),
            name=form.name.data,
            password=form.password.data,
        )
    except Invalid as fault:
        db.session.rollback()
        form.password.errors = [str(fault)]
        return _page(event, invitation, form=form), fault.status
    _accepted(event, invitation, account)
    account_session.begin(account)
    db.session.commit()
    return _done(event)


def _as_account(
    event: Event, invitation: Invitation, account: Account, token: str
) -> ResponseReturnValue:
    signed_in = current_user.is_authenticated and current_user.id == account.id
    if request.method in SAFE:
        session[_LINK] = token
        return _page(event, invitation, account=account, signed_in=signed_in)
    if not signed_in:
        return redirect(url_for("accounts.sign_in", next=url_for("accounts.pending")), 303)
    if (refusal := account_refusal()) is not None:
        return refusal
    invitations.accept(db.session(), event, invitation, account, now())
    _accepted(event, invitation, account)
    db.session.commit()
    session.pop(_LINK, None)
    return _done(event)


def _accepted(event: Event, invitation: Invitation, account: Account) -> None:
    """Write it down; above observer at a live event the second factor is required from now on."""
    audit.write(
        db.session(),
        event.id,
        account.id,
        "invitation.accepted",
        now(),
        detail=invitation.role,
        about=account.id,
    )
    if catalogue.runs_live(db.session(), account.id):
        second_factor.begin(db.session(), keyring().data, account.id, now(), required=True)


def _done(event: Event) -> ResponseReturnValue:
    flash(_("Undangan diterima."), "done")
    return see_other("events_manage.index")


def _page(event: Event, invitation: Invitation, **values: object) -> str:
    return render_template(
        "desk/account/invitation.html", shown=event, invitation=invitation, **values
    )
