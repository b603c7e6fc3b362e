"""Certificates to draw: real wording, invented people, keys of no consequence."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from declare.core import payload, statement, token
from declare.core.moment import Zone
from declare.core.statement import Statement
from declare.press.printable import Printable

KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"test").digest())
CODE = "0123456789AF"
ORIGIN = "ikrar.example/log/gnn-asn-2020-2"
SIGNED_AT = datetime(2020, 8, 5, 3, 19, tzinfo=UTC)

LONG_NAME = "Prof. Dr. Ir. H. Muh. Syarifuddin Wahyuningrat, S.H., M.Si., Ph.D."
LONG_POSITION = (
    "Pelaksana Tugas Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Daerah"
    " Kabupaten Kepulauan Siau Tagulandang Biaro"
)

STATEMENT = Statement(
    title="Deklarasi Gerakan Nasional Netralitas ASN pada Pilkada Serentak Tahun 2020",
    opening="Dalam rangka menyukseskan Pilkada Serentak Tahun 2020 kami berkomitmen:",
    clauses=(
        "Menjaga dan menegakkan prinsip netralitas ASN di instansi masing-masing dalam melaksanakan"
        " fungsi pelayanan publik baik sebelum, selama, maupun sesudah pelaksanaannya.",
        "Menghindari konflik kepentingan, tidak melakukan praktik-praktik intimidasi dan ancaman"
        " kepada pegawai ASN dan seluruh elemen masyarakat.",
        "Menggunakan media sosial secara bijak dan tidak menyebarkan ujaran kebencian.",
        "Menolak politik uang dan segala jenis pemberian dalam bentuk apapun.",
    ),
    closing="Demikian deklarasi ini kami buat dengan penuh integritas dan rasa tanggung jawab.",
)


def signed(name: str, position: str, code: str = CODE, origin: str = ORIGIN) -> bytes:
    """The token over a payload, as the platform makes it."""
    content = payload.Payload(
        origin, int(SIGNED_AT.timestamp()), code, 137, bytes(range(16)), name, position
    )
    return token.sign(payload.encode(content), KEY)


def printable(
    name: str = "Marlina, S.E.", position: str = "Sekretaris Daerah Kabupaten Karo", **other: Any
) -> Printable:
    """A live certificate of the second campaign, with what `other` says instead."""
    text: Statement = other.get("statement", STATEMENT)
    values: dict[str, Any] = {
        "purpose": "live",
        "host": "Komisi Aparatur Sipil Negara (KASN)",
        "partners": ("Bawaslu", "KPK", "Kementerian PANRB", "Kementerian Dalam Negeri"),
        "logos": (),
        "theme": "ASN Netral, Birokrasi Kuat dan Mandiri",
        "event_title": "Kampanye Virtual II Gerakan Nasional Netralitas ASN",
        "number": "137/GNN/KASN/VIII/2020",
        "signed_at": SIGNED_AT,
        "timezone": Zone.WIB,
        "ordinal": 137,
        "statement": text,
        "statement_digest": statement.digest(statement.text(text)),
        "place": "Jakarta",
        "date": date(2020, 8, 5),
        "official_name": "Dr. Ratna Widyaningrum, M.Si.",
        "official_position": "Ketua Panitia Penyelenggara",
        "signature_image": None,
        "entry_index": 137,
        "log_origin": ORIGIN,
        "code": CODE,
        "base_url": "https://ikrar.example",
        "token": signed(name, position),
        "host_domain": "ikrar.example",
    }
    return Printable(name=name, position=position, **{**values, **other})


@cache
def picture(width: int = 120, height: int = 120) -> bytes:
    """A PNG with a transparent edge, as logos have."""
    whole = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    whole.paste((20, 60, 120, 255), (10, 10, width - 10, height - 10))
    file = BytesIO()
    whole.save(file, "PNG")
    return file.getvalue()


def long_statement(clauses: int, words: int = 20) -> Statement:
    """A statement of many clauses, each of `words` words."""
    clause = " ".join(["netralitas"] * words) + "."
    return Statement("Pakta Integritas", "Kami berikrar:", (clause,) * clauses, STATEMENT.closing)
