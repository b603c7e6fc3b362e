"""The ceremony goes on while a second factor is demanded, or set up elsewhere."""

from __future__ import annotations

from datetime import datetime

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import second_factor as factors
from declare.accounts.models import Account, Membership, Role, SecondFactor
from declare.core.window import WindowState
from declare.events.models import Purpose
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World

BASE = "/panitia/acara/acara-uji"
SIGNING = f"{BASE}/penandatanganan"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def conductor(made: World) -> Account:
    """Runs a ceremony now, and has no second factor."""
    return factories.member(made, factories.event(made, purpose=Purpose.LIVE), Role.CONDUCTOR)


def browser(app: Flask, client: Browser, account: Account) -> Browser:
    other = app.test_client()
    assert isinstance(other, Browser)
    other.beside = client.beside
    return factories.sign_in(other, account)


def code(made: World, account: Account, at: datetime) -> str:
    factor = made.session.get_one(SecondFactor, account.id)
    return pyotp.TOTP(factors.secret(made.keys.data, factor)).at(at)


def ceremony(client: Browser) -> list[str]:
    """Where pausing, going on, announcing and closing lead to."""
    acts = [client.submit(f"{SIGNING}/jeda"), client.submit(f"{SIGNING}/lanjutkan")]
    acts.append(client.submit(f"{BASE}/pengumuman/baru", size="1"))
    acts.append(client.submit(f"{SIGNING}/tutup"))
    return [act.headers.get("Location", str(act.status_code)) for act in acts]


UNDISTURBED = [SIGNING, SIGNING, f"{BASE}/pengumuman", SIGNING]


def test_publishing_another_event_asks_nothing_in_the_hall(
    app: Flask, client: Browser, made: World, conductor: Account
) -> None:
    """A colleague publishes a live event meanwhile, which demands a factor of the conductor."""
    other = factories.draft(made, "acara-lain", purpose=Purpose.LIVE)
    made.session.add(Membership(account_id=conductor.id, event_id=other.id, role=Role.CONDUCTOR))
    owner = factories.member(made, other, Role.OWNER)
    factors.begin(made.session, made.keys.data, owner.id, made.now).confirmed_at = made.now
    factories.sign_in(client, conductor)
    colleague = browser(app, client, owner)
    colleague.submit("/panitia/acara/acara-lain/terbitkan", otp=code(made, owner, made.now))
    assert made.session.get_one(SecondFactor, conductor.id).required
    assert ceremony(client) == UNDISTURBED
    assert client.get(f"{BASE}/pengumuman").status_code == 200
    assert client.get("/panitia/").headers["Location"] == "/panitia/kode/pasang"


def test_a_factor_set_up_on_the_telephone_asks_nothing_of_the_laptop_in_the_hall(
    app: Flask, client: Browser, made: World, conductor: Account, clock: Clock
) -> None:
    factories.sign_in(client, conductor)
    clock.advance(minutes=1)
    telephone = browser(app, client, conductor)
    telephone.submit("/panitia/kode/pasang")
    otp = code(made, conductor, clock.now)
    assert telephone.submit("/panitia/kode/pasang", otp=otp).status_code == 200
    assert ceremony(client) == UNDISTURBED
    assert client.get("/panitia/").headers["Location"] == "/panitia/kode?next=/panitia/"
    clock.advance(minutes=1)
    late = browser(app, client, conductor).get(SIGNING)
    assert late.headers["Location"] == f"/panitia/kode?next={SIGNING}", "a new sign-in is asked"


def test_outside_the_hall_it_is_asked(
    client: Browser, made: World, conductor: Account, clock: Clock
) -> None:
    factors.begin(made.session, made.keys.data, conductor.id, made.now, required=True)
    factories.sign_in(client, conductor)
    assert client.get(SIGNING).status_code == 200
    client.submit(f"{SIGNING}/tutup")
    clock.advance(minutes=3)
    assert client.get(SIGNING).headers["Location"] == "/panitia/kode/pasang"


def test_whoever_had_the_account_before_its_owner_sets_no_factor_up(
    client: Browser, made: World
) -> None:
    """A factor outlives the mailed link, so it would shut the true owner out."""
    guest = factories.account(made, "tamu@uji.example", proved_at=None)
    factories.sign_in(client, guest)
    for _ in range(2):
        assert client.submit("/panitia/kode/pasang").status_code == 403
    assert made.session.scalars(select(SecondFactor)).all() == []
    factors.begin(made.session, made.keys.data, guest.id, made.now, required=True)
    answer = client.get("/panitia/kode/pasang")
    assert answer.status_code == 403
    assert "Lupa sandi" in answer.text
    assert client.get("/panitia/").status_code == 200, "it still reads"


@pytest.mark.parametrize(
    ("purpose", "opened", "lives"),
    [(Purpose.LIVE, True, True), (Purpose.LIVE, False, False), (Purpose.REHEARSAL, True, False)],
)
def test_what_nobody_opens_or_closes_keeps_no_session_for_ever(
    client: Browser, made: World, clock: Clock, purpose: Purpose, opened: bool, lives: bool
) -> None:
    """An event that was put off, or a rehearsal left open, would switch idling out off for good."""
    shut = {} if opened else {"signing": WindowState.SHUT, "signing_opened_at": None}
    slug = "gladi-acara-uji-1" if purpose is Purpose.REHEARSAL else "acara-uji"
    event = factories.event(made, slug, purpose=purpose, **shut)
    clock.advance(days=3)
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    clock.advance(minutes=61)
    assert (client.get("/panitia/").status_code == 200) is lives
