"""A statement's rosette as an SVG file, with the lines of the certificate."""

from __future__ import annotations

from functools import lru_cache

from declare.core import ornament

_COLOURS = ("#f1d3cc", "#ebdccf")

# The mark in the eye: an equals sign, red over white, in the proportions of the certificate.
_MARK = (
    '<rect x="-37" y="-29" width="74" height="24" rx="5" fill="#b3132b"/>'
    '<rect x="-36" y="6" width="72" height="22" rx="4" fill="#fff" stroke="#b3132b" '
    'stroke-width="2"/>'
)


@lru_cache(maxsize=64)
def svg(digest: bytes) -> bytes:
    """The rosette of the statement with this SHA-256, as an SVG of about 8 kB."""
    lines = "".join(
        f'<path d="{curve.svg()}" stroke="{_COLOURS[place % 2]}"/>'
        for place, curve in enumerate(ornament.rosette(digest))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-502 -502 1004 1004">'
        f'<g fill="none" stroke-width="1.1">{lines}</g>{_MARK}</svg>'
    ).encode()
