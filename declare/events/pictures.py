"""Logos and signatures: read with bounds, drawn anew as PNG, so that no foreign byte is kept."""

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
"""Pixels of the longer side as kept: 100 mm at 200 dpi, more than any logo on a certificate."""
SMALL = (480, 132)
"""Pixels for pages: three times the height at which they show a logo."""
_MOST_PIXELS = 12_000_000
"""What is decoded at all: twelve megapixels are 48 MB in memory."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True)
class Drawn:
    """A picture as we keep it."""

    data: bytes
    small: bytes
    width: int
    height: int


def draw(file: bytes) -> Drawn:
    """Read an uploaded PNG, JPEG or WebP and draw it anew. Raises Invalid."""
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
        # Pillow's readers raise whatever a broken file makes them stumble over.
        raise unreadable from None


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def keep(session: Session, event: Event, drawn: Drawn, *, public: bool) -> Picture:
    """Keep a picture with its event; the same picture twice is kept once.

    `public` for logos, which everybody may see.
    """
    digest = hashlib.sha256(drawn.data).hexdigest()
    kept = session.scalar(
        select(Picture).where(Picture.event_id == event.id, Picture.digest == digest)
    )
    if kept is None:
        kept = Picture(
            event_id=event.id,
            digest=digest,
            data=drawn.data,
            small=drawn.small,
            width=drawn.width,
            height=drawn.height,
            public=public,
        )
        session.add(kept)
    kept.public = kept.public or public
    session.flush()
    return kept


def find(session: Session, event: Event, digest: str, *, public: bool) -> Picture:
    """A picture of this event by its digest; `public`: only if everybody may see it.

    Raises NotFound.
    """
    query = select(Picture).where(Picture.event_id == event.id, Picture.digest == digest)
    known = _DIGEST.fullmatch(digest) is not None
    picture = session.scalar(query.where(Picture.public) if public else query) if known else None
    if picture is None:
        raise NotFound
    return picture


def logos(session: Session, event: Event) -> dict[int, Picture]:
    """The partners' logos by the number that a partner knows its logo by."""
    wanted = [partner.logo_id for partner in event.partners if partner.logo_id is not None]
    found = session.scalars(select(Picture).where(Picture.id.in_(wanted))) if wanted else ()
    return {picture.id: picture for picture in found}
