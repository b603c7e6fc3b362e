"""Default-deny access: one function before every view, which enforces the view's rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from flask import abort, current_app, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from declare.accounts import second_factor, team
from declare.accounts.models import Role, SecondFactor
from declare.database import db
from declare.errors import Forbidden, NotFound
from declare.events import catalogue, hall
from declare.registrations import links
from declare.web import account_session, asked_factor, asked_password, identity, not_in
from declare.web.context import SAFE, now


class UnprovedAccount(Forbidden):
    """The mailbox of this account never answered: its roles only read."""


Refusal = Response | None
"""A redirect instead of the view, or None to let the view run."""


def guard() -> Refusal:
    """Enforce the rule of the view: redirect, abort, or let it run."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view, rule = current_app.view_functions[request.endpoint], _rule()
    check = _CHECKS.get(rule)
    if check is None:
        abort(403)
    if rule in _MEMBERS and (refusal := account_refusal()) is not None:
        return refusal  # before the event is looked up, so that strangers learn of no draft
    slug = (request.view_args or {}).get("slug")
    if slug is not None:
        if rule == "participant" and getattr(view, "proves", False) and _claims(slug):
            return None  # the view checks the claim under its lock
        g.event = catalogue.find(db.session, slug)
        if not g.event.published and rule not in _MEMBERS:
            raise NotFound
    refusal = check()
    if refusal is None and request.method not in SAFE:
        return _FRESH[getattr(view, "fresh", "")]()
    return refusal


def _anyone() -> Refusal:
    return None


_FRESH: dict[str, Callable[[], Refusal]] = {
    "": _anyone,
    "code": asked_factor.ask_again,
    "one": asked_password.ask_one,
    "all": asked_password.ask_all,
}


_ANSWERING = {"accounts.second_factor", "accounts.sign_out"}
_WITH_ONE_TIME_PASSWORD = {"accounts.password", "accounts.enrol", *_ANSWERING}


def account_refusal() -> Refusal:
    """To signing in, to the second factor or to a password of one's own, whichever is missing."""
    if not current_user.is_authenticated:
        return _to_sign_in()
    refusal = _second_factor()
    if refusal is not None:
        return refusal
    if current_user.one_time and request.endpoint not in _WITH_ONE_TIME_PASSWORD:
        return redirect(url_for("accounts.password"), 303)
    return None


def _path() -> str:
    return request.full_path.rstrip("?")


def _to_sign_in() -> Refusal:
    if request.method in SAFE:
        return redirect(url_for("accounts.sign_in", next=_path()), 303)
    if account_session.lapsed_account() is not None:
        # 307 sends the form along (RFC 9110, 15.4.8): that page keeps what was typed.
        return redirect(url_for("accounts.sign_in_again", next=_path()), 307)
    return redirect(url_for("accounts.sign_in"), 303)


def _second_factor() -> Refusal:
    """To the code, where this session has not given one; to enrolment, where that is required."""
    factor = second_factor.of(db.session(), current_user.id)
    if factor is None or request.endpoint in _ANSWERING or asked_factor.answered_at() is not None:
        return None
    if _is_left_alone(factor):
        return None
    if factor.confirmed_at is None:
        # Whoever never proved the mailbox only reads, and sets nothing up in the owner's place.
        proved = current_user.proved_at is not None
        owed = factor.required and proved and request.endpoint != "accounts.enrol"
        return redirect(url_for("accounts.enrol"), 303) if owed else None
    if request.method not in SAFE:
        return asked_factor.ask_again()
    return redirect(url_for("accounts.second_factor", next=_path()), 303)


def _is_left_alone(factor: SecondFactor) -> bool:
    """Whether the ceremony goes on without the second factor: its account runs one now, and the
    factor was demanded or set up elsewhere after this session had begun."""
    row = account_session.current()
    began_before = factor.confirmed_at is None or (
        row is not None and row.created_at < factor.confirmed_at
    )
    return (
        began_before
        and _rule() in _CEREMONY
        and hall.since(db.session(), current_user.id, now()) is not None
    )


