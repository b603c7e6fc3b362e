"""Ordered lists of an event: agenda, partners, key figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from declare.errors import Conflict, NotFound

MOST = 50
"""Most items of one list."""


class Placed(Protocol):
    """A row with a place in its list."""

    id: int
    ordinal: int


Item = TypeVar("Item", bound=Placed)


def find(items: Sequence[Item], item_id: int) -> Item:
    """The item with this id. Raises NotFound."""
    for item in items:
        if item.id == item_id:
            return item
    raise NotFound


def append(session: Session, items: list[Item], item: Item) -> None:
    """Put an item at the end. Raises Conflict beyond `MOST` items."""
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
