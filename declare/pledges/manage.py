"""The door of signing, as organisers move it: each step says first what it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import service as accounts
from declare.attendance import service as attendance
from declare.database import db
from declare.pledges import service
from declare.web import allow, now, see_other

blueprint = Blueprint("pledges_manage", __name__, url_prefix="/panitia")

Step = Callable[..., None]


@blueprint.get("/acara/<slug>/penandatanganan")
@allow("organiser")
def control(slug: str) -> ResponseReturnValue:
    """Where the door stands, how many have signed, and the steps that are possible."""
    at = now()
    return render_template(
        "pledges/control.html",
        event=g.event,
        door=service.state(g.event, at),
        count=attendance.count(db.session(), g.event, at),
        remaining=_seconds_left(at),
    )


def _seconds_left(at: datetime) -> int:
    closes = g.event.closes_at
    return max(0, int((closes - at).total_seconds())) if closes else 0


@blueprint.route("/acara/<slug>/penandatanganan/buka", methods=["GET", "POST"])
@allow("organiser")
def open_signing(slug: str) -> ResponseReturnValue:
    """Open signing."""
    return _step("open", "signing.opened", service.open_signing)


@blueprint.route("/acara/<slug>/penandatanganan/jeda", methods=["GET", "POST"])
@allow("organiser")
def pause(slug: str) -> ResponseReturnValue:
    """Pause signing."""
    return _step("pause", "signing.paused", service.pause)


@blueprint.route("/acara/<slug>/penandatanganan/lanjutkan", methods=["GET", "POST"])
@allow("organiser")
def resume(slug: str) -> ResponseReturnValue:
    """Resume signing after a pause."""
    return _step("resume", "signing.resumed", service.resume)


@blueprint.route("/acara/<slug>/penandatanganan/tutup", methods=["GET", "POST"])
@allow("organiser")
def close(slug: str) -> ResponseReturnValue:
    """Begin the countdown at whose end signing is closed for ever."""
    return _step("close", "signing.closing", service.begin_closing)


@blueprint.route("/acara/<slug>/penandatanganan/batal-tutup", methods=["GET", "POST"])
@allow("organiser")
def cancel(slug: str) -> ResponseReturnValue:
    """Stop the countdown."""
    return _step("cancel", "signing.closing_cancelled", service.cancel_closing)


def _step(name: str, what: str, step: Step) -> ResponseReturnValue:
    """Ask, or do it. A step that somebody else has made impossible leads back to the door."""
    if request.method != "POST":
        door = service.state(g.event, now())
        return render_template("pledges/step.html", event=g.event, step=name, door=door)
    try:
        step(db.session(), g.event, now())
    except service.WrongStep:
        db.session.rollback()
        flash(_("Keadaan penandatanganan sudah berubah. Periksa kembali."), "warning")
        return see_other("pledges_manage.control", slug=g.event.slug)
    accounts.record(db.session(), g.event.id, current_user.id, what, now())
    db.session.commit()
    return see_other("pledges_manage.control", slug=g.event.slug)
