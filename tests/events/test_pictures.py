"""Pictures: drawn anew within bounds, or refused in words."""

from __future__ import annotations

import importlib
import struct
import zlib
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.errors import Invalid, NotFound
from declare.events import pictures
from declare.events.models import Event, Picture
from tests import factories
from tests.browser import Browser
from tests.factories import World


def encoded(kind: str = "PNG", size: tuple[int, int] = (600, 200), mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int) -> bytes:
    """A valid PNG of one bit a pixel that unpacks to far more than it weighs."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (1 + (width + 7) // 8) * height, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGBA"),
    ],
)
def test_every_usual_picture_becomes_a_png(kind: str, mode: str) -> None:
    drawn = pictures.draw(encoded(kind, (1600, 400), mode))
    with Image.open(BytesIO(drawn.data)) as large, Image.open(BytesIO(drawn.small)) as small:
        assert (large.format, large.mode, large.size) == ("PNG", "RGBA", (800, 200))
        assert (drawn.width, drawn.height) == (800, 200)
        assert small.format == "PNG"
        assert small.width <= 480
        assert small.height <= 132
    assert len(drawn.small) < 15_000


def test_a_small_picture_is_not_blown_up() -> None:
    assert pictures.draw(encoded(size=(40, 20))).width == 40


def test_nothing_but_the_pixels_is_kept() -> None:
    """Cameras write places and names into a picture."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "rahasia", 6
    Image.new("RGB", (300, 100)).save(out, "JPEG", exif=exif, comment=b"rahasia")
    assert b"rahasia" in out.getvalue()
    drawn = pictures.draw(out.getvalue())
    assert b"rahasia" not in drawn.data + drawn.small
    assert (drawn.width, drawn.height) == (100, 300)


@pytest.mark.parametrize("size", [(4001, 3000), (12_000_001, 1), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_unpacks(size: tuple[int, int]) -> None:
    file = bomb(size[0], min(size[1], 3000))
    file = file[:16] + struct.pack(">II", *size) + file[24:29]
    file += struct.pack(">I", zlib.crc32(file[12:29])) + bomb(8, 8)[33:]
    with pytest.raises(Invalid, match="terlalu besar"):
        pictures.draw(file)


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"not a picture",
        encoded("GIF"),
        encoded("BMP"),
        encoded()[:60],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        bomb(0, 8),
        encoded().replace(b"IDAT", b"IDOT"),
    ],
    ids=["empty", "text", "gif", "bmp", "cut", "svg", "no-size", "no-pixels"],
)
def test_what_is_no_picture_is_refused(file: bytes) -> None:
    """Also where WeasyPrint is at work, which tells Pillow to be content with half a picture."""
    importlib.import_module("declare.press.weasy_layout")
    with pytest.raises(Invalid):
        pictures.draw(file)


def test_a_heavy_file_is_refused_unread() -> None:
    with pytest.raises(Invalid, match="2 MB"):
        pictures.draw(encoded() + b"\x00" * pictures.LARGEST_FILE)


@settings(deadline=None)
@given(st.data())
def test_a_broken_picture_is_read_or_refused(data: st.DataObject) -> None:
    file = bytearray(encoded(data.draw(st.sampled_from(["PNG", "JPEG", "WEBP"])), (24, 16)))
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(file) - 1), st.integers(0, 255)), max_size=6)
    ):
        file[place] = value
    try:
        drawn = pictures.draw(bytes(file))
    except Invalid:
        return
    assert drawn.width * drawn.height > 0


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World, client: Browser) -> Event:
    event = factories.event(made)
    factories.sign_in(client, factories.member(made, event, "organiser"))
    return event


@pytest.mark.twin
def test_a_picture_is_kept_once_and_a_signature_for_itself(made: World, event: Event) -> None:
    drawn = pictures.draw(encoded())
    signature = pictures.keep(made.session, event, drawn, public=False)
    with pytest.raises(NotFound):
        pictures.find(made.session, event, signature.digest, public=True)
    assert pictures.find(made.session, event, signature.digest, public=False) is signature
    assert pictures.keep(made.session, event, drawn, public=True) is signature
    assert pictures.find(made.session, event, signature.digest, public=True) is signature


def identity(client: Browser, event: Event, **values: Any) -> Any:
    words = {"title": event.title, "host": event.host, "theme": "Tema baru"}
    return client.submit("/panitia/acara/acara-uji/identitas", **words | values)


def test_a_logo_is_shown_to_everybody_and_a_signature_to_nobody(
    client: Browser, session: Session, event: Event
) -> None:
    answer = identity(client, event, logo=(BytesIO(encoded()), "logo.png"))
    assert answer.status_code == 303
    design = {
        "place": "Jakarta",
        "on": "2026-11-19",
        "official_name": "Ratna",
        "official_position": "Ketua",
        "number_pattern": "{urut}",
    }
    signature = (BytesIO(encoded(size=(90, 30))), "ttd.png")
    path = "/panitia/acara/acara-uji/rancangan"
    assert client.submit(path, **design, signature=signature).status_code == 303
    logo, drawn = session.scalars(select(Picture).order_by(Picture.id)).all()
    shown = client.get(f"/acara/acara-uji/gambar/{logo.digest}.png")
    assert shown.status_code == 200
    assert shown.mimetype == "image/png"
    assert shown.data == logo.small
    assert client.get(f"/acara/acara-uji/gambar/{drawn.digest}.png").status_code == 404
    assert client.get(f"/panitia/acara/acara-uji/gambar/{drawn.digest}.png").status_code == 200
    assert client.submit(path, **design, drop_signature="y").status_code == 303
    assert identity(client, event, drop_logo="y").status_code == 303
    assert event.host_logo is None
    assert event.design is not None
    assert event.design.signature_id is None


def test_a_wrong_file_is_an_error_of_its_field_and_nothing_typed_is_lost(
    client: Browser, session: Session, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = identity(client, event, logo=(BytesIO(b"%PDF-1.7"), "logo.pdf"))
    assert answer.status_code == 422
    assert "bukan gambar PNG, JPEG, atau WebP" in answer.text
    assert 'value="Tema baru"' in answer.text
    monkeypatch.setattr(pictures, "LARGEST_FILE", 100)
    heavy = identity(client, event, logo=(BytesIO(encoded()), "logo.png"))
    assert heavy.status_code == 422
    assert "2 MB" in heavy.text
    assert identity(client, event, logo=(BytesIO(), "")).status_code == 303
    assert session.scalars(select(Picture)).all() == []
