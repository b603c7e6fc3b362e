"""Commands of the operator: `flask --app wsgi …`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from config import Config
from declare import database, demo, jobs, migrations
from declare.accounts import audit as audit_log
from declare.accounts import closing, directory, password_rules, second_factor, sessions
from declare.accounts.models import Account
from declare.database import db
from declare.errors import Conflict, Invalid, NotFound
from declare.events import catalogue
from declare.keys import Keyring
from declare.outreach import account_letters
from declare.outside import audit, cosign
from declare.verify import by_file, by_text, cli_io, offline_pdf
from declare.verify.keyset import KeySet, KeySetError
from declare.verify.service import Verdict


def install(app: Flask) -> None:
    """Give an application its commands."""
    app.cli.add_command(create_organiser)
    app.cli.add_command(reset_second_factor)
    app.cli.add_command(sign_out)
    app.cli.add_command(close_account)
    app.cli.add_command(fill_with_samples)
    app.cli.add_command(work)
    app.cli.add_command(verify)
    app.cli.add_command(audit.command)
    app.cli.add_command(cosign.command)
    app.cli.add_command(Migrations(app))


class Migrations(click.Command):
    """Flask-Migrate's `db`. It brings Alembic, 11 MiB, so it is loaded when it is called."""

    def __init__(self, app: Flask) -> None:
        super().__init__("db", short_help="Perform database migrations.")
        self._app = app

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        """The context of the command that is meant; click goes on with that."""
        from flask_migrate import Migrate, cli

        Migrate(self._app, db, directory=migrations.FOLDER)
        context: click.Context = cli.db.make_context(*given, **named)
        return context


@click.command("create-organiser")
@click.argument("email")
@click.option("--password", help="Final; without it a one-time one of 24 hours is printed.")
@click.option("--admin", is_flag=True, help="Make it the instance's administrator.")
@with_appcontext
def create_organiser(email: str, password: str | None, admin: bool) -> None:
    """Let EMAIL create events: make its account, or give the one it has a new password."""
    session, chosen = db.session(), password or directory.one_time_password(email)
    host = current_app.extensions["declare"].host
    try:
        password_rules.check(chosen, (host,) if password else ())
        account = _organiser(email, chosen)
    except Invalid as refusal:
        raise click.ClickException(str(refusal)) from None
    account.may_create, account.admin = True, account.admin or admin
    account.proved_at = account.proved_at or _now()
    if account.admin or catalogue.runs_live(session, account.id):
        key = current_app.extensions["keyring"].data
        second_factor.begin(session, key, account.id, _now(), required=True)
    if password is None:
        directory.make_one_time(session, account, _now())
    what = "account.made_administrator" if admin else "account.made_organiser"
    audit_log.write(session, None, None, what, _now(), about=account.id)
    session.commit()
    click.echo(f"{email.strip().lower()} is an organiser.")
    if password is None:
        click.echo("This password opens the account within 24 hours, and only to replace it.")
        click.echo(f"Password: {chosen}")


def _organiser(email: str, password: str) -> Account:
    """The account of an address, made or given this password. Raises Invalid."""
    session, account = db.session(), directory.by_email(db.session(), email)
    if account is None:
        name = email.partition("@")[0]
        return directory.create(session, email, name, password, _now(), may_create=True)
    directory.change_password(session, account, password)
    _tell(account, "password")
    return account


@click.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Take EMAIL's second factor away: telephone and recovery codes are lost. It is audited.

    Make sure first, outside this system, that the person who asks is the account's.
    """
    session, account = db.session(), _account(email)
    second_factor.reset(session, current_app.extensions["keyring"].data, account, _now())
    audit_log.write(session, None, None, "account.factor_reset", _now(), about=account.id)
    _tell(account, "removed")
    session.commit()
    click.echo("The second factor is taken away, and every session of the account has ended.")


@click.command("sign-out")
@click.argument("email", required=False)
@click.option("--everybody", is_flag=True, help="End the sessions of every account.")
@with_appcontext
def sign_out(email: str | None, everybody: bool) -> None:
    """End every session of EMAIL's account, as after a telephone was stolen. It is audited."""
    if everybody == bool(email):
        raise click.UsageError("Name one account, or --everybody.")
    session, account = db.session(), _account(email) if email else None
    if account is None:
        sessions.end_everybodys(session)
    else:
        sessions.end_all(session, account.id)
    about = account.id if account else None
    audit_log.write(session, None, None, "account.signed_out_by_operator", _now(), about=about)
    session.commit()
    click.echo("The sessions have ended.")


