"""The least that an application does: the floors of signing and of verifying.

Bare Flask views on the platform's own engine recipe: one takes down one fact for good, as one row
in one transaction; one looks a certificate up with one query, through the ORM, and shows it with
one template.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, abort, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, insert, select
from sqlalchemy.orm import Session

from config import Config
from declare.certificates.models import Certificate
from declare.database import open_engine, reading

ROW = Table("floor", MetaData(), Column("id", Integer, primary_key=True), Column("who", String))


def create() -> Flask:
    """The application of the floors, on the database that `DATABASE_URL` names."""
    app = Flask("floor", root_path=str(Path(__file__).parent), template_folder="bare")
    engine = open_engine(Config.from_env().database_url)

    @app.get("/healthz")
    def alive() -> ResponseReturnValue:
        return "ok"

    _signing(app, engine)
    _verifying(app, engine)
    return app


def _signing(app: Flask, engine: Engine) -> None:
    @app.post("/acara/<slug>/ikrar")
    def sign(slug: str) -> ResponseReturnValue:
        with engine.begin() as connection:
            connection.execute(insert(ROW), {"who": "somebody"})
        return redirect("/", 303)


def _verifying(app: Flask, engine: Engine) -> None:
    @app.get("/v/<code>")
    def show(code: str) -> ResponseReturnValue:
        with reading(), Session(engine) as session:
            found = session.scalar(select(Certificate).where(Certificate.code == code))
        if found is None:
            abort(404)
        return render_template("certificate.html", found=found)
