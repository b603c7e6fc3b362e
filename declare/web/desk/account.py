"""Sign-in, sign-out, and changing the own password."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import directory, passwords, second_factor, throttle
from declare.accounts.models import Account
from declare.accounts.sign_in import (
    SignInAttempt,
    begin_own_password,
    begin_sign_in,
    finish_own_password,
    finish_sign_in,
)
from declare.accounts.throttle import Answer, Taken
from declare.database import db
from declare.errors import Invalid
from declare.events import catalogue
from declare.web import account_session, asked_factor
from declare.web.access import allow
from declare.web.caller import caller, remember_device, stranger
from declare.web.context import keyring, now, see_other
from declare.web.desk import account_notice
from declare.web.desk.account_forms import NewPassword, SignIn
from declare.web.local_path import local_path as _local
from declare.web.typed import FIELD, Typed


@allow("anyone")
def sign_in() -> ResponseReturnValue:
    """Sign in with e-mail and password, and redirect to the requested local page."""
    form, target = SignIn(), _local(request.args.get("next", ""))
    if not form.validate_on_submit():
        if not form.is_submitted() and current_user.is_authenticated:
            return see_other("events_manage.index")
        return _sign_in_form(form, 422 if form.is_submitted() else 200)
    attempt = _begun(form.email.data)
    if not attempt.allowed:
        return _sign_in_refused(form, attempt.taken)
    try:
        account = _authenticated(attempt, form.password.data)
    except passwords.NoPlaceFree as busy:
        return _busy(form, busy)
    if account is None:
        form.form_errors.append(_("Surel atau sandi tidak cocok."))
        return _sign_in_form(form, 422)
    _require_factor(account)
    _open(account)
    remember_device(attempt.taken.subject)
    if account.one_time:
        return see_other("accounts.password")
    return _entered(account, target)


def _entered(account: Account, target: str) -> ResponseReturnValue:
    """Where a sign-in leads to: to what was typed before, or to the requested page."""
    kept = request.form.get(FIELD, "")
    typed = Typed.opened(kept, account.id)
    if typed is not None:
        return render_template("desk/account/resume.html", typed=typed)
    if kept:
        flash(_("Isian yang tadi tidak dapat dilanjutkan. Isi sekali lagi."), "warning")
    return redirect(target, 303) if target else see_other("events_manage.index")


def _require_factor(account: Account) -> None:
    """Require a second factor of an account with a live event, also of a role older than it."""
    session = db.session()
    if not second_factor.in_force(session, account.id) and catalogue.runs_live(session, account.id):
        second_factor.begin(session, keyring().data, account.id, now(), required=True)


def _open(account: Account, answered: datetime | None = None) -> None:
    account_session.begin(account, answered)
    db.session.commit()


@allow("anyone")
def sign_in_again() -> ResponseReturnValue:
    """The sign-in page in the place of a form whose session had ended; it keeps what was typed."""
    account_id, path = account_session.lapsed_account(), _local(request.args.get("next", ""))
    if account_id is None or not path or path == url_for("accounts.sign_out"):
        return see_other("accounts.sign_in")
    form, typed = SignIn(formdata=None), Typed.of_request(account_id, path).sealed()
    kept = _("Sesi Anda sudah berakhir. Masuk lagi; isian Anda tidak hilang.")
    lost = _(
        "Sesi Anda sudah berakhir. Isian terlalu panjang untuk disimpan: masuk, lalu isi lagi."
    )
    form.form_errors = [kept if typed else lost]
    return _sign_in_form(form, 401, typed)


def _begun(email: str) -> SignInAttempt:
    """The attempt, counted and committed before its password is compared."""
    attempt = begin_sign_in(db.session(), email, keyring().data, caller(), now())
    db.session.commit()
    return attempt


def _authenticated(attempt: SignInAttempt, password: str) -> Account | None:
    """The account, if the password is right. Hashes between two transactions: no signer waits."""
    right = _matches(attempt, password)
    account = finish_sign_in(db.session(), attempt, right, now())
    db.session.commit()
    return account


def _matches(attempt: SignInAttempt, password: str) -> bool:
    """Compare the password. An attempt that finds no place for it is not counted."""
    try:
        return passwords.matches(attempt.password_hash, password, known=attempt.known)
    except passwords.NoPlaceFree:
        throttle.give_back(db.session(), attempt.taken)
        db.session.commit()
        raise


def _sign_in_refused(form: SignIn, taken: Taken) -> ResponseReturnValue:
    form.form_errors.append(_too_many(taken))
    return *_sign_in_form(form, 429), {"Retry-After": str(taken.retry_after)}


def _busy(form: SignIn, busy: passwords.NoPlaceFree) -> ResponseReturnValue:
    """The form once more, with what was typed, while all places for hashing are taken."""
    form.form_errors.append(_("Layanan masuk sedang sibuk. Coba lagi beberapa detik lagi."))
    return *_sign_in_form(form, busy.status), {"Retry-After": str(busy.retry_after)}


def _too_many(taken: Taken) -> str:
    if taken.answer is Answer.SLOW:
        slow: str = _(
            "Terlalu banyak percobaan pada akun ini. Coba lagi setelah 5 detik, "
            "atau minta tautan lewat surel dengan “Lupa sandi”."
        )
        return slow
    locked: str = _(
        "Terlalu banyak percobaan masuk dari jaringan ini. Coba lagi 15 menit lagi, "
        "atau minta tautan lewat surel dengan “Lupa sandi”."
    )
    return locked


def _sign_in_form(form: SignIn, status: int, typed: str | None = None) -> tuple[str, int]:
    if typed is None:
        typed = request.form.get(FIELD, "")
    return render_template("desk/account/sign_in.html", form=form, typed=typed), status


@allow("account")
def sign_out() -> ResponseReturnValue:
    """End this browser's session as an organiser; that as a participant stays."""
    account_session.end()
    db.session.commit()
    answer = see_other("accounts.sign_in")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@allow("account")
def password() -> ResponseReturnValue:
    """Change the account's password, which ends its other sessions."""
    form = NewPassword()
    if not form.validate_on_submit():
        return _own_password(form, 422 if form.is_submitted() else 200)
    account, sender = current_user._get_current_object(), stranger(caller())
    attempt = begin_own_password(db.session(), account, keyring().data, sender, now())
    db.session.commit()
    if not attempt.allowed:
        form.form_errors.append(_too_many(attempt.taken))
        return *_own_password(form, 429), {"Retry-After": str(attempt.taken.retry_after)}
    right = _matches(attempt, form.current.data)
    answered = asked_factor.answered_at()
    changed = finish_own_password(db.session(), attempt, right, now())
    if changed:
        try:
            directory.change_password(db.session(), account, form.password.data)
        except Invalid as fault:
            db.session.rollback()
            throttle.give_back(db.session(), attempt.taken)
            db.session.commit()
            form.password.errors = [str(fault)]
            return _own_password(form, 422)
        account_notice.tell(account, "password")
    db.session.commit()
    if not changed:
        form.current.errors = [_("Sandi sekarang tidak cocok.")]
        return _own_password(form, 422)
    _open(account, answered)
    flash(_("Sandi telah diganti. Sesi lain dari akun ini sudah berakhir."), "done")
    return see_other("events_manage.index")


def _own_password(form: NewPassword, status: int) -> tuple[str, int]:
    return render_template("desk/account/password.html", form=form), status
