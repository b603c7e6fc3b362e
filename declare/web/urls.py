"""The table of contents: every address of the platform, with its methods and its view.

Endpoints are `blueprint.view`, where no other name is given. Who may open a view is stated by its
`@allow` mark (`web.access`); a view without one answers nobody.
"""

from __future__ import annotations

from flask import Blueprint, Flask

from declare.web import health
from declare.web.desk import (
    announcements,
    certificates,
    dashboard,
    signing,
    witness_papers,
    witnesses,
)
from declare.web.desk.account_urls import ACCOUNTS
from declare.web.desk.people import admission as people_admission
from declare.web.desk.people import (
    corrections,
    edit,
    held_mail,
    link,
    person,
    requests,
    revocation,
    rivals,
)
from declare.web.desk.preparation import admission as preparation_admission
from declare.web.desk.preparation import certificate as preparation_certificate
from declare.web.desk.preparation import event as preparation_event
from declare.web.desk.preparation import programme, publication, seats, statement
from declare.web.public import (
    certificate,
    count,
    event,
    ledger,
    log_files,
    verification,
    wall,
    witness,
)
from declare.web.room import (
    correct,
    enter,
    lost_link,
    not_me,
    register,
    reword,
    room,
    show_name,
    sign,
)
from declare.web.url import BOTH, GET, POST, RowNumber, Url


def _section_urls(section: programme.ListSection) -> list[Url]:
    """The pages of one list of the programme: agenda, partners, key figures."""
    start, noun = f"/acara/<slug>/{section.path}", section.noun
    item = f"{start}/<int:item_id>"
    return [
        Url(start, GET, programme.items(section), f"{noun}_list"),
        Url(f"{start}/baru", BOTH, programme.add(section), f"{noun}_add"),
        Url(item, BOTH, programme.edit(section), f"{noun}_edit"),
        Url(f"{item}/<any(naik, turun):step>", POST, programme.move(section), f"{noun}_move"),
        Url(f"{item}/hapus", POST, programme.remove(section), f"{noun}_remove"),
    ]


PUBLIC: dict[tuple[str, str], list[Url]] = {
    ("events", ""): [
        Url("/", GET, event.home),
        Url("/acara/<slug>", GET, event.show),
        Url("/acara/<slug>/ikrar.txt", GET, event.statement),
        Url("/acara/<slug>/ornamen.svg", GET, event.ornament),
        Url("/acara/<slug>/gambar/<digest>.png", GET, event.picture),
        Url("/privasi", GET, event.privacy),
        Url("/acara/<slug>/privasi", GET, event.event_privacy),
    ],
    ("attendance", ""): [
        Url("/acara/<slug>/hitung.json", GET, count.count),
        Url("/acara/<slug>/cakupan", GET, count.coverage),
    ],
    ("ceremony", ""): [
        Url("/acara/<slug>/layar", GET, wall.wall),
    ],
    ("certificates", ""): [
        Url("/sertifikat/<code>.pdf", GET, certificate.download),
        Url("/sertifikat/<code>.json", GET, certificate.row),
    ],
    ("verify", ""): [
        Url("/verifikasi", GET, verification.form),
        Url("/verifikasi", POST, verification.judge),
        Url("/v/<code>", GET, verification.show),
        Url("/verifikasi/pekerja.js", GET, verification.worker),
        Url("/verifikasi/manifes.webmanifest", GET, verification.manifest),
        Url("/.well-known/jwks.json", GET, verification.keys),
        Url("/.well-known/declare-ca.pem", GET, verification.authority),
        Url("/.well-known/declare-ca-sample.pem", GET, verification.sample_authority),
        Url("/.well-known/declare.json", GET, verification.directory),
    ],
    ("ledger", ""): [
        Url("/acara/<slug>/buku-ikrar", GET, ledger.book),
    ],
    ("log", "/log/<slug>"): [
        Url("/checkpoint", GET, log_files.checkpoint),
        Url("/checkpoint/<size>", GET, log_files.old_checkpoint),
        Url("/tile/<path:path>", GET, log_files.tile),
        Url("/proof/<index>", GET, log_files.proof),
    ],
    ("witnesses", ""): [
        Url("/acara/<slug>/saksi", GET, witness.show),
        Url("/acara/<slug>/saksi", POST, witness.take),
    ],
    ("health", ""): [
        Url("/healthz", GET, health.alive),
        Url("/readyz", GET, health.ready),
    ],
}
"""Pages and files for anybody. Keys are a blueprint's name and the prefix of its addresses."""

