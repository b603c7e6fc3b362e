"""The organiser's side of an event, one module for each noun of its preparation."""

from declare.events.manage import (
    admission,
    certificate,
    event,
    programme,
    publication,
    seats,
    statement,
)
from declare.events.manage.pages import blueprint

__all__ = [
    "admission",
    "blueprint",
    "certificate",
    "event",
    "programme",
    "publication",
    "seats",
    "statement",
]