@click.command("close-account")
@click.argument("email")
@click.option("--heir", help="Becomes the owner of its events; an organiser of each.")
@with_appcontext
def close_account(email: str, heir: str | None) -> None:
    """End EMAIL's account for good: sessions, roles, name and address. It is audited."""
    session, account = db.session(), _account(email)
    try:
        closing.close(session, account, _account(heir) if heir else None, _now())
    except (Conflict, NotFound):
        raise click.ClickException(
            "An event would be without an owner or organiser: name an --heir who organises it."
        ) from None
    audit_log.write(session, None, None, "account.closed", _now(), about=account.id)
    session.commit()
    click.echo("The account is closed.")


def _tell(account: Account, what: str) -> None:
    config: Config = current_app.extensions["declare"]
    account_letters.send_account_changed(db.session(), config.public_url, account, what, _now())


def _account(email: str) -> Account:
    account = directory.by_email(db.session(), email)
    if account is None:
        raise click.ClickException("There is no such account.")
    return account


@click.command("demo")
@with_appcontext
def fill_with_samples() -> None:
    """Fill an empty instance with three sample events. Not for a production."""
    config: Config = current_app.extensions["declare"]
    if config.production:
        raise click.ClickException("A production is not filled with samples.")
    keys = current_app.extensions["keyring"]
    slugs = demo.fill(db.session(), keys, config.public_url, _now(), _show_progress)
    for slug in slugs:
        click.echo(f"{config.public_url}/acara/{slug}")
    if not slugs:
        click.echo("The sample events are there already.")


@click.command("worker")
@with_appcontext
def work() -> None:
    """Send mail, write down the end of signing, and do long work, until a signal ends it.

    Run it once, beside gunicorn. It has a child for mail and one for long work; exit status 1 says
    that one of them ended by itself.
    """
    jobs.work(current_app)


@click.command("verify")
@click.argument("source", metavar="FILE-OR-TEXT")
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def verify(source: str, keys: Path | None) -> None:
    """Check a certificate: its code, the text or digits of its QR, its PDF, or its token as a file.

    Prints JSON. With --keys (a saved jwks.json) nothing else is asked, and the best verdict is
    "authentic"; without, the record of this instance is. Exit status: 0 for "valid", "authentic"
    and "sample", 1 for every other verdict, 2 for keys that cannot be read.
    """
    try:
        pinned = KeySet.read(keys.read_bytes()) if keys else None
    except KeySetError as fault:
        raise click.BadParameter(f"no key set: {fault}", param_hint="--keys") from None
    verdict, code, checks = cli_io.verify_offline(source, pinned) if pinned else _recorded(source)
    click.echo(cli_io.as_json(verdict, code, checks))
    sys.exit(cli_io.status(verdict))


def _recorded(source: str) -> offline_pdf.OfflineVerdict:
    """The verdict by the record, or by the keys alone where there is no database."""
    keyring: Keyring = current_app.extensions["keyring"]
    pdf = cli_io.read_pdf(source)
    try:
        with database.reading():
            if pdf is not None:
                return _answer(by_file.verify(db.session(), keyring, pdf))
            reading = cli_io.read_argument(source)
            return _answer(by_text.verify_reading(db.session(), keyring, reading), reading.code)
    except by_file.Unreadable:
        return offline_pdf.UNREADABLE
    except DBAPIError:
        return cli_io.verify_offline(source, by_text.pinned(keyring))


def _answer(verdict: Verdict, code: str | None = None) -> offline_pdf.OfflineVerdict:
    code = verdict.certificate.code if verdict.certificate else code
    return verdict.result, code or "", verdict.checks


def _show_progress(slug: str, done: int, total: int) -> None:
    """Print the progress of one event: a terminal rewrites the line, elsewhere only its end is."""
    if sys.stderr.isatty() and done % 25 == 0:
        click.echo(f"\r{slug}: {done} of {total}", nl=False, err=True)
    if done == total:
        start = "\r" if sys.stderr.isatty() else ""
        click.echo(f"{start}{slug}: {done} of {total}", err=True)


def _now() -> datetime:
    moment: datetime = current_app.config["CLOCK"]()
    return moment
