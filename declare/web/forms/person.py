"""Forms of a person: the printed wording, and all fields of a registration.

Fields hold the typed text; `registrations.intake` parses it.
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
    """The name and position printed on the certificate."""

    front_title = typed(_l("Gelar depan"))
    name = typed(_l("Nama lengkap"), required=True)
    back_title = typed(_l("Gelar belakang"))
    position = typed(_l("Jabatan tertulis"))

    @property
    def printed_name(self) -> str:
        """The name with its titles, as printed."""
        parts = (self.front_title.data, self.name.data, self.back_title.data)
        return names.printed(*(part or "" for part in parts))

    @property
    def printed_position(self) -> str:
        """The position, as printed."""
        return self.position.data or ""


class WordingForm(PrintedForm):
    """A participant's own name and position, edited before signing."""

    registration = HiddenField()

    def faults(self) -> Sequence[Fault]:
        """The faults of the wording."""
        wording = intake.read_wording(self.typed())
        return [] if isinstance(wording, Wording) else wording

    def wording(self) -> Wording:
        """The wording of a form without faults. Raises IntakeError."""
        wording = intake.read_wording(self.typed())
        if not isinstance(wording, Wording):
            raise IntakeError(wording)
        return wording


class ParticipantForm(PrintedForm, SeatForm):
    """All fields of a registration, in the order of the page."""

    FIRST = ("front_title", "name", "back_title", "office", "acting", "region", "position")
    """Fields in front: the seat comes before the position, which is proposed from it."""

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

    def faults(self) -> Sequence[Fault]:
        """The faults of the registration."""
        data = intake.read(self.typed())
        return [] if isinstance(data, RegistrationData) else data

    def shows_name(self) -> bool:
        """Nobody consents for another: only the public form asks."""
        return False

    def to_data(self, language: str) -> RegistrationData:
        """The registration data of a form without faults. Raises IntakeError."""
        data = intake.read(self.typed(), show_name=self.shows_name(), language=language)
        if not isinstance(data, RegistrationData):
            raise IntakeError(data)
        return data


class RegistrationForm(ParticipantForm):
    """The public registration form: a participant's fields, with consent.

    A wrong event code is no fault: it only lifts nothing.
    """

    show_name = BooleanField(
        _l(
            "Tampilkan nama saya pada halaman publik acara ini, termasuk layar. "
            "Dapat ditarik kembali kapan saja."
        )
    )
    event_code = typed(_l("Kode acara"))

    consent = BooleanField(
        _l("Saya telah membaca pemberitahuan privasi dan bersedia dicatat jabatan dan wilayahnya."),
        [ticked(_l("Baca pemberitahuan privasi, lalu beri tanda."))],
    )

    def shows_name(self) -> bool:
        """Whether the box was ticked."""
        return bool(self.show_name.data)
