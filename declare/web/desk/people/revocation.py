"""Revoking a pledge after a confirmation, with a reason that every verification shows."""

from __future__ import annotations

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.core.reason import Reason
from declare.database import db
from declare.pledges import revocation, tally
from declare.pledges.correction import NotSigned
from declare.pledges.correction_decision import DecidedBy
from declare.registrations import rows
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.desk.audited import write_audit
from declare.web.desk.proposals import withheld
from declare.web.forms.correction import RevocationForm


@allow("organiser", fresh="code")
def revoke(slug: str, registration: str) -> ResponseReturnValue:
    """Show the effects of a revocation, and revoke with a reason. Raises NotSigned."""
    person, form = rows.find(db.session(), g.event, registration), RevocationForm()
    pledge = tally.current(db.session(), person)
    if pledge is None and not form.is_submitted():
        return see_other("registrations_manage.show", slug=slug, registration=registration)
    if pledge is None:
        raise NotSigned
    if not form.validate_on_submit():
        page = render_template(
            "desk/people/revoke.html", event=g.event, form=form, person=person, pledge=pledge
        )
        return page, 422 if form.is_submitted() else 200
    if (proposed := withheld(registration, pledge=str(pledge.ordinal))) is not None:
        return proposed
    reason = Reason(form.reason.data)
    by = DecidedBy(current_user.id, now())
    revocation.revoke(db.session(), keyring(), g.event, person, by, reason=reason)
    write_audit("pledge.revoked", f"ke-{pledge.ordinal}")
    db.session.commit()
    flash(_("Ikrar dicabut dan tidak dihitung lagi."), "done")
    return see_other("registrations_manage.show", slug=slug, registration=registration)
