"""Asking a signed-in account to prove itself again, before it changes what protects it.

A session that was begun within ten minutes has just proved the password.
"""

from __future__ import annotations

from flask import make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField

from declare.accounts import passwords, second_factor, sign_in
from declare.database import db
from declare.web import account_session, asked_factor
from declare.web.caller import caller, stranger
from declare.web.context import keyring, now
from declare.web.typed import is_secret

_FIELD = "current"


class OwnPassword(FlaskForm):
    """The account's present password."""

    current = PasswordField(_l("Sandi sekarang"))


def ask_one() -> Response | None:
    """None if one factor is fresh or came with this form: the code where the account has one,
    otherwise the password. If not, a page that asks for it and keeps the fields of the form."""
    if second_factor.in_force(db.session(), current_user.id):
        return asked_factor.ask_again()
    return _ask_password()


def ask_all() -> Response | None:
    """The same for every factor of the account: the password, and the code where it has one."""
    refusal = _ask_password()
    return asked_factor.ask_again() if refusal is None else refusal


def _ask_password() -> Response | None:
    row = account_session.current()
    if row is not None and now() - row.created_at <= second_factor.FRESH:
        return None
    form, text = OwnPassword(formdata=None), request.form.get(_FIELD)
    if text is not None:
        fault = _answer(text)
        if not fault:
            return None
        form.current.errors = [fault]
    kept = [pair for pair in request.form.items(multi=True) if not is_secret(pair[0])]
    page = render_template("desk/account/ask_password.html", form=form, kept=kept)
    return make_response(page, 422)


def _answer(text: str) -> str:
    """Compare the password and commit: empty if it is right, otherwise the sentence for the form.

    The session's time begins anew, as by signing in, and it gets another token.
    """
    account, sender = current_user._get_current_object(), stranger(caller())
    attempt = sign_in.begin_own_password(db.session(), account, keyring().data, sender, now())
    db.session.commit()
    if not attempt.allowed:
        many: str = _("Terlalu banyak percobaan. Coba lagi 15 menit lagi.")
        return many
    right = passwords.matches(attempt.password_hash, text, known=True)
    proved = sign_in.finish_proving(db.session(), attempt, right, now())
    row = account_session.current()
    if proved and row is not None:
        row.created_at = now()
        account_session.renew()
    db.session.commit()
    wrong: str = _("Sandi sekarang tidak cocok.")
    return "" if proved else wrong