def _rule() -> str:
    """The access rule of this request's view."""
    return str(getattr(current_app.view_functions[request.endpoint or ""], "access", ""))


_CEREMONY = {"conductor", "member"}
"""Rules of the views that open, pause, announce and close, and show what came of it."""


def _creator() -> Refusal:
    refusal = account_refusal()
    if refusal is None and not current_user.may_create:
        abort(403)
    return refusal or _proved()


def _organiser_or_administrator() -> Refusal:
    """An organiser of the event, or the instance's administrator, whose `g.role` may be None."""
    g.role = team.role(db.session, current_user.id, g.event.id)
    if not (current_user.admin or (g.role is not None and g.role.organises)):
        _refuse()
    return _proved()


def _administrator() -> Refusal:
    refusal = account_refusal()
    if refusal is None and not current_user.admin:
        abort(403)
    return refusal or _proved()


def _member(*roles: Role) -> Callable[[], Refusal]:
    def check() -> Refusal:
        g.role = team.role(db.session, current_user.id, g.event.id)
        if g.role not in roles:
            _refuse()
        return _proved()

    return check


def _refuse() -> NoReturn:
    """Refuse the signed-in account, which learns of no draft that it has no role at."""
    if g.role is None and not g.event.published:
        raise NotFound
    abort(403)


def _proved() -> Refusal:
    """A role only reads until the account's mailbox has answered."""
    if request.method not in SAFE:
        refuse_unproved()
    return None


def refuse_unproved() -> None:
    """Raise UnprovedAccount for an account whose mailbox never answered: others may know its
    password."""
    if current_user.proved_at is None:
        raise UnprovedAccount(
            _(
                "Alamat surel akun ini belum terbukti, sehingga akun hanya dapat melihat. "
                "Minta tautan lewat “Lupa sandi” pada halaman masuk, lalu ikuti tautan itu."
            )
        )


def _claims(slug: str) -> bool:
    """Whether form and cookie claim a registration (`g.claim`), which the view then checks.

    Without a claim the guard looks the participant up as for other views.
    """
    g.claim = identity.claim(session, slug, _chosen())
    return g.claim is not None


def _chosen() -> str | None:
    """The registration that a form names, by public id."""
    return request.form.get("registration") if request.method not in SAFE else None


def _participant() -> Refusal:
    """Set `g.registration`: the one that the form names, or on a GET the last that came in."""
    chosen = _chosen()
    g.registration = identity.present_in(db.session, session, g.event, chosen, now())
    if g.registration is None and request.method in SAFE:
        return redirect(url_for("registrations.enter", slug=g.event.slug), 303)
    if g.registration is None:
        return not_in.refusal(g.event)
    if chosen is None and request.endpoint not in _NEVER_ASK and _is_undecided():
        return redirect(url_for("registrations.choose", slug=g.event.slug), 303)
    if chosen is None and request.method not in SAFE:
        abort(400)  # A form names its person: no cookie decides for whom an act counts.
    g.claim = links.Claim.of(g.registration)
    return None


_NEVER_ASK = {"registrations.news", "registrations.choose"}
"""Participants' views that go on while the browser has not said as whom."""


def _is_undecided() -> bool:
    return request.method in SAFE and bool(
        identity.undecided(db.session(), session, g.event, now())
    )


_MEMBERS = {
    "member",
    "observer",
    "conductor",
    "organiser",
    "organiser_or_administrator",
    "owner",
}
_CHECKS: dict[str, Callable[[], Refusal]] = {
    "anyone": _anyone,
    "participant": _participant,
    "account": account_refusal,
    "creator": _creator,
    "administrator": _administrator,
    "member": _member(*Role),
    "observer": _member(Role.OWNER, Role.ORGANISER, Role.OBSERVER),
    "conductor": _member(Role.OWNER, Role.ORGANISER, Role.CONDUCTOR),
    "organiser": _member(Role.OWNER, Role.ORGANISER),
    "organiser_or_administrator": _organiser_or_administrator,
    "owner": _member(Role.OWNER),
}
