"""Uploaded logos and signatures, decoded within bounds and re-encoded as PNG."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.errors import Invalid, NotFound
from declare.events.models import Event, Picture

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_SIDE = 800
"""Pixels of the longer side as stored: 100 mm at 200 dpi, more than a certificate prints."""
SMALL = (480, 132)
"""Largest width and height for pages, in pixels: three times the height of a logo there."""
_MOST_PIXELS = 12_000_000
"""Largest picture that is decoded: twelve megapixels take 48 MB of memory."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True)
class Drawn:
    """A re-encoded picture in two sizes."""

    data: bytes
    small: bytes
    width: int
    height: int


def draw(file: bytes) -> Drawn:
    """Decode an uploaded PNG, JPEG or WebP and re-encode it, so that no uploaded byte is stored.

    Raises Invalid.
    """
    if len(file) > LARGEST_FILE:
        raise Invalid("Berkas gambar paling besar 2 MB.")
    picture = _decoded(file)
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    small = picture.copy()
    small.thumbnail(SMALL)
    return Drawn(
        data=_png(picture),
        small=_png(small.quantize(256, Image.Quantize.FASTOCTREE)),
        width=picture.width,
        height=picture.height,
    )


def _decoded(file: bytes) -> Image.Image:
    unreadable = Invalid("Berkas ini bukan gambar PNG, JPEG, atau WebP yang dapat dibaca.")
    try:
        with Image.open(BytesIO(file), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Invalid("Gambar terlalu besar. Perkecil sampai 4.000 × 3.000 piksel.")
            picture.draft("RGB", (2 * LARGEST_SIDE, 2 * LARGEST_SIDE))
            return ImageOps.exif_transpose(picture).convert("RGBA")
    except Invalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid("Gambar terlalu besar. Perkecil sampai 4.000 × 3.000 piksel.") from None
    except Exception:
        # Pillow raises all kinds of exceptions for broken files.
        raise unreadable from None


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def keep(session: Session, event: Event, drawn: Drawn, *, public: bool) -> Picture:
    """Store a picture of an event; the same picture twice is stored once.

    `public` is true for logos, which public pages show.
    """
    digest = hashlib.sha256(drawn.data).hexdigest()
    picture = session.scalar(
        select(Picture).where(Picture.event_id == event.id, Picture.digest == digest)
    )
    if picture is None:
        picture = Picture(
            event_id=event.id,
            digest=digest,
            data=drawn.data,
            small=drawn.small,
            width=drawn.width,
            height=drawn.height,
            public=public,
        )
        session.add(picture)
    picture.public = picture.public or public
    session.flush()
    return picture


def find(session: Session, event: Event, digest: str, *, public: bool) -> Picture:
    """A picture of this event by its digest; with `public` only one that public pages show.

    Raises NotFound.
    """
    query = select(Picture).where(Picture.event_id == event.id, Picture.digest == digest)
    is_digest = _DIGEST.fullmatch(digest) is not None
    picture = (
        session.scalar(query.where(Picture.public) if public else query) if is_digest else None
    )
    if picture is None:
        raise NotFound
    return picture


def logos(session: Session, event: Event) -> dict[int, Picture]:
    """The partners' logos by their id."""
    ids = [partner.logo_id for partner in event.partners if partner.logo_id is not None]
    pictures = session.scalars(select(Picture).where(Picture.id.in_(ids))) if ids else ()
    return {picture.id: picture for picture in pictures}