ROOM: dict[tuple[str, str], list[Url]] = {
    ("registrations", ""): [
        Url("/acara/<slug>/koreksi", BOTH, correct.correct),
        Url("/m/<token>", BOTH, enter.open_link),
        Url("/acara/<slug>/pilih", BOTH, enter.choose),
        Url("/acara/<slug>/masuk", BOTH, enter.enter),
        Url("/acara/<slug>/masuk/tautan", BOTH, lost_link.lost_link),
        Url("/acara/<slug>/keluar", POST, enter.leave),
        Url("/acara/<slug>/daftar", BOTH, register.register),
        Url("/acara/<slug>/daftar/diterima", GET, register.received),
        Url("/acara/<slug>/daftar/terdaftar", GET, register.admitted),
        Url("/acara/<slug>/nama", BOTH, reword.reword),
        Url("/acara/<slug>/nama-publik", POST, show_name.show_name),
        Url("/acara/<slug>/ruang", GET, room.room),
        Url("/acara/<slug>/ruang.json", GET, room.news),
        Url("/acara/<slug>/hadir", POST, room.check_in),
    ],
    ("pledges", ""): [
        Url("/acara/<slug>/ikrar", BOTH, sign.sign),
        Url("/acara/<slug>/selesai", GET, sign.done),
        Url("/acara/<slug>/tidak", POST, sign.decline),
        Url("/m/<token>/bukan-saya", BOTH, not_me.deny),
    ],
}
"""The participant's pages. Keys are a blueprint's name and the prefix of its addresses."""

