"""The schema, step by step. Tests, `make run` and deployments all come this way.

Web workers only ask for `newest`. Alembic and what it brings, 11 MiB, are imported by who migrates.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent


def upgrade(url: str, application_url: str = "") -> None:
    """Bring the database at `url` to the newest schema; nothing happens when it is there.

    `application_url` is how web and worker will connect. Where that is another PostgreSQL role,
    it is granted what it needs, which on the ledger's tables is SELECT and INSERT only.
    """
    from alembic import command

    command.upgrade(configuration(url, application_url), "head")


def configuration(url: str, application_url: str = "") -> Config:
    """Alembic's configuration for the database at `url`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes.update(url=url, application_url=application_url)
    return config


@cache
def newest() -> str:
    """The revision that `upgrade` leads to: each file is named by its own, in their order."""
    return max(file.name for file in (FOLDER / "versions").glob("*.py")).partition("_")[0]
