"""A browser whose camera looks at a picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserType, Page

SIDE = 720


@contextmanager
def filmed(kind: BrowserType, program: str, switches: list[str], picture: Path) -> Iterator[Page]:
    """A page of a browser of its own: which camera there is, is told when it starts."""
    film = picture.with_suffix(".y4m")
    film.write_bytes(_film(picture))
    told = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    browser = kind.launch(executable_path=program, args=[*switches, *told])
    try:
        page = browser.new_context(permissions=["camera"]).new_page()
        page.set_default_timeout(20_000)
        yield page
    finally:
        browser.close()


def _film(picture: Path) -> bytes:
    """Two frames of YUV4MPEG2 of the right half of a certificate, where its QR is."""
    with Image.open(picture) as image:
        width, height = image.size
        part = image.crop((width - height // 2, height // 3, width, height // 3 + height // 2))
        luma, blue, red = part.convert("RGB").resize((SIDE, SIDE)).convert("YCbCr").split()
    half = (SIDE // 2, SIDE // 2)
    planes = luma.tobytes() + blue.resize(half).tobytes() + red.resize(half).tobytes()
    return f"YUV4MPEG2 W{SIDE} H{SIDE} F10:1 Ip A1:1 C420\n".encode() + 2 * (b"FRAME\n" + planes)
