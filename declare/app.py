"""`create_app`: the only module that knows every slice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from whitenoise import WhiteNoise

from config import ROOT, Config
from declare import access, cli, health, jobs, journal, web
from declare.accounts import service as accounts
from declare.accounts.manage import blueprint as accounts_manage
from declare.accounts.views import blueprint as accounts_views
from declare.attendance.announcement_manage import blueprint as announcements_manage
from declare.attendance.manage import blueprint as attendance_manage
from declare.attendance.views import blueprint as attendance_views
from declare.bodies import HeardOut
from declare.ceremony.views import blueprint as ceremony_views
from declare.certificates.manage import blueprint as certificates_manage
from declare.certificates.views import blueprint as certificates_views
from declare.cookies import PrivateSessions
from declare.database import db, options, prepare
from declare.events.manage import blueprint as events_manage
from declare.events.views import blueprint as events_views
from declare.keys import Keyring
from declare.ledger.files_views import blueprint as log_views
from declare.ledger.views import blueprint as ledger_views
from declare.ledger.witness_manage import blueprint as witnesses_manage
from declare.ledger.witness_views import blueprint as witnesses_views
from declare.platform import Platform
from declare.pledges.manage import blueprint as pledges_manage
from declare.pledges.views import blueprint as pledges_views
from declare.registrations.manage import blueprint as registrations_manage
from declare.registrations.views import blueprint as registrations_views
from declare.verify.views import blueprint as verify_views

BLUEPRINTS = (
    accounts_views,
    accounts_manage,
    events_views,
    events_manage,
    registrations_views,
    registrations_manage,
    pledges_views,
    pledges_manage,
    certificates_views,
    certificates_manage,
    attendance_views,
    attendance_manage,
    announcements_manage,
    verify_views,
    ledger_views,
    log_views,
    witnesses_views,
    witnesses_manage,
    ceremony_views,
    health.blueprint,
)


def create_app(config: Config) -> Flask:
    """An application for `config`. It opens no database connection: workers fork after it."""
    app = Platform(
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
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    cli.install(app)
    app.wsgi_app = HeardOut(_files(app))  # type: ignore[method-assign]
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
        "SESSION_COOKIE_NAME": "declare",
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
    web.install(app)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    Babel(app, locale_selector=web.select_language)
    CSRFProtect(app)
    signing_in = LoginManager(app)
    signing_in.session_protection = None
    signing_in.user_loader(lambda key: accounts.signed_in(db.session, key))
    app.before_request(access.guard)
    jobs.attach(app)
