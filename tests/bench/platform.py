"""The platform on a database of its own: its settings for a server, and an application here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from config import Config
from declare.app import create_app
from declare.database import db
from tests.database import Address

_TOKEN = "0" * 40


@dataclass(frozen=True)
class Platform:
    """`settings` are the environment of a server on the same database and keys as `app`."""

    settings: dict[str, str]
    app: Flask

    def cookie(self, **values: Any) -> str:
        """A signed session, as a browser would bring it, from which forms may be posted."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        return str(serializer.dumps({"csrf_token": _TOKEN, **values}))

    def token(self) -> str:
        """The token of a form of any of these sessions."""
        secret = self.app.config["SECRET_KEY"]
        return URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(_TOKEN)


def settings(folder: Path, database_url: str) -> dict[str, str]:
    """What a server is told; its files stay in `folder`."""
    return {
        "DATABASE_URL": database_url,
        "MIGRATION_URL": database_url,
        "QUEUE_URL": f"sqlite:///{folder}/queue.db",
        "KEYS_DIR": str(folder / "keys"),
        "PUBLIC_URL": "http://ikrar.test",
        "SECRET_KEY": "a secret for measuring",
        "SMTP_URL": "",
    }


@contextmanager
def platform(folder: Path, address: Address) -> Iterator[Platform]:
    """Open the platform on a migrated database, with an application context."""
    told = settings(folder, address.url)
    app = create_app(replace(Config.from_env(told), instance_dir=folder))
    with app.app_context():
        yield Platform(told, app)
        db.session.remove()
        db.engine.dispose()
