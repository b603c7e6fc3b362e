"""Things of an event that stand in an order of their own: agenda, partners, key figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from declare.errors import Conflict, NotFound

MOST = 50
"""So many of one kind an event may have."""


class Placed(Protocol):
    """A row with a place among its like."""

    id: int
    ordinal: int


Item = TypeVar("Item", bound=Placed)


def find(items: Sequence[Item], item_id: int) -> Item:
    """The item with this number. Raises NotFound."""
    for item in items:
        if item.id == item_id:
            return item
    raise NotFound


def append(session: Session, items: list[Item], item: Item) -> None:
    """Put an item at the end. Raises Conflict when there are too many."""
    if len(items) >= MOST:
        raise Conflict(f"Paling banyak {MOST} isian.")
    items.append(item)
    _number(session, items)


def move(session: Session, items: list[Item], item_id: int, step: int) -> None:
    """Move an item by `step` places, at most to an end. Raises NotFound."""
    item = find(items, item_id)
    place = max(0, items.index(item) + step)
    items.remove(item)
    items.insert(place, item)
    _number(session, items)


def remove(session: Session, items: list[Item], item_id: int) -> None:
    """Take an item out, which deletes it. Raises NotFound."""
    items.remove(find(items, item_id))
    _number(session, items)


def _number(session: Session, items: list[Item]) -> None:
    for ordinal, item in enumerate(items, start=1):
        item.ordinal = ordinal
    session.flush()
