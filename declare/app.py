"""`create_app`: the only module that knows every slice."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from whitenoise import WhiteNoise

from config import ROOT, Config
from declare import cli, jobs, journal
from declare.database import db, options, prepare
from declare.keys import Keyring
from declare.pledges.group_commit import GroupCommit
from declare.web import (
    account_session,
    errors,
    forgery,
    guard,
    headers,
    language,
    organiser_browser,
    requests,
    templating,
    urls,
)
from declare.web.application import Application
from declare.web.cookies import PrivateSessions
from declare.web.drain import DrainRequestBody


def create_app(config: Config) -> Flask:
    """An application for `config`. It opens no database connection: workers fork after it."""
    app = Application(
        "declare",
        root_path=str(ROOT / "declare"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        static_url_path="/static",
        instance_path=str(config.instance_dir.resolve()),
    )
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    app.config.from_mapping(_settings(config))
    app.session_interface = PrivateSessions()
    app.extensions["declare"] = config
    app.extensions["keyring"] = Keyring.open(config.keys_dir)
    _install(app)
    app.extensions["group_commits"] = defaultdict(GroupCommit)
    urls.install(app)
    cli.install(app)
    app.wsgi_app = DrainRequestBody(_files(app))  # type: ignore[method-assign]
    return app


def _files(app: Flask) -> WhiteNoise:
    """Serve static/ before the application is asked, compressed where a .gz lies beside a file."""
    return WhiteNoise(
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=86_400,
        add_headers_function=lambda headers, path, url: headers.setdefault(
            "X-Content-Type-Options", "nosniff"
        ),
    )


def _settings(config: Config) -> dict[str, object]:
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": options(config.database_url),
        "MIGRATION_URL": config.migration_url,
        "PUBLIC_URL": config.public_url,
        "CLOCK": lambda: datetime.now(UTC),
        "MAX_CONTENT_LENGTH": 10 * 1024 * 1024 + 64 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=31),
        "SESSION_COOKIE_NAME": "__Host-declare" if config.production else "declare",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.production,
        "SESSION_PROTECTION": None,
        "WTF_CSRF_TIME_LIMIT": None,
        # The token and SameSite guard a form; a referrer is what privacy settings remove.
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "id",
    }


def _install(app: Flask) -> None:
    journal.install(app)
    app.before_request(requests.begin)
    app.after_request(headers.secure)
    app.after_request(organiser_browser.keep)
    errors.install(app)
    templating.install(app)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    Babel(app, locale_selector=language.select_language)
    forgery.Guarded(app)
    signing_in = LoginManager(app)
    signing_in.session_protection = None
    signing_in.request_loader(account_session.load)
    app.before_request(guard.guard)
    jobs.attach(app)
