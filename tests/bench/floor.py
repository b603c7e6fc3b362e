"""The least that an application does to take down one fact for good: the floor of signing.

A bare Flask view, on the platform's own engine recipe, that inserts one row in one transaction.
"""

from __future__ import annotations

from flask import Flask, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import Column, Integer, MetaData, String, Table, insert

from config import Config
from declare.database import open_engine

ROW = Table("floor", MetaData(), Column("id", Integer, primary_key=True), Column("who", String))


def create() -> Flask:
    """The application of the floor, on the database that `DATABASE_URL` names."""
    app = Flask("floor")
    engine = open_engine(Config.from_env().database_url)

    @app.get("/healthz")
    def alive() -> ResponseReturnValue:
        return "ok"

    @app.post("/acara/<slug>/ikrar")
    def sign(slug: str) -> ResponseReturnValue:
        with engine.begin() as connection:
            connection.execute(insert(ROW), {"who": "somebody"})
        return redirect("/", 303)

    return app
