"""Sign-in, sign-out, and changing the own password."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from declare.accounts import directory, passwords
from declare.accounts.models import Account
from declare.accounts.sign_in import begin_sign_in, finish_sign_in
from declare.database import db, reading
from declare.errors import TooManyAttempts
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.desk.account_forms import NewPassword, SignIn


@allow("anyone")
def sign_in() -> ResponseReturnValue:
    """Sign in with e-mail and password, and redirect to the requested local page."""
    form, target = SignIn(), _local(request.args.get("next", ""))
    if not form.validate_on_submit():
        if not form.is_submitted() and current_user.is_authenticated:
            return see_other("events_manage.index")
        return _sign_in_form(form, 422 if form.is_submitted() else 200)
    try:
        account = _authenticated(form.email.data, form.password.data)
    except TooManyAttempts as refusal:
        form.form_errors.append(str(refusal))
        return _sign_in_form(form, refusal.status)
    db.session.commit()
    if account is None:
        form.form_errors.append(_("Surel atau sandi tidak cocok."))
        return _sign_in_form(form, 422)
    login_user(account)
    if account.one_time:
        return see_other("accounts.password")
    return redirect(target, 303) if target else see_other("events_manage.index")


def _authenticated(email: str, password: str) -> Account | None:
    """The account, if the password is right. Hashes between two transactions: no signer waits."""
    with reading():
        attempt = begin_sign_in(db.session(), email, keyring().data, now())
        db.session.rollback()
    right = passwords.matches(attempt.password_hash, password)
    return finish_sign_in(db.session(), attempt, right, now())


def _sign_in_form(form: SignIn, status: int) -> ResponseReturnValue:
    return render_template("desk/account/sign_in.html", form=form), status


def _local(target: str) -> str:
    """`target` if it is a path of this site, or empty (`//host`, `/\\host`, `https:`)."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    odd = any(character == "\\" or not " " < character < "\x7f" for character in target)
    outside = parts.scheme or parts.netloc or not target.startswith("/") or target[1:2] == "/"
    return "" if odd or outside else target


@allow("account")
def sign_out() -> ResponseReturnValue:
    """End this browser's session as an organiser; that as a participant stays."""
    logout_user()
    return see_other("accounts.sign_in")


@allow("account")
def password() -> ResponseReturnValue:
    """Change the account's password, which ends its other sessions."""
    form = NewPassword()
    if not form.validate_on_submit():
        return _own_password(form, 422 if form.is_submitted() else 200)
    try:
        attempt = begin_sign_in(db.session(), current_user.email, keyring().data, now())
    except TooManyAttempts as refusal:
        form.form_errors.append(str(refusal))
        return _own_password(form, refusal.status)
    right = passwords.matches(attempt.password_hash, form.current.data)
    account = finish_sign_in(db.session(), attempt, right, now())
    if account is not None:
        directory.change_password(db.session(), account, form.password.data)
    db.session.commit()
    if account is None:
        form.current.errors = [_("Sandi sekarang tidak cocok.")]
        return _own_password(form, 422)
    login_user(account)
    flash(_("Sandi telah diganti. Sesi lain dari akun ini sudah berakhir."), "done")
    return see_other("events_manage.index")


def _own_password(form: NewPassword, status: int) -> ResponseReturnValue:
    return render_template("desk/account/password.html", form=form), status
