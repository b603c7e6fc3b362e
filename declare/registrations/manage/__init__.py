"""The organiser's side: who is admitted, one participant's page, and taking somebody in by hand."""

from declare.registrations.manage import admission, form, person
from declare.registrations.manage.pages import blueprint

__all__ = ["admission", "blueprint", "form", "person"]
