"""What the tests of letters share."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests import factories


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> factories.World:
    return factories.world(app, session, now)
