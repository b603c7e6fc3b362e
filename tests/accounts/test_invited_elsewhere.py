"""An invitation for a new address, opened in a browser where another account is signed in."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts import directory
from declare.accounts.models import Role
from tests import factories
from tests.accounts.mailbox import link
from tests.browser import Browser

OWN = {"name": "Nama Sendiri", "password": "lima kata lain yang acak"}
OWN["repeated"] = OWN["password"]
NEW = "baru@lain.example"


def test_nobody_makes_an_account_of_another_mailbox_in_passing(
    app: Flask, client: Browser, session: Session, now: datetime
) -> None:
    """The page says who is signed in; signed out, the same link does what it always does."""
    made = factories.world(app, session, now)
    owner = factories.member(made, factories.event(made), Role.OWNER)
    factories.sign_in(client, owner)
    client.submit("/panitia/acara/acara-uji/tim", email=NEW, role="organiser")
    path = link(made, "invitation", NEW)
    page = client.get(path)
    assert page.status_code == 200
    assert f"Saat ini masuk sebagai {owner.email}. Keluar lebih dahulu" in page.text
    assert 'name="password"' not in page.text
    assert "sudah punya akun" not in page.text
    assert client.submit(path, **OWN).status_code == 409
    assert directory.by_email(session, NEW) is None
    client.submit("/panitia/keluar")
    assert client.submit(path, **OWN).status_code == 303
    assert directory.by_email(session, NEW) is not None