DESK: dict[tuple[str, str], list[Url]] = {
    **ACCOUNTS,
    ("events_manage", "/panitia"): [
        Url("/acara/<slug>/penerimaan", BOTH, preparation_admission.admission),
        Url("/acara/<slug>/narahubung", BOTH, preparation_admission.contact),
        Url(
            "/acara/<slug>/pendaftaran/<any(buka, jeda, tutup):step>",
            BOTH,
            preparation_admission.registration,
        ),
        Url("/acara/<slug>/rancangan", BOTH, preparation_certificate.design),
        Url("/", GET, preparation_event.index),
        Url("/acara-baru", BOTH, preparation_event.create),
        Url("/acara/<slug>/identitas", BOTH, preparation_event.identity),
        Url("/acara/<slug>/jadwal", BOTH, preparation_event.times),
        Url("/acara/<slug>/gambar/<digest>.png", GET, preparation_event.picture),
        Url("/acara/<slug>/persiapan", GET, publication.preparation),
        Url("/acara/<slug>/pratinjau", GET, publication.preview),
        Url("/acara/<slug>/terbitkan", BOTH, publication.publish),
        Url("/acara/<slug>/kursi", GET, seats.seats),
        Url("/acara/<slug>/kursi/jabatan", POST, seats.seat_offices),
        Url("/acara/<slug>/kursi/provinsi", POST, seats.seat_provinces),
        Url("/acara/<slug>/kursi/<province>", BOTH, seats.seat_regions),
        Url("/acara/<slug>/naskah", BOTH, statement.statement),
        *(url for section in programme.SECTIONS for url in _section_urls(section)),
    ],
    ("registrations_manage", "/panitia"): [
        Url("/acara/<slug>/peserta/setujui", POST, people_admission.admit),
        Url("/acara/<slug>/peserta/tolak", POST, people_admission.refuse),
        Url("/acara/<slug>/pendaftaran-ganda", GET, rivals.rivals),
        Url("/acara/<slug>/pendaftaran-ganda/<registration>", GET, rivals.rival),
        Url(
            "/acara/<slug>/pendaftaran-ganda/<registration>/"
            "<any(pertahankan, gantikan, keduanya):step>",
            POST,
            rivals.decide_rival,
        ),
        Url("/acara/<slug>/surel-ditahan", GET, held_mail.held_mail),
        Url("/acara/<slug>/surel-ditahan/<any(kirim, buang):step>", POST, held_mail.decide_mail),
        Url("/acara/<slug>/koreksi", GET, corrections.corrections),
        Url("/acara/<slug>/koreksi/setujui", POST, corrections.accept_corrections),
        Url(
            "/acara/<slug>/koreksi/<int:correction_id>",
            BOTH,
            corrections.accept_correction,
        ),
        Url(
            "/acara/<slug>/koreksi/<int:correction_id>/tolak",
            BOTH,
            corrections.refuse_correction,
        ),
        Url(
            "/acara/<slug>/permintaan/<int:request_id>",
            BOTH,
            requests.accept_request,
        ),
        Url(
            "/acara/<slug>/permintaan/<int:request_id>/tolak",
            BOTH,
            requests.refuse_request,
        ),
        Url("/acara/<slug>/peserta/<registration>/koreksi", BOTH, corrections.start_correction),
        Url("/acara/<slug>/peserta/tambah", BOTH, edit.add),
        Url("/acara/<slug>/peserta/<registration>/ubah", BOTH, edit.edit),
        Url("/acara/<slug>/peserta/<registration>/sembunyikan-nama", POST, edit.hide_name),
        Url("/acara/<slug>/peserta/<registration>", GET, person.show),
        Url("/acara/<slug>/peserta/<registration>/tautan", POST, link.show_link),
        Url("/acara/<slug>/peserta/<registration>/whatsapp", POST, link.whatsapp),
        Url("/acara/<slug>/peserta/<registration>/kirim-tautan", POST, person.send_link),
        Url("/acara/<slug>/peserta/<registration>/ganti-tautan", POST, person.renew_link),
        Url("/acara/<slug>/peserta/<registration>/pesan/<int:message_id>", POST, person.send_again),
        Url("/acara/<slug>/peserta/<registration>/cabut", BOTH, revocation.revoke),
    ],
    ("pledges_manage", "/panitia"): [
        Url("/acara/<slug>/penandatanganan", GET, signing.control),
        Url("/acara/<slug>/penandatanganan/buka", BOTH, signing.open_signing),
        Url("/acara/<slug>/penandatanganan/jeda", BOTH, signing.pause),
        Url("/acara/<slug>/penandatanganan/lanjutkan", BOTH, signing.resume),
        Url("/acara/<slug>/penandatanganan/tutup", BOTH, signing.close),
        Url("/acara/<slug>/penandatanganan/batal-tutup", BOTH, signing.cancel),
    ],
    ("attendance_manage", "/panitia"): [
        Url("/acara/<slug>/", GET, dashboard.dashboard),
        Url("/acara/<slug>/peserta", GET, dashboard.participant_list, "roll"),
        Url("/acara/<slug>/peserta", POST, dashboard.search),
        Url("/acara/<slug>/peserta.csv", GET, dashboard.export),
        Url("/acara/<slug>/peserta.csv", POST, dashboard.export_contacts),
    ],
    ("announcements_manage", "/panitia/acara/<slug>/pengumuman"): [
        Url("", GET, announcements.index),
        Url("/baru", GET, announcements.confirm),
        Url("/baru", POST, announcements.announce),
    ],
    ("certificates_manage", "/panitia"): [
        Url("/acara/<slug>/sertifikat", GET, certificates.index),
        Url("/acara/<slug>/sertifikat/pratinjau.pdf", GET, certificates.sample),
        Url("/acara/<slug>/muatan.txt", POST, certificates.export_payloads),
    ],
    ("witnesses_manage", "/panitia/acara/<slug>"): [
        Url("/saksi", GET, witnesses.index),
        Url("/saksi", POST, witnesses.register),
        Url("/saksi/petunjuk.pdf", GET, witness_papers.instruction),
        Url("/saksi/surat.txt", GET, witness_papers.letter),
        Url("/saksi/<int:number>", GET, witnesses.show),
        Url("/saksi/<int:number>/cocok", POST, witnesses.match),
        Url("/saksi/<int:number>/akhiri", POST, witnesses.end),
    ],
}
"""The organisers' pages. Keys are a blueprint's name and the prefix of its addresses."""


def install(app: Flask) -> None:
    """Register every blueprint with its addresses."""
    app.url_map.converters["int"] = RowNumber
    for (name, prefix), urls in (PUBLIC | ROOM | DESK).items():
        blueprint = Blueprint(name, __name__, url_prefix=prefix or None)
        for url in urls:
            endpoint = url.endpoint or url.view.__name__
            blueprint.add_url_rule(url.path, endpoint, url.view, methods=url.methods)
        if name == "log":
            log_files.install(blueprint)
        app.register_blueprint(blueprint)
    ledger.install(app)
    app.after_request(log_files.open_to_all)
