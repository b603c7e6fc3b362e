"""Telling an account by mail that what protects it was changed."""

from __future__ import annotations

from flask import current_app

from declare.accounts.models import Account
from declare.database import db
from declare.outreach import account_letters
from declare.web.context import now


def tell(account: Account, what: str) -> None:
    """Queue the letter, in the transaction of the change."""
    base_url = current_app.extensions["declare"].public_url
    account_letters.send_account_changed(db.session(), base_url, account, what, now())
