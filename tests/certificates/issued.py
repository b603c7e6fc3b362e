"""Certificates that were issued by signing, for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from declare.certificates import service
from declare.certificates.models import Certificate
from declare.events.models import Event
from declare.pledges import signing
from tests import factories
from tests.factories import World


def signed(made: World, event: Event, **values: Any) -> Certificate:
    """Somebody is admitted, signs five minutes later, and has this certificate."""
    person = factories.participant(made, event, **values)
    at = made.now + timedelta(minutes=5)
    pledge = signing.sign(made.session, made.keys, event, person, at)
    return service.find(made.session, pledge.code)
