"""A person: what will be printed, and everything else that a registration says.

A field keeps what was typed. What it means (an E.164 number, eighteen digits, a position that the
rule fills in) is read from it in `application`, once the whole form is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField
from wtforms.validators import DataRequired, ValidationError

from declare import contacts
from declare.core import name as names
from declare.core import nip as nips
from declare.core import office as offices
from declare.core import region as regions
from declare.core.office import Acting, Office
from declare.registrations.registration_data import RegistrationData
from declare.web.forms.seat import SeatForm
from declare.web.forms.text import choices, one_of, text, ticked
from declare.web.words import OFFICES

ACTINGS = {
    Acting.NONE: _l("Definitif"),
    Acting.PJ: _l("Penjabat (Pj.)"),
    Acting.PJS: _l("Penjabat sementara (Pjs.)"),
    Acting.PLT: _l("Pelaksana tugas (Plt.)"),
    Acting.PLH: _l("Pelaksana harian (Plh.)"),
}
_SEATS = [office for office in Office if office is not Office.OTHER]


class PrintedForm(FlaskForm):
    """What will stand on the certificate."""

    front_title = text(_l("Gelar depan"), 60)
    name = text(_l("Nama lengkap"), names.MAX_NAME, DataRequired(_l("Isi nama lengkap.")))
    back_title = text(_l("Gelar belakang"), 60)
    position = text(_l("Jabatan tertulis"), names.MAX_POSITION)

    @property
    def printed_name(self) -> str:
        """The name as it will be printed."""
        parts = (self.front_title.data, self.name.data, self.back_title.data)
        return names.printed(*(part or "" for part in parts))

    @property
    def printed_position(self) -> str:
        """The position as it will be printed."""
        return self.position.data or ""

    def validate_name(self, field: Field) -> None:
        """Refuse a name of signs only, and one that is too long together with its titles."""
        if not 0 < len(names.key(field.data)) <= names.MAX_NAME:
            raise ValidationError(_l("Isi nama dengan huruf."))
        if len(self.printed_name.encode()) > names.MAX_NAME:
            raise ValidationError(_l("Nama beserta gelar terlalu panjang untuk dicetak."))


class WordingForm(PrintedForm):
    """A participant's own name and position, mended before signing."""

    registration = HiddenField()

    def validate_position(self, field: Field) -> None:
        """Refuse an empty position."""
        if not field.data:
            raise ValidationError(_l("Isi jabatan seperti yang akan dicetak."))


class ParticipantForm(PrintedForm, SeatForm):
    """Everything that a registration says, in the order in which it is asked."""

    FIRST = ("front_title", "name", "back_title", "office", "acting", "region", "position")
    """The page asks for the seat before the position that follows from it."""

    def __iter__(self) -> Iterator[Field]:
        yield from (self[name] for name in self.FIRST)
        yield from (field for field in super().__iter__() if field.short_name not in self.FIRST)

    acting = SelectField(
        _l("Kedudukan"),
        [one_of(frozenset(Acting), _l("Pilih kedudukan."))],
        choices=choices(ACTINGS),
        default="",
        validate_choice=False,
    )
    represents = SelectField(
        _l("Jabatan yang diwakili"),
        [one_of({"", *_SEATS}, _l("Pilih jabatan yang diwakili."))],
        choices=choices({"": _l("Tidak mewakili")} | {seat: OFFICES[seat] for seat in _SEATS}),
        default="",
        validate_choice=False,
    )
    mandate = text(_l("Nomor dan tanggal surat tugas"), 200)
    agency = text(_l("Instansi"), 200)
    email = text(_l("Surel"), 254)
    phone = text(_l("Telepon"), 40)
    nip = text(_l("NIP"), 40)
    show_name = BooleanField(_l("Tampilkan nama saya pada layar acara."))

    @property
    def printed_position(self) -> str:
        """The position as it will be printed: as typed, or else by the rule."""
        if self.position.data or self.office.data not in OFFICES:
            return self.position.data or ""
        try:
            region = regions.find(self.region.data)
        except regions.UnknownRegion:
            return ""
        acting = self.acting.data if self.acting.data in ACTINGS else ""
        return offices.position(Office(self.office.data), region, Acting(acting))

    def validate_position(self, field: Field) -> None:
        """Refuse an empty position where the rule knows none."""
        try:
            proposed = names.check(self.printed_position, names.MAX_POSITION)
        except names.TextError:
            raise ValidationError(_l("Isi jabatan seperti yang akan dicetak.")) from None
        if not proposed and self.region.data and self.office.data:
            raise ValidationError(_l("Isi jabatan seperti yang akan dicetak."))

    def validate_represents(self, field: Field) -> None:
        """Refuse a delegate of his own office, and a letter that sends nobody."""
        if field.data and field.data == self.office.data:
            raise ValidationError(_l("Jabatan yang diwakili harus lain dari jabatan sendiri."))
        if self.mandate.data and not field.data:
            raise ValidationError(_l("Pilih jabatan yang diwakili, atau kosongkan surat tugas."))

    def validate_mandate(self, field: Field) -> None:
        """Refuse a delegate without a letter."""
        if self.represents.data and not field.data:
            raise ValidationError(_l("Isi nomor dan tanggal surat tugas."))

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address, and a registration without any contact."""
        if not field.data and not self.phone.data:
            raise ValidationError(_l("Isi surel atau telepon."))
        if field.data and not contacts.address(field.data):
            raise ValidationError(_l("Tulis alamat surel seperti nama@contoh.go.id."))

    def validate_phone(self, field: Field) -> None:
        """Refuse what is no telephone number."""
        if field.data and not contacts.number(field.data):
            raise ValidationError(_l("Tulis nomor telepon seperti 0812 3456 7890."))

    def validate_nip(self, field: Field) -> None:
        """Refuse anything but eighteen digits; what else is odd about them is no reason."""
        try:
            _nip(field.data)
        except nips.NipError:
            raise ValidationError(_l("NIP terdiri atas 18 angka. Boleh dikosongkan.")) from None

    def application(self, language: str) -> RegistrationData:
        """What the form says, after it has been validated."""
        copied = ("front_title", "name", "back_title", "office", "acting", "region", "agency")
        return RegistrationData(
            **{field: self[field].data for field in (*copied, "represents", "mandate")},
            position=self.printed_position,
            email=contacts.address(self.email.data),
            phone=contacts.number(self.phone.data),
            nip=_nip(self.nip.data),
            show_name=self.show_name.data,
            language=language,
        )


class RegistrationForm(ParticipantForm):
    """The public form."""

    consent = BooleanField(
        _l("Saya telah membaca pemberitahuan privasi dan bersedia dicatat jabatan dan wilayahnya."),
        [ticked(_l("Baca pemberitahuan privasi, lalu beri tanda."))],
    )


def _nip(text: str) -> str:
    return nips.read(text).digits if text else ""
