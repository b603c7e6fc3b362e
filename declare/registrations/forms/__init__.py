"""What is typed to register, to come in, to mend a name, and to correct or end what was signed."""

from declare.registrations.forms.correction import (
    AcceptanceForm,
    CorrectionForm,
    RefusalForm,
    RevocationForm,
)
from declare.registrations.forms.person import ParticipantForm, RegistrationForm, WordingForm
from declare.registrations.forms.seat import EntryForm, positions

__all__ = [
    "AcceptanceForm",
    "CorrectionForm",
    "EntryForm",
    "ParticipantForm",
    "RefusalForm",
    "RegistrationForm",
    "RevocationForm",
    "WordingForm",
    "positions",
]
