"""Pictures to upload."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def png(colour: str) -> bytes:
    """A small PNG of one colour."""
    out = BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, "PNG")
    return out.getvalue()
