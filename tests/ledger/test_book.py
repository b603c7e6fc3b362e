"""The page that tells people what the log is: its roots, its figure, and the way to check both."""

from __future__ import annotations

import re
from html import unescape

from declare.core import entry, note
from declare.core.entries import Revocation
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.pledges import signing_window
from tests import factories, scene
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.factories import World

BOOK = "/acara/acara-uji/buku-ikrar"


def groups(made: World, event: Event, size: int) -> str:
    root = ledger.checkpoint(made.session, event.log_id or 0, size).root.hex()
    return "".join(f"<span>{root[at : at + 4]}</span>" for at in range(0, 64, 4))


def test_an_open_book_has_its_latest_root(client: Browser, made: World) -> None:
    event = factories.event(made)
    signed(made, event)
    page = client.get(BOOK)
    assert page.status_code == 200
    assert groups(made, event, 2) in page.text
    assert "Belum ada: penandatanganan belum ditutup." in page.text
    assert "Belum disaksikan." in page.text
    key = note.vkey("ikrar.test/log/acara-uji", made.keys.log(event.purpose).public_key())
    command = f"audit http://ikrar.test/log/acara-uji --vkey {key}"
    assert command in unescape(page.text)


def test_a_closed_book_keeps_what_it_said_when_it_was_closed(client: Browser, made: World) -> None:
    """What is revoked later is a further entry; the closing root and figure stand."""
    event = factories.event(made)
    signed(made, event)
    signed(made, event, name="Suparman")
    signing_window.begin_closing(made.session, event, made.now)
    signing_window.settle(made.session, made.keys, event, made.now + signing_window.COUNTDOWN)
    page = client.get(BOOK).text
    assert page.count(groups(made, event, 4)) == 2
    log = ledger.lock(made.session, event.log_id or 0)
    revoked = entry.encode(Revocation(event.slug, 1))
    ledger.append(made.session, log, revoked, made.keys, event.purpose, made.now)
    page = client.get(BOOK).text
    assert groups(made, event, 4) in page
    assert groups(made, event, 5) in page
    assert "Saat ditutup, 2 pejabat telah menandatangani." in page


def test_every_address_on_it_answers(client: Browser, made: World) -> None:
    event = scene.over(made)
    page = client.get(f"/acara/{event.slug}/buku-ikrar").text
    found = set(re.findall(rf'href="(/(?:log|acara)/{event.slug}[^"]*)"', page))
    assert len(found) >= 8
    assert {path: client.get(path).status_code for path in found} == dict.fromkeys(found, 200)


def test_event_and_frame_lead_to_it(client: Browser, made: World) -> None:
    factories.event(made)
    page = client.get("/acara/acara-uji").text
    assert page.count(f'href="{BOOK}"') >= 2
    assert 'buku-ikrar"' not in client.get("/verifikasi").text


def test_what_was_not_published_has_none(client: Browser, made: World) -> None:
    factories.draft(made)
    assert client.get(BOOK).status_code == 404
