"""Moving the second factor to another telephone, by a code of the old app or a recovery code.

The old app counts until the new one has shown its first code; the secret waits in the browser.
"""

from __future__ import annotations

from flask import render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField

from declare.accounts import audit, sessions
from declare.accounts import second_factor as factors
from declare.database import db
from declare.web import account_session
from declare.web.access import allow
from declare.web.account_session import OFFER
from declare.web.context import keyring, now, see_other
from declare.web.desk import account_notice
from declare.web.desk.second_factor import symbol


class NewCode(FlaskForm):
    """The first code of the new app; `otp` is a code of the old one, where it is asked."""

    new_otp = StringField()


@allow("account", fresh="all")
def replace() -> ResponseReturnValue:
    """Begin with a secret for the new app, and put it in force by its first code."""
    if not factors.in_force(db.session(), current_user.id):
        return see_other("accounts.enrol")
    form, account_id, key = NewCode(), current_user.id, keyring().data
    secret = factors.offered(key, account_id, str(session.get(OFFER, "")))
    if request.method != "POST":
        return _page(form, secret) if secret else see_other("accounts.second_factor")
    if secret is None or form.new_otp.data is None:
        session[OFFER] = factors.offer(key, account_id)
        return see_other("accounts.replace_factor")
    codes = factors.replace(db.session(), key, account_id, secret, form.new_otp.data, now())
    if codes is None:
        form.new_otp.errors = [_("Kode tidak cocok. Tunggu kode berikutnya, lalu coba lagi.")]
        return _page(form, secret), 422
    _replaced(account_id)
    return render_template("desk/account/recovery_codes.html", codes=codes)


def _replaced(account_id: int) -> None:
    """Other sessions end: the old telephone may be in other hands."""
    session.pop(OFFER, None)
    row = account_session.current()
    sessions.end_all(db.session(), account_id, but=row.id if row else None)
    account_notice.tell(current_user, "replaced")
    what = "account.factor_replaced"
    audit.write(db.session(), None, account_id, what, now(), about=account_id)
    db.session.commit()


def _page(form: NewCode, secret: str) -> str:
    return render_template(
        "desk/account/replace_factor.html", form=form, secret=secret, symbol=symbol(secret)
    )
