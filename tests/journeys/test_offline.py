"""Certificates checked on a device, with the site and without it, by what lies on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from declare.certificates import service as certificates
from declare.certificates.models import Certificate
from declare.certificates.render import render
from declare.events.models import Event, Purpose
from tests import factories
from tests.certificates.issued import signed
from tests.corpus import tokens as corpus
from tests.factories import World
from tests.journeys import paper
from tests.journeys.conftest import Site
from tests.journeys.desk import TELEPHONE

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

FIRST_LOAD = 150_000
"""Bytes over the wire of /verifikasi with everything that it asks for before anybody scans."""
NAME, POSITION = "Dra. Marlina, S.E.", "Sekretaris Daerah Kabupaten Karo"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=TELEPHONE, locale="id-ID", timezone_id="Asia/Jakarta")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def row(made: World) -> Certificate:
    """A live certificate."""
    row = signed(made, factories.event(made, "netral-2026", purpose=Purpose.LIVE))
    made.session.commit()
    return row


def forged(row: Certificate) -> bytes:
    """The token with another name in it, and everything else as it was."""
    token = row.token or b""
    assert token.count(b"Marlina") == 1
    return token.replace(b"Marlina", b"Merlina")


def qr(address: str, row: Certificate, token: bytes | None = None) -> str:
    return corpus.address(token or row.token or b"", address, row.code)


def picture(made: World, row: Certificate, folder: Path, token: bytes | None = None) -> Path:
    """The certificate on paper, perhaps with another QR, as an office scanner takes it."""
    printable = certificates.printable(made.session, row)
    if token:
        printable = replace(printable, token=token)
    return paper.rendered(render(printable), folder)


def verdict(page: Page, which: str) -> str:
    """Wait for a verdict; what the page says then."""
    expect(page.locator("main")).to_have_attribute("data-verdict", which)
    return " ".join(page.locator("main").inner_text().split())


def test_the_page_behind_a_qr_checks_its_digits(page: Page, address: str, row: Certificate) -> None:
    page.goto(qr(address, row))
    expect(page.get_by_text("Isi QR diperiksa di perangkat ini: cocok")).to_be_visible()
    assert f"TERCATAT atas nama {NAME}" in verdict(page, "valid")
    page.get_by_text("Apa yang diperiksa di perangkat ini").click()
    assert page.locator(".checks [data-check]:visible").count() == 6
    assert page.locator(".checks__failed:visible").count() == 0


def test_digits_that_contradict_turn_the_page(
    page: Page, address: str, made: World, row: Certificate
) -> None:
    own = made.keys.certificate("live")
    other = signed(
        made, made.session.get_one(Event, row.event_id), name="Yusniar", office="regional_head"
    )
    made.session.commit()
    for token in (
        forged(row),
        (row.token or b"")[:-1],
        other.token or b"",
        corpus.signed(corpus.CLAIMS, own),
        corpus.signed(corpus.CLAIMS, corpus.OTHER),
    ):
        page.goto("about:blank")
        page.goto(qr(address, row, token))
        said = verdict(page, "mismatch")
        assert "TIDAK COCOK Isi tidak sama dengan yang diterbitkan." in said
        assert f"Yang tercatat: {NAME}, {POSITION}." in said
        assert page.title().startswith("Hasil Pemeriksaan ·")


@pytest.mark.parametrize("behind", ["", "#isi"])
def test_without_digits_the_page_is_as_it_was(
    page: Page, address: str, row: Certificate, behind: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/v/{row.code}{behind}", wait_until="networkidle")
    assert "perangkat ini" not in verdict(page, "valid")
    assert not [url for url in asked if "examine" in url or "jwks" in url]


def test_what_was_purged_is_read_from_the_qr(
    page: Page, address: str, made: World, row: Certificate
) -> None:
    text = qr(address, row)
    row.name = row.position = row.payload = row.token = None
    made.session.commit()
    page.goto(text)
    expect(page.get_by_text(f"Menurut isi QR: {NAME}, {POSITION}.")).to_be_visible()
    verdict(page, "archived")


def ready(page: Page, address: str) -> None:
    """Open the page once with the site, until the device has kept everything."""
    page.goto(f"{address}/verifikasi")
    kept = page.get_by_text("Halaman ini juga bekerja tanpa internet.")
    expect(kept).to_contain_text(address.removeprefix("http://"))


@pytest.fixture
def cut_off(page: Page, site: Site, context: BrowserContext) -> Page:
    """The verification page, reloaded where there is no network, and no server either."""
    ready(page, site.address)
    context.set_offline(True)
    site.stop()
    page.reload()
    expect(page.get_by_role("heading", name="Periksa Sertifikat")).to_be_visible()
    return page


def test_without_a_network_a_scanned_certificate_is_authentic(
    cut_off: Page, address: str, made: World, row: Certificate, tmp_path: Path
) -> None:
    cut_off.set_input_files("[data-picture]", picture(made, row, tmp_path))
    said = verdict(cut_off, "authentic")
    assert f"TANDA TANGAN SAH atas nama {NAME} {POSITION}" in said
    host = address.removeprefix("http://")
    assert (f"Diperiksa tanpa internet. Tanda tangan sah menurut kunci {host}; status per ") in said
    assert (
        "Koreksi atau pencabutan sesudahnya belum diketahui. "
        "Bandingkan nama dan jabatan dengan kertas."
    ) in said


def test_without_a_network_a_changed_name_is_refused(
    cut_off: Page, made: World, row: Certificate, tmp_path: Path
) -> None:
    cut_off.set_input_files("[data-picture]", picture(made, row, tmp_path, forged(row)))
    assert "TIDAK COCOK" in verdict(cut_off, "mismatch")
