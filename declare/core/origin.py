"""Log origins: `<host>/log/<slug>`, the name of a log and of its key."""

import re

SLUG = re.compile(r"[a-z0-9-]{3,60}", re.ASCII)
"""An event's slug, to be matched in full."""

_ORIGIN = re.compile(r"(?P<host>[a-z0-9._:\[\]-]{1,255})/log/(?P<slug>[a-z0-9-]{3,60})", re.ASCII)


def make(host: str, slug: str) -> str:
    """Return the origin of the log of event `slug` at `host`, a lower-case authority."""
    return f"{host}/log/{slug}"


def parts(origin: str) -> tuple[str, str] | None:
    """Return host and slug of an origin, or None if the text is not an origin."""
    match = _ORIGIN.fullmatch(origin)
    return (match["host"], match["slug"]) if match else None
