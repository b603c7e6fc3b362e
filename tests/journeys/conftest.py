"""A server in a thread, a browser at 360 px, and the mail that the server sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from config import Config
from tests import factories
from tests.journeys.desk import TELEPHONE, Desk
from tests.journeys.letters import Letters
from tests.ports import free_port

CHROMIUM = "/usr/bin/chromium-headless-shell"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture
def config(config: Config) -> Config:
    """As for other tests, at an address that a browser reaches: it is printed in every QR."""
    port = free_port()
    return replace(config, public_url=f"http://127.0.0.1:{port}", port=port)


class Site:
    """The running platform, until it is stopped."""

    def __init__(self, app: Flask, config: Config) -> None:
        self.address = config.public_url
        self._server = make_server("127.0.0.1", config.port, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        """Nobody answers at the address any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def site(app: Flask, config: Config) -> Iterator[Site]:
    site = Site(app, config)
    yield site
    site.stop()


@pytest.fixture
def address(site: Site) -> str:
    """The address of the running platform."""
    return site.address


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A browser, gone before other tests run: Playwright leaves an event loop running in this
    thread, in which nothing may call `asyncio.run`, as signing a PDF does."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A telephone. axe-core is brought in past the pages' own policy on scripts."""
    context = chromium.new_context(viewport=TELEPHONE, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs JavaScript: everything works without it."""
    return bool(request.param)


@pytest.fixture
def desk(chromium: Browser, address: str, scripts: bool) -> Iterator[Desk]:
    """People with a telephone each."""
    desk = Desk(chromium, address, scripts)
    yield desk
    desk.close()


@pytest.fixture
def letters(app: Flask, tmp_path: Path) -> Letters:
    return Letters(app, tmp_path / "outbox")


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> factories.World:
    return factories.world(app, session, now)
