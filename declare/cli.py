"""Commands: `flask --app wsgi …`."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Give an application its commands."""
