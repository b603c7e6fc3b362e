"""Forms of an event's identity, schedule, admission and contact."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form
from wtforms.validators import ValidationError

from declare import contacts
from declare.core.moment import Zone
from declare.events.models import Admission, Purpose
from declare.web.forms.fields import day, hour, long_text, printable, radios, text
from declare.web.forms.pictures import picture

PURPOSES = {
    Purpose.LIVE.value: _l("Acara sungguhan"),
    Purpose.REHEARSAL.value: _l("Gladi: latihan, sertifikat bertanda CONTOH"),
    Purpose.SAMPLE.value: _l("Contoh: untuk dilihat dan dicoba siapa pun"),
}
ADMISSIONS = {
    Admission.APPROVAL.value: _l("Siapa pun mendaftar, panitia menyetujui"),
    Admission.INVITATION.value: _l("Hanya peserta yang ditambahkan panitia"),
    Admission.DOMAIN.value: _l("Surel dengan domain tertentu langsung diterima"),
    Admission.OPEN.value: _l("Siapa pun langsung diterima"),
}
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII)
_MOST_DOMAINS = 100
_EVENT_CODE = re.compile(r"[A-Z0-9]{6,20}", re.ASCII)


class NewEvent(FlaskForm):
    title = text(_l("Nama acara"), 200, _l("Isi nama acara."))
    purpose = radios(_l("Tujuan"), PURPOSES, Purpose.LIVE.value)
    slug = text(_l("Alamat pendek"), 60)


class Identity(FlaskForm):
    title = text(_l("Nama acara"), 200, _l("Isi nama acara."))
    theme = text(_l("Tema"), 200)
    host = text(_l("Penyelenggara"), 200, _l("Isi lembaga penyelenggara."))
    logo = picture(_l("Logo penyelenggara"))
    drop_logo = BooleanField(_l("Hapus logo yang sekarang"))
    election = text(_l("Pemilihan yang dimaksud"), 200)
    purpose = radios(_l("Tujuan"), PURPOSES)
    slug = text(_l("Alamat pendek"), 60, _l("Isi alamat pendek acara."))


def _web_address(form: Form, field: Field) -> None:
    try:
        parts = urlsplit(field.data)
        good = parts.scheme in {"http", "https"} and parts.hostname and " " not in field.data
    except ValueError:
        good = False
    if not good:
        raise ValidationError(_l("Alamat harus diawali https:// atau http://."))


class Schedule(FlaskForm):
    letter_number = text(_l("Nomor surat undangan"), 100)
    letter_date = day(_l("Tanggal surat undangan"))
    on = day(_l("Tanggal acara"), _l("Isi tanggal acara."))
    starts = hour(_l("Mulai"), _l("Isi jam mulai."))
    ends = hour(_l("Selesai"))
    zone = radios(_l("Zona waktu"), {zone.value: zone.value for zone in Zone}, Zone.WIB.value)
    call_url = text(_l("Alamat panggilan video"), 500, "", printable, _web_address)

    def validate_ends(self, field: Field) -> None:
        """Refuse an end that is not after the beginning."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_l("Jam selesai harus sesudah jam mulai."))


class AdmissionForm(FlaskForm):
    admission = radios(_l("Cara peserta diterima"), ADMISSIONS)
    domains = long_text(_l("Domain surel"), 10_000)
    event_code = text(_l("Kode acara"), 20)

    def validate_domains(self, field: Field) -> None:
        """Refuse text that is no domain, and more than 100 domains."""
        wrong = [domain for domain in self.chosen() if not _DOMAIN.fullmatch(domain)]
        if wrong:
            raise ValidationError(_l("“%(text)s” bukan domain surel.", text=wrong[0][:60]))
        if len(self.chosen()) > _MOST_DOMAINS:
            raise ValidationError(_l("Paling banyak 100 domain."))

    def validate_event_code(self, field: Field) -> None:
        """Refuse what is no word of 6 to 20 letters and digits; store it in upper case."""
        field.data = (field.data or "").upper()
        if field.data and not _EVENT_CODE.fullmatch(field.data):
            raise ValidationError(_l("Isi 6 sampai 20 huruf atau angka tanpa spasi."))

    def chosen(self) -> list[str]:
        """The typed domains in lower case, without duplicates."""
        parts = re.split(r"[\s,;]+", (self.domains.data or "").lower())
        return list(dict.fromkeys(part.lstrip("@") for part in parts if part.lstrip("@")))


def _mail_address(form: Form, field: Field) -> None:
    address = contacts.address(field.data)
    if not address:
        raise ValidationError(_l("Alamat surel tidak lengkap."))
    field.data = address.lower()


class Contact(FlaskForm):
    contact_name = text(_l("Nama narahubung"), 200, _l("Isi nama narahubung."))
    contact_email = text(_l("Surel"), 254, "", printable, _mail_address)
    contact_phone = text(_l("Telepon"), 40)

    def validate_contact_name(self, field: Field) -> None:
        """Require an e-mail address or a telephone number."""
        if not (self.contact_email.data or self.contact_phone.data):
            raise ValidationError(_l("Isi surel atau telepon narahubung."))
