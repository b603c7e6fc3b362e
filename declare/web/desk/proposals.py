"""Acts that wait for a second organiser, where the event's owner asks for four eyes."""

from __future__ import annotations

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit, four_eyes, invitations, team
from declare.accounts.four_eyes import Act
from declare.database import db
from declare.errors import Conflict
from declare.registrations import rows
from declare.web.access import allow
from declare.web.context import now, see_other

_OWN = {"csrf_token", "proposal", "otp"}
"""Fields of a form that are no part of the act."""


def withheld(subject: str = "", **found: str) -> ResponseReturnValue | None:
    """The answer to an act that is only proposed now; None where it goes on: the event asks for no
    second organiser, or this is the second one. Called when the form is valid.

    `found`: what the act would find, which must be the same when it is confirmed.
    """
    event, account_id = g.event, current_user.id
    if not event.four_eyes:
        return None
    values = {name: value for name, value in request.form.items() if name not in _OWN}
    act = Act(request.endpoint or "", subject, values | found)
    number = request.form.get("proposal")
    if number is not None:
        four_eyes.confirm(db.session(), event, number, account_id, act, now())
        _audit("act.confirmed", f"#{number}")
        return None
    proposal = four_eyes.propose(db.session(), event, account_id, act, now())
    _audit("act.proposed", f"#{proposal.id}")
    db.session.commit()
    flash(_("Usulan tersimpan. Panitia lain perlu mengonfirmasi dalam 15 menit."), "done")
    return see_other("accounts_manage.proposals", slug=event.slug)


@allow("organiser")
def proposals(slug: str) -> ResponseReturnValue:
    """What waits for a second organiser, each with its act and its proposer."""
    waiting = four_eyes.waiting_for(db.session(), g.event, now())
    subjects = [each.proposal.subject for each in waiting]
    return render_template(
        "desk/team/proposals.html",
        event=g.event,
        waiting=waiting,
        names=rows.printed_names(db.session(), g.event, subjects),
        term=four_eyes.TERM,
    )


@allow("organiser")
def withdraw_proposal(slug: str, proposal_id: int) -> ResponseReturnValue:
    """End a proposal without doing it."""
    four_eyes.withdraw(db.session(), g.event, str(proposal_id), now())
    _audit("act.withdrawn", f"#{proposal_id}")
    db.session.commit()
    flash(_("Usulan ditarik."), "done")
    return see_other("accounts_manage.proposals", slug=slug)


@allow("owner", fresh="code")
def ask_for_two(slug: str) -> ResponseReturnValue:
    """Set whether the event asks for four eyes. Raises Conflict where there is one organiser."""
    wanted = request.form.get("four_eyes") == "y"
    organisers = [each for each in team.members(db.session(), g.event) if each.role.organises]
    if wanted and len(organisers) < 2:
        raise Conflict(_("Undang panitia kedua lebih dahulu."))
    g.event.four_eyes = wanted
    _audit("four_eyes.on" if wanted else "four_eyes.off", "")
    if wanted:
        _withdraw_invitations()
    db.session.commit()
    flash(_("Pengaturan tersimpan."), "done")
    return see_other("accounts_manage.members", slug=slug)


def _withdraw_invitations() -> None:
    """From now on the owner alone brings in organisers, those invited before included."""
    session, owner_id = db.session(), current_user.id
    for invitation in invitations.withdraw_of_others(session, g.event, owner_id, now()):
        _audit("invitation.withdrawn", f"#{invitation.id}")
        text = _("Undangan panitia untuk %(email)s ditarik.", email=invitation.email)
        flash(text, "warning")


def _audit(what: str, detail: str) -> None:
    audit.write(db.session(), g.event.id, current_user.id, what, now(), detail=detail)
