"""Certificates checked on a device, with the site and without it, by what lies on paper."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from declare.certificates import service as certificates
from declare.certificates.models import Certificate
from declare.core import token as tokens
from declare.events.models import Event, Purpose
from declare.press.render import render
from tests import factories
from tests.certificates.issued import signed
from tests.corpus import tokens as corpus
from tests.factories import World
from tests.journeys import paper
from tests.journeys.conftest import CHROMIUM, SWITCHES, Site
from tests.journeys.desk import TELEPHONE
from tests.journeys.film import filmed

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


def test_without_a_network_the_telephones_own_camera_opens_the_kept_page(
    cut_off: Page, address: str, row: Certificate
) -> None:
    cut_off.goto(qr(address, row))
    assert NAME in verdict(cut_off, "authentic")
    for token, which in ((forged(row), "mismatch"), (row.token, "authentic")):
        cut_off.goto(qr(address, row, token))
        verdict(cut_off, which)
        cut_off.get_by_role("button", name="Periksa dengan Internet").click()
        verdict(cut_off, which)
    cut_off.goto(f"{address}/v/{row.code}")
    expect(cut_off.get_by_text("Tanpa internet, kode saja tidak dapat diperiksa.")).to_be_visible()


def test_without_a_network_a_pasted_qr_is_checked(
    cut_off: Page, address: str, row: Certificate
) -> None:
    for text, which in {
        qr(address, row): "authentic",
        tokens.digits(row.token or b""): "authentic",
        qr("http://lain.example", row): "mismatch",
        corpus.address(corpus.signed(corpus.CLAIMS, corpus.OTHER)): "unknown",
    }.items():
        cut_off.get_by_label("Kode sertifikat").fill(text)
        cut_off.get_by_role("button", name="Periksa", exact=True).click()
        said = verdict(cut_off, which)
        assert ("ikrar.test" in said) == (which == "unknown")
        cut_off.get_by_role("link", name="Periksa Sertifikat Lain").click()
    cut_off.get_by_label("Kode sertifikat").fill(row.code)
    cut_off.get_by_role("button", name="Periksa", exact=True).click()
    expect(cut_off.get_by_text("Tanpa internet, kode saja tidak dapat diperiksa.")).to_be_visible()


def test_an_exercise_stays_one_without_a_network(
    page: Page, site: Site, context: BrowserContext, made: World
) -> None:
    row = signed(made, factories.event(made))
    made.session.commit()
    ready(page, site.address)
    context.set_offline(True)
    site.stop()
    page.goto(qr(site.address, row))
    said = verdict(page, "sample")
    assert "CONTOH" in said
    assert "Sertifikat latihan; tidak menyatakan ikrar siapa pun. Diperiksa tanpa internet." in said


def test_with_a_network_a_scan_goes_on_to_the_sites_verdict(
    page: Page, address: str, made: World, row: Certificate, tmp_path: Path
) -> None:
    ready(page, address)
    page.set_input_files("[data-picture]", picture(made, row, tmp_path))
    verdict(page, "valid")
    expect(page.get_by_text("Isi QR diperiksa di perangkat ini: cocok")).to_be_visible()
    page.goto(f"{address}/verifikasi")
    page.set_input_files("[data-picture]", {"name": "x", "mimeType": "image/png", "buffer": b"x"})
    expect(page.get_by_text("Tidak ada kode QR yang terbaca.")).to_be_visible()


def test_the_first_load_is_light_and_brings_no_reader(page: Page, address: str) -> None:
    bodies: dict[str, int] = {}
    page.on(
        "requestfinished",
        lambda request: bodies.update({request.url: _packed(request)}),
    )
    page.goto(f"{address}/verifikasi", wait_until="networkidle")
    assert not [url for url in bodies if "zxing" in url or "scan.mjs" in url]
    assert {"examine.mjs", "verify.mjs"} <= {Path(urlsplit(url).path).name for url in bodies}
    assert sum(bodies.values()) < FIRST_LOAD


def _packed(request: Request) -> int:
    """Bytes of an answer as a server sends it, compressed."""
    answer = request.response()
    assert answer is not None
    return len(gzip.compress(answer.body()))


def test_the_camera_reads_a_certificate(
    chromium: Browser, made: World, site: Site, row: Certificate, tmp_path: Path
) -> None:
    with filmed(chromium.browser_type, CHROMIUM, SWITCHES, picture(made, row, tmp_path)) as page:
        ready(page, site.address)
        page.context.set_offline(True)
        page.get_by_role("button", name="Pindai dengan Kamera").click()
        assert NAME in verdict(page, "authentic")
        assert page.evaluate("document.querySelector('video').srcObject.active") is False
