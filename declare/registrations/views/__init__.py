"""The participant's side: asking to take part, coming in, the room, the name to be printed."""

from declare.registrations.views import application, entrance, room, wording
from declare.registrations.views.pages import blueprint

__all__ = ["application", "blueprint", "entrance", "room", "wording"]
