"""Where a page may go on to after a sign-in: a path of this site and nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit


def local_path(target: str) -> str:
    """`target` if it is a path of this site, or empty (`//host`, `/\\\\host`, `https:`)."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    odd = any(character == "\\" or not " " < character < "\x7f" for character in target)
    outside = parts.scheme or parts.netloc or not target.startswith("/") or target[1:2] == "/"
    return "" if odd or outside else target
