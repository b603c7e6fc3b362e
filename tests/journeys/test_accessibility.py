"""Every page for everybody: axe-core finds nothing, nothing scrolls sideways on a telephone, and no
English page is half Indonesian."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from declare.accounts import directory, invitations, new_password, team
from declare.accounts.models import Account, Role
from declare.core.window import WindowState
from declare.events.models import Event
from declare.pledges import not_me
from declare.pledges.models import Pledge
from declare.registrations import admission, links
from declare.registrations.models import Registration
from tests import scene
from tests.conftest import Clock
from tests.factories import World
from tests.journeys.look import Look
from tests.ledger.test_invented_witness import VKEY
from tests.ledger.witnesses import registered

in_both_languages = pytest.mark.parametrize("language", ["id", "en"])

EMAIL, PASSWORD = "panitia@bkn.example", "kata sandi panjang 1"
STEPS = ("buka", "jeda", "tutup")
"""Of registration."""
PROJECTOR = {"width": 1920, "height": 1080}


@pytest.fixture
def language() -> str:
    return "id"


@pytest.fixture
def look(page: Page, address: str, language: str) -> Iterator[Look]:
    """A walk that fails at its end, with everything it has seen."""
    look = Look(page, address, language)
    yield look
    assert look.seen
    assert "\n".join(look.faults) == ""


@in_both_languages
def test_public_pages(look: Look, made: World) -> None:
    scene.busy(made)
    scene.over(made)
    made.session.commit()
    for path in ("/", "/privasi", "/verifikasi", "/acara/acara-usai", "/acara/acara-uji"):
        look.at(path)
    pages = "privasi buku-ikrar saksi cakupan cakupan?province=12 cakupan?q=karo cakupan?q=x"
    for page in pages.split():
        look.at(f"/acara/acara-uji/{page}")


@in_both_languages
def test_verdicts(look: Look, made: World) -> None:
    codes = scene.verdicts(made)
    scene.busy(made)
    sample = made.session.scalars(select(Pledge).order_by(Pledge.id.desc())).first()
    assert sample is not None
    made.session.commit()
    for code in (*codes.values(), sample.code):
        look.at(f"/v/{code}")
    look.at("/v/000000000000", 404)
    look.at("/verifikasi")
    look.send()


@in_both_languages
def test_registering_and_coming_in(look: Look, made: World) -> None:
    event = scene.busy(made)
    made.session.commit()
    for path in ("daftar", "masuk", "masuk/tautan"):
        look.at(f"/acara/acara-uji/{path}")
        look.send()
    for path in ("daftar/diterima", "daftar/terdaftar"):
        look.at(f"/acara/acara-uji/{path}")
    for door in (WindowState.PAUSED, WindowState.CLOSED):
        event.registration = door
        made.session.commit()
        look.at("/acara/acara-uji/daftar", 409)


@in_both_languages
def test_the_participants_pages(look: Look, made: World, clock: Clock) -> None:
    event = scene.busy(made)
    delegate, neighbour = (named(made, name) for name in ("Ummi Kalsum Pangaribuan", "Suparman"))
    for door in (WindowState.SHUT, WindowState.PAUSED, WindowState.OPEN):
        event.signing = door
        made.session.commit()
        look.at(link(made, delegate))
        look.at("/acara/acara-uji/ikrar")
    look.send()
    look.send('form[action$="/tidak"]')
    look.at("/acara/acara-uji/nama")
    look.page.locator('[name="name"]').fill("")
    look.send()
    event.closes_at = made.now + timedelta(seconds=60)
    made.session.commit()
    look.at("/acara/acara-uji/ruang")
    look.at("/acara/acara-uji/ikrar")
    look.page.locator('[name="agree"]').check()
    look.send()
    look.at("/acara/acara-uji/ruang")
    clock.advance(minutes=5)
    look.at(link(made, neighbour))
    look.send()
    look.at("/acara/acara-uji/ikrar")
    look.at("/acara/acara-uji/ruang")
    look.send('form[action$="/keluar"]')


@in_both_languages
def test_asking_for_a_correction(look: Look, made: World) -> None:
    event = scene.busy(made)
    room = link(made, named(made, "Marlina"))
    made.session.commit()
    look.at(room)
    look.at("/acara/acara-uji/koreksi")
    look.page.locator('[name="name"]').fill("Suparman")
    look.send()
    scene.correction(made, event)
    made.session.commit()
    look.at("/acara/acara-uji/selesai")


@in_both_languages
def test_saying_that_somebody_else_signed(look: Look, made: World) -> None:
    scene.busy(made)
    pledge = made.session.scalars(select(Pledge)).first()
    assert pledge is not None
    made.session.commit()
    look.at(not_me.link(made.keys, "", pledge))
    look.send()


@in_both_languages
def test_error_pages(look: Look, made: World) -> None:
    scene.busy(made)
    directory.create(made.session, EMAIL, "Panitia", PASSWORD, made.now, may_create=False)
    person = named(made, "Suparman")
    admission.refuse(made.session, [person], None, made.now)
    made.session.commit()
    look.at("/acara/tidak-ada", 404)
    look.at(link(made, person), 410)
    look.at("/v/000000000000", 404)
    look.at("/acara/acara-uji/masuk")
    look.page.locator("[name=csrf_token]").first.evaluate("field => field.value = ''")
    look.send()
    sign_in(look)
    look.at("/panitia/acara/acara-uji/", 403)


@in_both_languages
def test_the_wall(look: Look, made: World) -> None:
    event = scene.busy(made)
    scene.over(made)
    look.page.set_viewport_size(PROJECTOR)
    for door in (WindowState.SHUT, WindowState.OPEN):
        event.signing = door
        made.session.commit()
        look.at("/acara/acara-uji/layar")
    look.at("/acara/acara-usai/layar")


def test_the_organisers_pages_of_an_event(look: Look, made: World, app: Flask) -> None:
    look.at("/panitia/masuk")
    look.send()
    event = scene.busy(made)
    organiser = organises(made, event)
    organiser.admin = True  # for the platform's own pages
    sign_in(look)
    values = {
        "slug": event.slug,
        "item_id": 1,
        "account_id": organiser.id,
        "province": "12",
        "registration": named(made, "Rahmat").public_id,
        "correction_id": scene.correction(made, event).id,
        "request_id": scene.request(made, event).id,
        "number": registered(made, event, VKEY, matched=False).id,
    }
    invited = made.session, made.keys.link, event, organiser, "diundang@uji.example", Role.OBSERVER
    invitation = invitations.invite(*invited, made.now)
    link = new_password.order(made.session, made.keys.link, EMAIL, made.now)
    assert link is not None
    special = {
        "registrations_manage.rival": {
            "registration": scene.rival(made, event, named(made, "Rahmat")).public_id
        },
        "accounts.accept": {"token": invitations.token(made.keys.link, invitation)},
        "accounts.mailed_password": {"token": new_password.token(made.keys.link, link)},
    }
    made.session.commit()
    for path in organisers_pages(app, values, special):
        if path == "/panitia/undangan":
            continue  # leads on to the invitation that this browser opened, and here to none
        look.at(path)
    look.at(f"/panitia/acara/acara-uji/peserta/{named(made, 'Marlina').public_id}/koreksi")
    for name, page in (("Ummi Kalsum Pangaribuan", ""), ("Marlina", ""), ("Marlina", "/cabut")):
        look.at(f"/panitia/acara/acara-uji/peserta/{named(made, name).public_id}{page}")
    look.at("/panitia/acara/acara-uji/?province=12")


def test_the_organisers_pages_of_the_door(look: Look, made: World) -> None:
    event = scene.busy(made)
    organises(made, event)
    sign_in(look)
    closing = made.now + timedelta(seconds=60)
    for door, closes_at, steps in (
        (WindowState.SHUT, None, ["/buka"]),
        (WindowState.OPEN, None, ["/jeda", "/tutup"]),
        (WindowState.PAUSED, None, ["/lanjutkan"]),
        (WindowState.OPEN, closing, ["/batal-tutup"]),
    ):
        event.signing, event.closes_at = door, closes_at
        made.session.commit()
        for step in ("", *steps):
            look.at(f"/panitia/acara/acara-uji/penandatanganan{step}")


def test_the_organisers_pages_of_a_draft(look: Look, made: World) -> None:
    organises(made, scene.draft(made))
    sign_in(look)
    for page in ("persiapan", "pratinjau", "terbitkan", "identitas", "naskah", "rancangan"):
        look.at(f"/panitia/acara/rancangan-uji/{page}")
    for page in ("identitas", "narahubung", "susunan/baru"):
        look.at(f"/panitia/acara/rancangan-uji/{page}")
        for field in look.page.locator("main input[type=text]").all():
            field.fill("")
        look.send()


def named(made: World, name: str) -> Registration:
    return made.session.scalars(select(Registration).where(Registration.name == name)).one()


def link(made: World, person: Registration) -> str:
    return links.link(made.keys, "", person)


def organises(made: World, event: Event) -> Account:
    """An organiser of the event, who knows the password."""
    account = directory.create(made.session, EMAIL, "Panitia", PASSWORD, made.now, may_create=True)
    team.join(made.session, account, event, Role.OWNER)
    made.session.commit()
    return account


def sign_in(look: Look) -> None:
    look.page.goto(f"{look.address}/panitia/masuk")
    look.page.locator("[name=email]").fill(EMAIL)
    look.page.locator("[name=password]").fill(PASSWORD)
    look.send()


def organisers_pages(
    app: Flask, values: dict[str, Any], special: dict[str, dict[str, Any]]
) -> Iterator[str]:
    """The address of every page of the organisers that the application has, filled with `values`,
    or with what is `special` for an endpoint."""
    addresses = app.url_map.bind("")
    for rule in app.url_map.iter_rules():
        is_page = rule.rule.startswith("/panitia/") and "." not in rule.rule
        own = values | special.get(rule.endpoint, {})
        if is_page and "GET" in (rule.methods or ()):
            for step in STEPS if "step" in rule.arguments else ("",):
                yield addresses.build(rule.endpoint, own | {"step": step}, append_unknown=False)
