"""A forgotten password: asking for a link, with one answer for everybody, and using it."""

from __future__ import annotations

from flask import current_app, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.accounts import audit, directory, new_password, second_factor, throttle
from declare.accounts.models import Account
from declare.accounts.sign_in import subject
from declare.accounts.throttle import Answer, Throttle
from declare.database import db
from declare.errors import Invalid
from declare.events import catalogue
from declare.outreach import account_letters
from declare.web import after_answer
from declare.web.access import allow
from declare.web.caller import caller, remember_device, stranger
from declare.web.context import keyring, now, see_other
from declare.web.desk import account_notice
from declare.web.desk.account_forms import ForgottenPassword, MailedPassword, OwnAccount

_THROTTLE = Throttle("forgotten")


@allow("anyone")
def forgotten() -> ResponseReturnValue:
    """Send a link to the account of an address, if there is one: after the answer, whose time would
    tell."""
    form = ForgottenPassword()
    if not form.validate_on_submit():
        page = render_template("desk/account/forgotten.html", form=form)
        return page, 422 if form.is_submitted() else 200
    allowed, email = _counted(form.email.data), form.email.data
    db.session.commit()
    if allowed:
        after_answer.do("password-link", lambda: _send(email))
    flash(
        _(
            "Jika alamat itu punya akun, tautan untuk membuat sandi baru dikirim ke sana. "
            "Tautan berlaku satu jam."
        ),
        "done",
    )
    return see_other("accounts.sign_in")


def _counted(email: str) -> bool:
    subject = throttle.subject(keyring().data, _THROTTLE.scope, directory.lookup_key(email))
    taken = throttle.take(db.session(), _THROTTLE, subject, stranger(caller()), now())
    return taken.answer is Answer.ALLOWED


def _send(email: str) -> None:
    link = new_password.order(db.session(), keyring().link, email, now())
    if link is None:
        return
    base_url = current_app.extensions["declare"].public_url
    account_letters.send_password_link(db.session(), base_url, link, now())
    _audit(link.account_id, "account.password_link_sent")


@allow("anyone")
def mailed_password(token: str) -> ResponseReturnValue:
    """Set a new password by a mailed link. Raises NotFound and PasswordLinkEnded.

    The page leads to signing in, so that the second factor is asked as ever. An account of before,
    whose roles only read until now, owes one for a live event. This browser is known
    from now on: tries of strangers, for which people are told to ask for a link, refuse it nothing.
    """
    _link, account = new_password.by_token(db.session(), token, now())
    form = MailedPassword() if account.proved_at is not None else OwnAccount(obj=account)
    if not form.validate_on_submit():
        return _page(form, account), 422 if form.is_submitted() else 200
    name = form.name.data if isinstance(form, OwnAccount) else ""
    try:
        new_password.use(db.session(), token, form.password.data, now(), name=name)
    except Invalid as fault:
        db.session.rollback()
        form.password.errors = [str(fault)]
        return _page(form, account), fault.status
    if catalogue.runs_live(db.session(), account.id):
        second_factor.begin(db.session(), keyring().data, account.id, now(), required=True)
    _audit(account.id, "account.password_changed")
    account_notice.tell(account, "password")
    remember_device(subject(keyring().data, account.email))
    db.session.commit()
    flash(_("Sandi baru tersimpan. Silakan masuk."), "done")
    return see_other("accounts.sign_in")


def _page(form: MailedPassword, account: Account) -> str:
    return render_template("desk/account/mailed_password.html", form=form, email=account.email)


def _audit(account_id: int, what: str) -> None:
    audit.write(db.session(), None, None, what, now(), about=account_id)
