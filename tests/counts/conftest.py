"""What tests of counting share."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.events.models import Event
from tests import factories
from tests.browser import Browser
from tests.counts.hall import Hall


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> factories.World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: factories.World) -> Event:
    """An event that expects every office of a province and of one of its regencies."""
    offices = ["regional_head", "regional_secretary", "staffing_agency_head", "election_supervisor"]
    return factories.event(made, offices=offices)


@pytest.fixture
def hall(made: factories.World, event: Event) -> Hall:
    return Hall(made, event)


@pytest.fixture
def organiser(client: Browser, made: factories.World, event: Event) -> Browser:
    return factories.sign_in(client, factories.member(made, event, Role.ORGANISER))


@pytest.fixture
def observer(client: Browser, made: factories.World, event: Event) -> Browser:
    return factories.sign_in(client, factories.member(made, event, Role.OBSERVER))
