"""The offline verification page: service worker and web app manifest."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

FILES: Final = (
    "css/declare.css",
    "images/icons.svg",
    "images/mark.svg",
    "js/page.mjs",
    "js/verify.mjs",
    "js/examine.mjs",
    "js/scan.mjs",
    "vendor/zxing-wasm/reader.mjs",
    "vendor/zxing-wasm/zxing_reader.wasm",
)
"""Files of static/ whose address holds a fingerprint of the file."""
FONTS: Final = ("fonts/plus-jakarta-sans-latin.woff2", "fonts/plus-jakarta-sans-latin-ext.woff2")
"""Files that the style sheet names, by addresses without a fingerprint."""
SCOPE: Final = "/v"
"""Prefix of the addresses that the worker serves: `/verifikasi`, and `/v/…` of a QR offline."""


def worker(script: str, page: str, keys: str, files: list[str]) -> str:
    """The text of the service worker: the files to cache, and an import of `script`.

    It holds a hash of all addresses, because browsers update a worker when its bytes change.
    """
    version = hashlib.sha256("\n".join([script, *files]).encode()).hexdigest()[:12]
    shell = {"version": version, "page": page, "keys": keys, "files": files}
    return f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(script)});\n"


def manifest(name: str, short: str, language: str, page: str, icons: dict[int, str]) -> Any:
    """The web app manifest; `icons` are addresses by side in pixels."""
    return {
        "id": page,
        "name": name,
        "short_name": short,
        "lang": language,
        "start_url": page,
        "scope": SCOPE,
        "display": "standalone",
        "background_color": "#fbf8f4",
        "theme_color": "#ffffff",
        "icons": [
            {
                "src": address,
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": purpose,
            }
            for side, address in icons.items()
            for purpose in ("any", "maskable")
        ],
    }
