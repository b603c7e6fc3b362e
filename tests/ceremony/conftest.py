"""What tests of the wall share."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.events.models import Event
from tests import factories
from tests.counts.hall import Hall


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> factories.World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def hall(made: factories.World, event: Event) -> Hall:
    return Hall(made, event)
