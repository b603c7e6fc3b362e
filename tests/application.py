"""One application for all tests of a worker on one kind of database, reset for each of them."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from config import Config
from declare import jobs
from declare.app import create_app
from declare.database import db
from declare.keys import Keyring
from declare.press import pdf
from tests.browser import Browser


class CompiledTemplates(FileSystemBytecodeCache):
    """Templates compiled once for all applications of a worker, for each language apart."""

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        language = getattr(environment, "language", "")
        return super().get_bucket(environment, f"{language}/{name}", filename, source)


def application(config: Config, compiled: CompiledTemplates) -> Flask:
    """A new application: 57 ms of CPU, and its templates once more."""
    app = create_app(config)
    app.testing = True
    app.test_client_class = Browser
    app.jinja_env.bytecode_cache = compiled
    return app


class Applications:
    """The applications of a worker by the address of their database."""

    def __init__(self, compiled: CompiledTemplates, keyring: Keyring) -> None:
        self._compiled = compiled
        self._keyring = keyring
        self._made: dict[str, tuple[Flask, dict[str, object]]] = {}

    def reset(self, config: Config) -> Flask:
        """The application at `config.database_url` as `create_app(config)` would leave it.

        A request can change, or a test may set, its settings, keys, queues, group commits, cached
        fragments of pages and what a signer knows of its timestamp authority; routes and functions
        around requests are fixed by the first request.
        """
        if config.database_url not in self._made:
            app = application(config, self._compiled)
            self._made[config.database_url] = app, dict(app.config)
        app, settings = self._made[config.database_url]
        app.config.clear()
        app.config.update(
            settings,
            SECRET_KEY=config.secret_key,
            PUBLIC_URL=config.public_url,
            MIGRATION_URL=config.migration_url,
            SESSION_COOKIE_SECURE=config.production,
        )
        app.instance_path = str(config.instance_dir.resolve())
        app.extensions["declare"] = config
        app.extensions["keyring"] = replace(self._keyring, marks=config.keys_dir / "marks")
        app.extensions["group_commits"].clear()
        jobs.attach(app)
        forget_fragments(app)
        pdf.local.cache_clear()
        return app

    def close(self) -> None:
        """Close their connections."""
        for app, _ in self._made.values():
            with app.app_context():
                db.engine.dispose()


def forget_fragments(app: Flask) -> None:
    """Empty what `cached_fragment` has remembered."""
    for templates in app._by_language.values():  # type: ignore[attr-defined]
        templates._fragment.cache_clear()
