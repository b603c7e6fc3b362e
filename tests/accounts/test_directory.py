"""Accounts and their sessions."""

from __future__ import annotations

from datetime import datetime
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts import directory, passwords, sign_in, team
from declare.accounts.models import Account, Role
from declare.accounts.throttle import Answer, Caller
from declare.errors import Invalid
from tests import factories

EMAIL, PASSWORD = "panitia@uji.example", "empat kata yang acak"
HERE = Caller("here")
SECRET = b"secret"


@pytest.fixture
def account(session: Session, now: datetime) -> Account:
    return directory.create(session, EMAIL, "Panitia", PASSWORD, now, may_create=True)


def test_a_password_is_kept_as_argon2id(account: Account) -> None:
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(account.password_hash, PASSWORD)
    assert not passwords.matches(account.password_hash, PASSWORD + " ")


@pytest.mark.twin
def test_an_address_has_one_account_in_whatever_case(
    session: Session, now: datetime, account: Account
) -> None:
    with pytest.raises(Invalid) as refusal:
        directory.create(session, "PANITIA@uji.example", "X", PASSWORD, now, may_create=False)
    assert refusal.value.field == "email"
    assert directory.by_email(session, " Panitia@UJI.example ") is account


@pytest.mark.twin
@pytest.mark.parametrize(
    "typed",
    ["panitia@bücher.example", " Panitia@BÜCHER.example ", "panitia@xn--bcher-kva.example"],
)
def test_an_internationalised_domain_signs_in_as_it_was_typed(
    session: Session, now: datetime, typed: str
) -> None:
    created = directory.create(
        session, "panitia@bücher.example", "Panitia", PASSWORD, now, may_create=False
    )
    assert created.email == "panitia@xn--bcher-kva.example"
    assert directory.by_email(session, typed) is created
    attempt = sign_in.begin_sign_in(session, typed, SECRET, HERE, now)
    right = passwords.matches(attempt.password_hash, PASSWORD)
    assert sign_in.finish_sign_in(session, attempt, right, now) is created


def test_the_spellings_of_one_address_share_a_throttle(session: Session, now: datetime) -> None:
    spellings = (
        "panitia@bücher.example",
        "panitia@\uff42ücher.example",
        "panitia@xn--bcher-kva.example",
    )
    subjects = {
        sign_in.begin_sign_in(session, one, SECRET, HERE, now).taken.subject for one in spellings
    }
    assert len(subjects) == 1


@pytest.mark.parametrize("typed", ["", "  Panitia ", "a@b@c"])
def test_text_that_is_no_address_has_no_account(session: Session, typed: str) -> None:
    assert directory.lookup_key(typed) == typed.strip().lower()
    assert directory.by_email(session, typed) is None


@pytest.mark.parametrize("email", ["", "panitia", "a@b@c", "x" * 300 + "@uji.example", "a@b c"])
def test_an_unusable_address_is_refused(session: Session, now: datetime, email: str) -> None:
    with pytest.raises(Invalid):
        directory.create(session, email, "X", PASSWORD, now, may_create=False)


@pytest.mark.parametrize("password", ["", "sebelas hrf", "x" * 201])
def test_a_password_is_neither_short_nor_endless(
    session: Session, now: datetime, password: str
) -> None:
    with pytest.raises(Invalid):
        directory.create(session, EMAIL, "X", password, now, may_create=False)


def test_the_unknown_are_compared_as_long_as_the_known(session: Session, now: datetime) -> None:
    attempt = sign_in.begin_sign_in(session, "tidak.ada@uji.example", SECRET, HERE, now)
    assert attempt.account is None
    assert attempt.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert sign_in.finish_sign_in(session, attempt, True, now) is None


def try_once(session: Session, now: datetime, right: bool, email: str = EMAIL) -> Answer:
    attempt = sign_in.begin_sign_in(session, email, SECRET, HERE, now)
    if attempt.allowed:
        sign_in.finish_sign_in(session, attempt, right, now)
    return attempt.taken.answer


@pytest.mark.twin
def test_the_fifth_wrong_password_shuts_the_account_for_this_network(
    session: Session, now: datetime, account: Account
) -> None:
    for _ in range(sign_in.THROTTLE.together):
        assert try_once(session, now, False) is Answer.ALLOWED
    assert try_once(session, now, True, EMAIL.upper()) is Answer.REFUSED
    assert try_once(session, now, False, "lain@uji.example") is Answer.ALLOWED
    elsewhere = sign_in.begin_sign_in(session, EMAIL, SECRET, Caller("elsewhere"), now)
    assert elsewhere.allowed
    assert try_once(session, now + sign_in.THROTTLE.window, True) is Answer.ALLOWED


def test_a_right_password_forgets_the_wrong_ones(
    session: Session, now: datetime, account: Account
) -> None:
    for _ in range(3):
        for right in [*[False] * (sign_in.THROTTLE.together - 1), True]:
            assert try_once(session, now, right) is Answer.ALLOWED


def test_without_a_free_place_a_stranger_is_refused_at_once_and_the_known_are_not() -> None:
    hashed = passwords.hashed("x")
    with patch.object(passwords, "_places", passwords.threading.BoundedSemaphore(1)):
        with passwords._places, pytest.raises(passwords.NoPlaceFree) as refused:
            passwords.matches(hashed, "x")
        with passwords._places:
            assert passwords.matches(hashed, "x", known=True)
        assert passwords.matches(hashed, "x")
    assert (refused.value.status, refused.value.retry_after) == (503, 2)
    assert not passwords.matches("no hash at all", "x")
    assert not passwords.matches(passwords.NOBODY, "\ud800")


@pytest.mark.twin
def test_a_role_is_held_once_at_one_event(app: Flask, session: Session, now: datetime) -> None:
    made = factories.world(app, session, now)
    event, other = factories.draft(made), factories.draft(made, "acara-lain")
    account = factories.account(made)
    team.join(session, account, event, Role.OBSERVER)
    with pytest.raises(Invalid):
        team.join(session, account, event, Role.ORGANISER)
    assert team.role(session, account.id, event.id) is Role.OBSERVER
    assert team.role(session, account.id, other.id) is None


def test_a_one_time_password_is_never_one_that_is_refused(app: Flask) -> None:
    """By chance a random one reads as breached, one of a thousand; the command failed then."""
    drawn = patch.object(passwords, "one_time", side_effect=["password1234", "2K7M-9PQR-4TVW-8XYZ"])
    with drawn:
        answer = app.test_cli_runner().invoke(args=["create-organiser", EMAIL])
    assert answer.exit_code == 0, answer.output
    assert "2K7M-9PQR-4TVW-8XYZ" in answer.output
