"""Addresses of static files. Each carries a fingerprint of its file, so caches may keep it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app, request, url_for


@cache
def _fingerprint(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file with the fingerprint of its content."""
    return _address(current_app.static_folder or "", request.script_root, name)


@cache
def _address(folder: str, root: str, name: str) -> str:
    """The address under the script root `root`."""
    return url_for("static", filename=name, v=_fingerprint(str(Path(folder) / name)))
