"""What a web worker does without: memory is for pages, and there are several workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Config
from tests import factories
from tests.certificates.issued import signed

ROOT = Path(__file__).resolve().parent.parent
NEVER = {"alembic", "flask_migrate", "fontTools", "psycopg", "pydyf", "redis", "weasyprint"}
"""Libraries for who migrates, for who casts plates, and for databases that are not this one."""

SERVE = """
import json, sys
from wsgi import app
answers = [app.test_client().get(path) for path in sys.argv[1:]]
print(json.dumps([[a.status_code for a in answers], [m for m in sys.modules if "." not in m]]))
"""
OPEN = """
import sys
from declare import jobs
queue = jobs.open_queue(sys.argv[1])
print(type(queue).__name__, "redis" in sys.modules, "psycopg" in sys.modules)
"""


def told(program: str, *arguments: str, **settings: str) -> str:
    """What a Python program prints in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def test_a_worker_that_served_pages_has_not_loaded_what_others_need(
    app: Flask, session: Session, config: Config, now: datetime
) -> None:
    made = factories.world(app, session, now)
    event = factories.event(made)
    code = signed(made, event).code
    session.commit()
    paths = ["/", "/readyz", f"/acara/{event.slug}", f"/sertifikat/{code}.pdf", f"/v/{code}"]
    settings = {
        "DATABASE_URL": config.database_url,
        "MIGRATION_URL": "",
        "QUEUE_URL": f"sqlite:///{config.instance_dir}/queue.db",
        "PUBLIC_URL": config.public_url,
        "SECRET_KEY": config.secret_key,
        "KEYS_DIR": str(config.keys_dir),
    }
    statuses, modules = json.loads(told(SERVE, *paths, **settings))
    assert statuses == [200] * len(paths)
    assert {"flask", "huey", "pyhanko"} <= set(modules)
    assert set(modules) & NEVER == set()


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("memory:", "MemoryHuey False False"),
        ("redis://127.0.0.1:1/0", "RedisHuey True False"),
    ],
)
def test_a_queue_loads_its_own_store_only(address: str, opened: str) -> None:
    assert told(OPEN, address).strip() == opened
