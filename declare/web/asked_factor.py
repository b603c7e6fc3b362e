"""Whether this session of an account has given its second factor, and asking for it again.

It stands in the row of the account's session, so that it ends with it.
"""

from __future__ import annotations

from datetime import datetime

from flask import make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from declare.accounts import audit, second_factor, throttle
from declare.accounts.throttle import Answer
from declare.database import db
from declare.web import account_session
from declare.web.caller import caller, stranger
from declare.web.context import keyring, now
from declare.web.typed import is_secret


class CodeForm(FlaskForm):
    """A code of the authenticator app, or a recovery code."""

    otp = StringField()


def answered_at() -> datetime | None:
    """When this session gave the second factor; None if it did not."""
    row = account_session.current()
    return None if row is None else row.second_factor_at


def is_answered_meanwhile() -> bool:
    """Whether another request of this session has given the second factor since this one began."""
    row = account_session.current()
    if row is not None:
        db.session.refresh(row)
    return answered_at() is not None


def remember() -> None:
    """This session has given the second factor now, and gets another token; the caller commits."""
    row = account_session.current()
    if row is not None:
        row.second_factor_at = now()
        account_session.renew()


def answer(text: str) -> str:
    """Check a code and commit: empty if it is right, otherwise the sentence for the form."""
    account = current_user._get_current_object()
    subject = throttle.subject(keyring().data, second_factor.THROTTLE.scope, str(account.id))
    taken = throttle.take(db.session(), second_factor.THROTTLE, subject, stranger(caller()), now())
    db.session.commit()
    if taken.answer is Answer.SLOW:
        slow: str = _("Terlalu banyak percobaan kode. Coba lagi setelah 5 detik.")
        return slow
    if taken.answer is not Answer.ALLOWED:
        many: str = _("Terlalu banyak percobaan kode. Coba lagi 15 menit lagi.")
        return many
    if not second_factor.check(db.session(), keyring().data, account.id, text, now()):
        audit.write_once(
            db.session(),
            None,
            None,
            "account.code_failed",
            now(),
            about=account.id,
            within=second_factor.THROTTLE.window,
        )
        db.session.commit()
        wrong: str = _("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya.")
        return wrong
    throttle.forgive(db.session(), taken)
    by_app = second_factor.is_digits(text)
    what = "account.code_accepted" if by_app else "account.recovery_code_used"
    audit.write(db.session(), None, account.id, what, now(), about=account.id)
    remember()
    db.session.commit()
    return ""


def ask_again() -> Response | None:
    """Before a weighty act: None if the second factor is fresh, is not in force, or came with this
    form; otherwise a page that asks for it and keeps the fields of the form."""
    if not second_factor.in_force(db.session(), current_user.id):
        return None
    at = answered_at()
    if at is not None and now() - at <= second_factor.FRESH:
        return None
    form = CodeForm()
    text = request.form.get("otp")
    if text is not None:
        fault = answer(text)
        if not fault:
            return None
        form.otp.errors = [fault]
    form.otp.data = ""
    kept = [pair for pair in request.form.items(multi=True) if not is_secret(pair[0])]
    page = render_template("desk/account/ask_again.html", form=form, kept=kept)
    return make_response(page, 422)
