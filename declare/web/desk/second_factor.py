"""The second factor of one's own account: answering, enrolling, recovery codes."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit
from declare.accounts import second_factor as factors
from declare.accounts.models import AccountSession, SecondFactor
from declare.database import db
from declare.press import qr
from declare.web import account_session, asked_factor
from declare.web.access import allow
from declare.web.asked_factor import CodeForm
from declare.web.context import keyring, now, see_other
from declare.web.desk import account_notice
from declare.web.desk.account_forms import SignIn
from declare.web.guard import refuse_unproved
from declare.web.local_path import local_path


@allow("account")
def second_factor() -> ResponseReturnValue:
    """Ask for the code after a sign-in, or show that it was given."""
    form, account_id = CodeForm(), current_user.id
    if not factors.in_force(db.session(), account_id):
        return see_other("accounts.enrol")
    if not form.validate_on_submit():
        answered = asked_factor.answered_at() is not None
        left = factors.codes_left(db.session(), account_id) if answered else 0
        return render_template("desk/account/code.html", form=form, answered=answered, left=left)
    target = local_path(request.args.get("next", ""))
    onward = redirect(target, 303) if target else see_other("events_manage.index")
    if asked_factor.answered_at() is not None:
        return onward  # a second click on the same button
    before = factors.codes_left(db.session(), account_id)
    fault = asked_factor.answer(form.otp.data or "")
    if fault and asked_factor.is_answered_meanwhile():
        return onward
    if fault:
        form.otp.errors, form.otp.data = [fault], ""
        return render_template("desk/account/code.html", form=form, answered=False, left=0), 422
    left = factors.codes_left(db.session(), account_id)
    if left < before:
        flash(_("Kode cadangan terpakai. Sisanya: %(n)s.", n=left), "warning")
    return onward


@allow("account")
def enrol() -> ResponseReturnValue:
    """Begin with a secret of one's own, and confirm it by the first code.

    Asks the password again where the session is older: whoever finds a browser signed in must not
    shut its account out. Raises UnprovedAccount: a factor outlives the mailed link that gives the
    account to its owner.
    """
    refuse_unproved()
    account, form = current_user, CodeForm()
    factor = factors.of(db.session(), account.id)
    if factor is not None and factor.confirmed_at is not None:
        return see_other("accounts.second_factor")
    if _is_old(account_session.current()):
        again = SignIn(formdata=None, email=account.email)
        page = render_template("desk/account/sign_in_first.html", form=again)
        return page, 422 if form.is_submitted() else 200
    if not form.validate_on_submit():
        return _enrolment(factor, form)
    if factor is None:
        factor = factors.begin(db.session(), keyring().data, account.id, now())
        db.session.commit()
        return see_other("accounts.enrol")
    recovery = factors.confirm(db.session(), keyring().data, factor, form.otp.data or "", now())
    if recovery is None:
        form.otp.errors = [_("Kode tidak cocok. Tunggu kode berikutnya, lalu coba lagi.")]
        return _enrolment(factor, form), 422
    _audit("account.factor_confirmed")
    account_notice.tell(account, "factor")
    asked_factor.remember()
    db.session.commit()
    return render_template("desk/account/recovery_codes.html", codes=recovery)


def _is_old(row: AccountSession | None) -> bool:
    return row is None or now() - row.created_at > factors.SET_UP


def _enrolment(factor: SecondFactor | None, form: CodeForm) -> str:
    if factor is None:
        return render_template("desk/account/enrol.html", form=form, secret="", symbol=None)
    secret = factors.secret(keyring().data, factor)
    form.otp.data = ""
    return render_template(
        "desk/account/enrol.html",
        form=form,
        required=factor.required,
        secret=secret,
        symbol=symbol(secret),
    )


def symbol(secret: str) -> qr.SvgSymbol:
    """The QR of a secret, for the authenticator app."""
    host = current_app.extensions["declare"].host
    return qr.secret_svg(factors.uri(secret, current_user.email, f"Panitia {host}"))


@allow("account", fresh="all")
def recovery_codes() -> ResponseReturnValue:
    """Replace the recovery codes, and show the new ones once."""
    if not factors.in_force(db.session(), current_user.id):
        return see_other("accounts.enrol")
    recovery = factors.renew_codes(db.session(), keyring().data, current_user.id)
    _audit("account.recovery_codes_renewed")
    db.session.commit()
    flash(_("Kode cadangan yang lama tidak berlaku lagi."), "done")
    return render_template("desk/account/recovery_codes.html", codes=recovery)


def _audit(what: str) -> None:
    account_id = current_user.id
    audit.write(db.session(), None, account_id, what, now(), about=account_id)
