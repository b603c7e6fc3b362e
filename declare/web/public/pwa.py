"""What a telephone keeps of the verification page, so that it works without a network."""

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
"""Files of static/ whose address changes when they do."""
FONTS: Final = ("fonts/plus-jakarta-sans-latin.woff2", "fonts/plus-jakarta-sans-latin-ext.woff2")
"""Files that the style sheet names, by addresses that never change."""
SCOPE: Final = "/v"
"""Addresses that the worker answers for: `/verifikasi`, and `/v/…` for a QR without a network."""


def worker(script: str, page: str, keys: str, files: list[str]) -> str:
    """Return the service worker: what to keep, and the script at the address `script`.

    A browser takes a new worker when these bytes change, so when any file does.
    """
    version = hashlib.sha256("\n".join([script, *files]).encode()).hexdigest()[:12]
    shell = {"version": version, "page": page, "keys": keys, "files": files}
    return f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(script)});\n"


def manifest(name: str, short: str, language: str, page: str, icons: dict[int, str]) -> Any:
    """Return the web app manifest; `icons` are addresses by the pixels of a side."""
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
