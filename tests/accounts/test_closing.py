"""The operator ends sessions, and accounts of those who have left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import directory, new_password, team
from declare.accounts import second_factor as factors
from declare.accounts.models import Account, AccountSession, AuditEntry, Role, SecondFactor
from tests import factories
from tests.accounts.test_copied_cookie import is_in
from tests.accounts.test_sign_in import EMAIL, PASSWORD, enter
from tests.browser import Browser
from tests.factories import World

Run = Callable[..., Result]


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def account(made: World) -> Account:
    return directory.create(made.session, EMAIL, "Panitia", PASSWORD, made.now, may_create=True)


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    def command(*words: str) -> Result:
        session.commit()
        answer = app.test_cli_runner().invoke(args=words)
        session.expire_all()
        return answer

    return command


def test_the_operator_ends_the_sessions_of_one_account_or_of_all(
    app: Flask, client: Browser, session: Session, made: World, account: Account, run: Run
) -> None:
    enter(client)
    other = app.test_client()
    assert isinstance(other, Browser)
    other.beside = session
    factories.sign_in(other, factories.account(made, "lain@uji.example"))
    assert run("sign-out", EMAIL).exit_code == 0
    assert (is_in(client), is_in(other)) == (False, True)
    assert run("sign-out", "--everybody").exit_code == 0
    assert not is_in(other)
    written = session.execute(
        select(AuditEntry.about_id).where(AuditEntry.what == "account.signed_out_by_operator")
    )
    assert list(written.scalars()) == [account.id, None]
    for words in ((), (EMAIL, "--everybody"), ("tiada@uji.example",)):
        assert run("sign-out", *words).exit_code != 0


@pytest.mark.twin
def test_a_closed_account_opens_nothing_and_names_nobody(
    client: Browser, session: Session, made: World, account: Account, run: Run
) -> None:
    event = factories.event(made)
    factories.member(made, event, Role.ORGANISER, "lain@uji.example")
    team.join(session, account, event, Role.ORGANISER)
    factors.begin(session, made.keys.data, account.id, made.now)
    link = new_password.order(session, made.keys.link, EMAIL, made.now)
    assert link is not None
    path = f"/panitia/sandi-baru/{new_password.token(made.keys.link, link)}"
    enter(client)
    assert run("close-account", EMAIL).exit_code == 0
    assert not is_in(client)
    assert enter(client).status_code == 422
    assert client.get(path).status_code == 410
    for key in (AccountSession.id, SecondFactor.account_id):
        assert session.scalars(select(key)).all() == []
    assert team.role(session, account.id, event.id) is None
    assert EMAIL not in (account.email, account.name)
    assert directory.by_email(session, account.email) is None
    assert (account.may_create, account.admin, account.proved_at) == (False, False, None)
    acts = session.scalars(select(AuditEntry.what).where(AuditEntry.about_id == account.id))
    assert "account.closed" in acts
    assert run("close-account", EMAIL).exit_code == 1


@pytest.mark.twin
def test_an_owner_leaves_the_event_to_an_heir(
    session: Session, made: World, account: Account, run: Run
) -> None:
    event = factories.event(made)
    team.join(session, account, event, Role.OWNER)
    assert run("close-account", EMAIL).exit_code == 1
    heir = factories.member(made, event, Role.ORGANISER)
    assert run("close-account", EMAIL).exit_code == 1
    assert run("close-account", EMAIL, "--heir", "tiada@uji.example").exit_code == 1
    assert account.email == EMAIL
    assert run("close-account", EMAIL, "--heir", heir.email).exit_code == 0
    assert team.role(session, heir.id, event.id) is Role.OWNER
    assert [each.account for each in team.members(session, event)] == [heir]
