"""The participant's side: asking to take part, coming in, the room, the name that is printed."""

from declare.registrations.views import application, correction, entrance, room, wording
from declare.registrations.views.pages import blueprint

__all__ = ["application", "blueprint", "correction", "entrance", "room", "wording"]
