"""What is typed to register, to come in, and to mend a name."""

from declare.registrations.forms.person import ParticipantForm, RegistrationForm, WordingForm
from declare.registrations.forms.seat import EntryForm, positions

__all__ = ["EntryForm", "ParticipantForm", "RegistrationForm", "WordingForm", "positions"]
