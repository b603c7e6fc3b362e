"""Default-deny: one guard before every view, which knows only the rule that the view states."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from declare.accounts import service as accounts
from declare.accounts.models import Role
from declare.database import db
from declare.errors import NotFound
from declare.events import catalogue
from declare.registrations import links
from declare.web import identity
from declare.web.context import SAFE

Answer = Response | None


def guard() -> Answer:
    """Answer instead of the view, or let it run."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    rule = getattr(view, "access", "")
    check = _CHECKS.get(rule)
    if check is None:
        abort(403)
    if rule in _MEMBERS and (answer := _account()) is not None:
        return answer  # before anything is looked up: strangers learn of no draft
    slug = (request.view_args or {}).get("slug")
    if slug is not None:
        if rule == "participant" and getattr(view, "proves", False) and _claims(slug):
            return None  # to be proved by the view, before it does anything
        g.event = catalogue.find(db.session, slug)
        if not g.event.published and rule not in _MEMBERS:
            raise NotFound
    return check()


def _anyone() -> Answer:
    return None


_WITH_ONE_TIME_PASSWORD = {"accounts.password", "accounts.sign_out"}


def _account() -> Answer:
    if current_user.is_authenticated:
        if current_user.one_time and request.endpoint not in _WITH_ONE_TIME_PASSWORD:
            return redirect(url_for("accounts.password"), 303)
        return None
    target = request.full_path.rstrip("?") if request.method in SAFE else None
    return redirect(url_for("accounts.sign_in", next=target), 303)


def _creator() -> Answer:
    answer = _account()
    if answer is None and not current_user.may_create:
        abort(403)
    return answer


def _member(*roles: Role) -> Callable[[], Answer]:
    def check() -> Answer:
        g.role = accounts.role(db.session, current_user.id, g.event.id)
        if g.role not in roles:
            abort(403)
        return None

    return check


def _claims(slug: str) -> bool:
    """Whether this is a form for a person whose link this browser, by its cookie, once brought. Who
    says nothing of the kind, or too little, is looked up and answered as everywhere."""
    g.claim = identity.claim(session, slug, _chosen())
    return g.claim is not None


def _chosen() -> str | None:
    """Whom a form names."""
    return request.form.get("registration") if request.method not in SAFE else None


def _participant() -> Answer:
    """The person whose link or code this browser brought; the form's own word comes first."""
    chosen = _chosen()
    g.registration = identity.present_in(db.session, session, g.event, chosen)
    if g.registration is None and request.method in SAFE:
        return redirect(url_for("registrations.enter", slug=g.event.slug), 303)
    if g.registration is None:
        abort(403)
    if chosen is None and request.method not in SAFE:
        abort(400)  # A form names its person: a cookie never decides who acts.
    g.claim = links.Claim.of(g.registration)
    return None


_MEMBERS = {"observer", "organiser"}
_CHECKS: dict[str, Callable[[], Answer]] = {
    "anyone": _anyone,
    "participant": _participant,
    "account": _account,
    "creator": _creator,
    "observer": _member(Role.ORGANISER, Role.OBSERVER),
    "organiser": _member(Role.ORGANISER),
}
