"""A seat that many have, such as the group of other offices of one region: codes tried there."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts.models import Attempt
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock
from tests.registrations.test_coming_in import ROOM, code, enter


@pytest.mark.twin
def test_a_crowded_seat_costs_one_row_a_try_and_its_mistakes_shut_nobody_out(
    client: Browser, session: Session, made: factories.World, clock: Clock
) -> None:
    """Hundreds of one office's staff may have the seat of other offices, in one network."""
    event = factories.event(made)
    number = 10
    names = [f"Marlina {n}" for n in range(number)]
    seat = {"office": "other", "region": "12.06"}
    people = [factories.participant(made, event, name=name, **seat) for name in names]
    for wrong in range(6):
        assert enter(client, "ZZZZZZZZ", **seat) == 422
        assert session.scalar(select(func.count(Attempt.id))) == wrong + 1
    assert enter(client, code(made, people[-1]), **seat) == 303
    assert people[-1].printed_name in client.get(ROOM).text
    answers = [enter(client, "ZZZZZZZZ", **seat) for _ in range(5 * number - 6 + 1)]
    assert answers == [422] * (5 * number - 6) + [429]
    assert enter(client, code(made, people[0]), **seat) == 429
    assert enter(client, code(made, people[-1]), **seat) == 303
    clock.advance(minutes=15, seconds=1)
    assert enter(client, code(made, people[0]), **seat) == 303
