"""The organiser's side: who is admitted, one participant's page, taking somebody in by hand, and
what happens to a pledge after it was signed."""

from declare.registrations.manage import admission, correction, form, person, revocation
from declare.registrations.manage.pages import blueprint

__all__ = ["admission", "blueprint", "correction", "form", "person", "revocation"]
