"""saksi.html on a witness's device: a browser page that was opened from the disk."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from playwright.sync_api import Page, Route, expect

from config import ROOT
from declare.outside.site import Unavailable
from tests.outside.mirror import URL, Mirror

PASSPHRASE = "kata sandi saksi 1"
NAME = "bawaslu.example"


@dataclass
class Tool:
    """The tool, and the folder beside it where its key files are kept."""

    page: Page
    folder: Path
    saved: list[Path] = field(default_factory=list)

    def start(self) -> None:
        self.page.goto((ROOT / "static" / "saksi.html").as_uri())

    def make_key(self) -> str:
        """Make a key; returns its vkey."""
        self.page.get_by_text("Belum punya: buat kunci baru").click()
        self.page.get_by_label("Nama kunci").fill(NAME)
        self.page.get_by_label("Sandi baru").fill(PASSPHRASE)
        self.page.get_by_label("Ulangi sandi").fill(PASSPHRASE)
        self._save("Buat dan Simpan Kunci")
        return self.page.get_by_label("Kunci saksi (vkey)").input_value()

    def open_key(self, passphrase: str = PASSPHRASE) -> None:
        """Start anew with the file that was saved last."""
        self.start()
        self.page.get_by_label("Berkas kunci").set_input_files(self.saved[-1])
        self.page.get_by_label("Sandi", exact=True).fill(passphrase)
        self.page.get_by_role("button", name="Buka Kunci").click()

    def check(self, url: str, vkey: str = "") -> None:
        """Examine a log, up to its result or its refusal."""
        self.page.get_by_label("Alamat buku ikrar").fill(url)
        self.page.get_by_label("Kunci buku ikrar (vkey)").fill(vkey)
        self.page.get_by_role("button", name="Periksa Buku Ikrar").click()
        expect(self.page.locator("#result-title:visible, #refusal:visible")).to_be_visible()

    def refusal(self, url: str, vkey: str = "") -> str:
        """Why a log is not cosigned."""
        self.check(url, vkey)
        expect(self.page.locator("#sign")).not_to_be_visible()
        return self.page.locator("#reason").inner_text()

    def sign(self) -> str:
        """Cosign what was found; returns the line."""
        self._save("Bubuhkan Tanda Tangan Saksi")
        expect(self.page.get_by_label("Baris tanda tangan")).not_to_be_visible()
        self.page.get_by_role("button", name="Sudah Tersimpan").click()
        return self.page.get_by_label("Baris tanda tangan").input_value()

    def _save(self, button: str) -> None:
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=button).click()
        self.saved.append(self.folder / f"{len(self.saved)}.json")
        download.value.save_as(self.saved[-1])
        assert download.value.suggested_filename == f"saksi-{NAME}.json"


def publish(page: Page, mirror: Mirror) -> str:
    """Let the browser find a log made by hand; returns its address."""

    def answer(route: Route) -> None:
        headers = {"Access-Control-Allow-Origin": "*"}
        try:
            route.fulfill(body=mirror.fetch(route.request.url), headers=headers)
        except Unavailable:
            route.fulfill(status=404, headers=headers)

    page.unroute_all()
    page.route("http://ikrar.test/**", answer)
    return URL


def unlocked(path: Path, passphrase: str) -> Any:
    """What a key file holds, read by docs/witness.md."""
    file = json.loads(path.read_text("utf-8"))
    salt, iv, data = (bytes.fromhex(file[name]) for name in ("salt", "iv", "data"))
    key = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, 600_000)
    bound = f"declare/saksi/1\n{file['vkey']}".encode()
    return json.loads(AESGCM(key).decrypt(iv, data, bound))
