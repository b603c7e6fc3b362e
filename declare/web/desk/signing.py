"""The signing window for organisers: each step is a page that says what it does, then a POST."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit
from declare.counts import service as counts
from declare.database import db
from declare.pledges import signing_window
from declare.web.access import allow
from declare.web.context import now, see_other

Step = Callable[..., None]


@allow("conductor")
def control(slug: str) -> ResponseReturnValue:
    """The state of the window, the number of signers, and the steps that are possible."""
    at = now()
    return render_template(
        "desk/signing/control.html",
        event=g.event,
        state=signing_window.state(g.event, at),
        count=counts.count(db.session(), g.event, at),
        remaining=_seconds_left(at),
    )


def _seconds_left(at: datetime) -> int:
    closes = g.event.closes_at
    return max(0, int((closes - at).total_seconds())) if closes else 0


@allow("conductor")
def open_signing(slug: str) -> ResponseReturnValue:
    """Open signing."""
    return _step("open", "signing.opened", signing_window.open_signing)


@allow("conductor")
def pause(slug: str) -> ResponseReturnValue:
    """Pause signing."""
    return _step("pause", "signing.paused", signing_window.pause)


@allow("conductor")
def resume(slug: str) -> ResponseReturnValue:
    """Resume signing after a pause."""
    return _step("resume", "signing.resumed", signing_window.resume)


@allow("conductor")
def close(slug: str) -> ResponseReturnValue:
    """Begin the countdown that ends with signing closed for good."""
    return _step("close", "signing.closing", signing_window.begin_closing)


@allow("conductor")
def cancel(slug: str) -> ResponseReturnValue:
    """Stop the countdown."""
    return _step("cancel", "signing.closing_cancelled", signing_window.cancel_closing)


def _step(name: str, what: str, step: Step) -> ResponseReturnValue:
    """Ask, or take the step. One that is not possible any more leads back to the control page."""
    if request.method != "POST":
        state = signing_window.state(g.event, now())
        return render_template("desk/signing/step.html", event=g.event, step=name, state=state)
    try:
        step(db.session(), g.event, now())
    except signing_window.WrongStep:
        db.session.rollback()
        flash(_("Keadaan penandatanganan sudah berubah. Periksa kembali."), "warning")
        return see_other("pledges_manage.control", slug=g.event.slug)
    audit.write(db.session(), g.event.id, current_user.id, what, now())
    db.session.commit()
    return see_other("pledges_manage.control", slug=g.event.slug)
