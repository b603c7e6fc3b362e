"""A person: what will be printed, and everything else that a registration says.

A field keeps what was typed. What it means is read by `registrations.intake`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectField

from declare.core import name as names
from declare.core.office import Acting
from declare.registrations import intake
from declare.registrations.faults import Fault, IntakeError
from declare.registrations.intake import REPRESENTED, RegistrationData, Wording
from declare.web.forms.fields import offered, ticked, typed
from declare.web.forms.intake import IntakeForm
from declare.web.forms.seat import SeatForm
from declare.web.words import OFFICES

ACTINGS = {
    Acting.NONE: _l("Definitif"),
    Acting.PJ: _l("Penjabat (Pj.)"),
    Acting.PJS: _l("Penjabat sementara (Pjs.)"),
    Acting.PLT: _l("Pelaksana tugas (Plt.)"),
    Acting.PLH: _l("Pelaksana harian (Plh.)"),
}


class PrintedForm(IntakeForm):
    """What will stand on the certificate."""

    front_title = typed(_l("Gelar depan"))
    name = typed(_l("Nama lengkap"), required=True)
    back_title = typed(_l("Gelar belakang"))
    position = typed(_l("Jabatan tertulis"))

    @property
    def printed_name(self) -> str:
        """The name as it will be printed."""
        parts = (self.front_title.data, self.name.data, self.back_title.data)
        return names.printed(*(part or "" for part in parts))

    @property
    def printed_position(self) -> str:
        """The position as it will be printed."""
        return self.position.data or ""


class WordingForm(PrintedForm):
    """A participant's own name and position, mended before signing."""

    registration = HiddenField()

    def faults(self) -> Sequence[Fault]:
        """What is wrong with the words."""
        wording = intake.read_wording(self.typed())
        return [] if isinstance(wording, Wording) else wording

    def wording(self) -> Wording:
        """The words of a form that has no fault."""
        wording = intake.read_wording(self.typed())
        if not isinstance(wording, Wording):
            raise IntakeError(wording)
        return wording


class ParticipantForm(PrintedForm, SeatForm):
    """Everything that a registration says, in the order in which it is asked."""

    FIRST = ("front_title", "name", "back_title", "office", "acting", "region", "position")
    """The page asks for the seat before the position that follows from it."""

    def __iter__(self) -> Iterator[Field]:
        yield from (self[name] for name in self.FIRST)
        yield from (field for field in super().__iter__() if field.short_name not in self.FIRST)

    acting = SelectField(
        _l("Kedudukan"), choices=offered(ACTINGS), default="", validate_choice=False
    )
    represents = SelectField(
        _l("Jabatan yang diwakili"),
        choices=offered({"": _l("Tidak mewakili")} | {one: OFFICES[one] for one in REPRESENTED}),
        default="",
        validate_choice=False,
    )
    mandate = typed(_l("Nomor dan tanggal surat tugas"))
    agency = typed(_l("Instansi"))
    email = typed(_l("Surel"))
    phone = typed(_l("Telepon"))
    nip = typed(_l("NIP"))
    show_name = BooleanField(_l("Tampilkan nama saya pada layar acara."))

    def faults(self) -> Sequence[Fault]:
        """What is wrong with the registration."""
        data = intake.read(self.typed())
        return [] if isinstance(data, RegistrationData) else data

    def to_data(self, language: str) -> RegistrationData:
        """The registration of a form that has no fault."""
        data = intake.read(self.typed(), show_name=self.show_name.data, language=language)
        if not isinstance(data, RegistrationData):
            raise IntakeError(data)
        return data


class RegistrationForm(ParticipantForm):
    """The public form."""

    consent = BooleanField(
        _l("Saya telah membaca pemberitahuan privasi dan bersedia dicatat jabatan dan wilayahnya."),
        [ticked(_l("Baca pemberitahuan privasi, lalu beri tanda."))],
    )
