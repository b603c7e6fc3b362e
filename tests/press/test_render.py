"""The certificate as tools see it that nobody here wrote: qpdf, poppler, mutool, two QR readers."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from declare.core import token
from declare.core.moment import Zone
from declare.press.printable import Attachment, Printable
from declare.press.render import render
from tests.press.paper import run, text
from tests.press.printables import (
    KEY,
    LONG_NAME,
    LONG_POSITION,
    long_statement,
    picture,
    printable,
)

MM = 25.4 / 72
DARK = 110
LOWER_RIGHT = ("-x", "2500", "-y", "1200", "-W", "1008", "-H", "1000")
"""Where the QR stands at 300 dots to the inch."""

SHAPES: dict[str, Printable] = {
    "short": printable(),
    "one word": printable("Ng", "Bupati Karo", purpose="sample"),
    "long": printable(LONG_NAME, LONG_POSITION, timezone=Zone.WIT),
    "two lines": printable(f"{LONG_NAME} M.Kn., M.Hum., CIPA., QRMP., C.Med.", LONG_POSITION),
    "widest": printable("W" * 120, "W" * 160, purpose="rehearsal"),
    "not in the plate": printable("Şükrü Łoś, S.H.", "Sekretaris Daerah Kota Ternate"),
    "everything": printable(
        LONG_NAME,
        LONG_POSITION,
        statement=long_statement(10),
        logos=(picture(), picture(300, 120), picture()),
        signature_image=picture(600, 200),
        official_position=LONG_POSITION,
        event_title="Deklarasi Netralitas " * 9,
        host="Kementerian Pendayagunaan Aparatur Negara " * 4,
        partners=("Badan Pengawas Pemilihan Umum",) * 8,
        theme="Netral " * 28,
        log_origin=f"{'h' * 60}.go.id/log/{'s' * 60}",
        base_url=f"https://{'h' * 60}.go.id",
        host_domain=f"{'h' * 60}.go.id",
        purpose="sample",
    ),
}

File = Callable[[str], Path]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> File:
    """The PDF of a shape, drawn once."""
    folder, drawn = tmp_path_factory.mktemp("certificates"), dict[str, Path]()

    def draw(shape: str) -> Path:
        if shape not in drawn:
            drawn[shape] = folder / f"{shape}.pdf"
            drawn[shape].write_bytes(render(SHAPES[shape]))
        return drawn[shape]

    return draw


def darkest(picture: Image.Image) -> int:
    return next(level for level, count in enumerate(picture.convert("L").histogram()) if count)


def page_picture(pdf: Path, dpi: int, *part: str) -> Image.Image:
    run("pdftoppm", "-r", str(dpi), "-gray", "-singlefile", *part, pdf, pdf.with_suffix(""))
    return Image.open(pdf.with_suffix(".pgm"))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_file_is_sound_and_one_page_of_a4(shape: str, file: File) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file(shape))
    facts = run("pdfinfo", file(shape))
    assert re.search(r"Pages: +1\n", facts)
    assert "841.89 x 595.276 pts (A4)" in facts


@pytest.mark.parametrize("shape", SHAPES)
def test_name_and_position_stand_in_the_text_exactly(shape: str, file: File) -> None:
    shown = SHAPES[shape]
    lines = text(file(shape))
    at = lines.index("Dengan ini dinyatakan bahwa") + 1
    told = " ".join(lines[at : at + 4])
    for words in (shown.name, shown.position):
        broken = words in told.replace(" ", "") and " " not in words
        assert words in told or broken
    by_mutool = run("mutool", "draw", "-q", "-F", "txt", file(shape))
    assert shown.name.split()[0][:40] in by_mutool


@pytest.mark.parametrize("shape", SHAPES)
def test_every_font_is_embedded_and_says_its_characters(shape: str, file: File) -> None:
    fonts = run("pdffonts", file(shape)).splitlines()[2:]
    flags = [re.search(r"(yes|no) +(yes|no) +(yes|no) +\d+ +\d+$", font) for font in fonts]
    assert fonts
    assert all(flag is not None and flag.groups() == ("yes", "yes", "yes") for flag in flags)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_word_leaves_its_place(shape: str, file: File) -> None:
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)'
    words = re.findall(pattern, run("pdftotext", "-bbox", file(shape), "-"))
    boxes = [tuple(float(n) * MM for n in word[:4]) for word in words]
    assert min(box[0] for box in boxes) >= 51.9
    assert max(box[2] for box in boxes) <= 285
    assert max(box[3] for box in boxes) <= 203
    page = page_picture(file(shape), 60)
    right = page.crop((round(286 / 25.4 * 60), 0, page.width, page.height))
    assert darkest(right) > DARK, "only pale ornament right of the margin"


@pytest.mark.parametrize("shape", SHAPES)
def test_lines_do_not_stand_on_one_another(shape: str, file: File) -> None:
    """Of all words on the left half, no two boxes share more than the overlap of line spacing."""
    pattern = r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">'
    found = re.findall(pattern, run("pdftotext", "-bbox-layout", file(shape), "-"))
    boxes = sorted((tuple(map(float, line)) for line in found), key=lambda box: box[1])
    for place, (left, _, right, low) in enumerate(boxes):
        for other_left, other_top, other_right, other_low in boxes[place + 1 :]:
            if min(right, other_right) - max(left, other_left) > 1:
                assert low - other_top < 0.55 * (other_low - other_top)


def test_pdf_a_3b_is_declared_with_what_it_asks_for(file: File) -> None:
    data = file("everything").read_bytes()
    packet = re.search(rb"<x:xmpmeta.*?</x:xmpmeta>", data, re.S)
    assert packet
    attributes = [element.attrib for element in ElementTree.fromstring(packet[0]).iter()]
    declared = {key.split("}")[1]: value for found in attributes for key, value in found.items()}
    assert (declared["part"], declared["conformance"]) == ("3", "B")
    assert b"/Interpolate true" not in data
    objects = json.loads(run("qpdf", "--json=2", "--json-key=qpdf", file("everything")))["qpdf"][1]
    trailer = objects["trailer"]["value"]
    assert "/Encrypt" not in trailer
    assert len(trailer["/ID"]) == 2
    catalog = objects[f"obj:{trailer['/Root']}"]["value"]
    (intent,) = catalog["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert "/DestOutputProfile" in intent
    assert catalog["/MarkInfo"] == {"/Marked": True}
    assert "/StructTreeRoot" in catalog


def test_it_is_tagged_named_and_in_indonesian(file: File) -> None:
    structure = run("pdfinfo", "-struct-text", file("short"))
    assert re.search(r'H1.*?"Sertifikat ".*?"Ikrar Netralitas ASN"', structure, re.S)
    assert structure.count("LI (block)") == 4
    assert "Title:           Sertifikat Ikrar Netralitas ASN: Marlina, S.E." in run(
        "pdfinfo", file("short")
    )
    data = file("short").read_bytes()
    assert b"/Lang (id)" in data
    alternative = "Kode QR sertifikat 0123-4567-89AF".encode("utf-16-be").hex().encode()
    assert alternative in data


def test_ornament_and_microtext_are_no_text(file: File) -> None:
    assert "SATU NAMA" not in "".join(text(file("short")))
    band = page_picture(file("short"), 60).crop((10, 10, 80, 480))
    assert darkest(band) < DARK + 60


@pytest.mark.parametrize(
    ("shape", "samples"), [("short", 0), ("long", 0), ("one word", 1), ("widest", 1)]
)
def test_contoh_stands_once_and_only_where_it_must(shape: str, samples: int, file: File) -> None:
    lines = text(file(shape))
    assert lines.count("CONTOH") == samples
    said = "Sertifikat latihan; tidak menyatakan ikrar siapa pun." in " ".join(lines)
    assert said == bool(samples)
    assert "bukan tanda tangan elektronik tersertifikasi (PSrE/BSrE)." in " ".join(lines)


def test_the_words_of_the_pledge(file: File) -> None:
    told = " ".join(text(file("short")))
    assert "Nomor 137/GNN/KASN/VIII/2020" in told
    assert (
        "telah menandatangani ikrar pada Kampanye Virtual II Gerakan Nasional Netralitas ASN,"
        " Rabu, 5 Agustus 2020 pukul 10.19 WIB, sebagai penanda tangan ke-137." in told
    )
    assert "bersama Bawaslu, KPK, Kementerian PANRB, dan Kementerian Dalam Negeri" in told
    assert "catatan ke-137 dalam buku ikrar" in told
    assert "0123-4567-89AF" in told
    digest = SHAPES["short"].statement_digest
    assert digest in told.replace(" ", "")
    assert "Rabu, 5 Agustus 2020 pukul 12.19 WIT" in " ".join(text(file("long")))


@pytest.mark.parametrize("shape", ["short", "widest", "everything"])
def test_both_readers_read_the_qr_from_the_page(shape: str, file: File, tmp_path: Path) -> None:
    shown = SHAPES[shape]
    page = page_picture(file(shape), 300, *LOWER_RIGHT)
    (found,) = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    address, _, digits = found.text.partition("#")
    assert address == f"{shown.base_url}/v/{shown.code}"
    key = KEY.public_key()
    assert token.verify(token.undigits(digits), {token.kid(key): key})
    assert scanned(page, tmp_path) == found.text
    width = found.position.top_right.x - found.position.top_left.x
    assert width / 300 * 25.4 > 32


def scanned(picture: Image.Image, folder: Path) -> str:
    """What zbarimg reads."""
    picture.save(folder / "qr.png")
    return run("zbarimg", "-q", "--raw", folder / "qr.png").strip()


def test_the_same_input_makes_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib; from tests.press.printables import printable;"
        "from declare.press.render import render;"
        "print(hashlib.sha256(render(printable())).hexdigest())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    for shape in ("long", "not in the plate", "short"):
        render(SHAPES[shape])
    assert hashlib.sha256(render(printable())).hexdigest() == elsewhere.stdout.strip()


def test_threads_do_not_disturb_one_another() -> None:
    """Each design is new, so that plates are made while certificates are pressed."""
    names = ("Ng", "Łoś", LONG_NAME)
    jobs = [printable(n, place=place) for place in ("Karo", "Ambon") for n in names for _ in "12"]
    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(render, jobs))
    assert at_once == [render(job) for job in jobs]


def test_dates_are_those_of_the_pledge(file: File) -> None:
    facts = run("pdfinfo", "-isodates", file("short"))
    dates = re.findall(r"(?:Creation|Mod)Date: +(\S+)", facts)
    assert {datetime.fromisoformat(date) for date in dates} == {SHAPES["short"].signed_at}


def test_attachments_come_out_as_they_went_in(tmp_path: Path) -> None:
    files = (
        Attachment("sertifikat.cwt", bytes(range(256)), "Token sertifikat", "application/cwt"),
        Attachment("bukti.tlog-proof", b"c2sp.org/tlog-proof@v1\n", "Bukti", "text/plain"),
    )
    file = tmp_path / "certificate.pdf"
    file.write_bytes(render(printable(attachments=files)))
    run("qpdf", "--check", file)
    run("pdfdetach", "-saveall", "-o", tmp_path, file)
    for attachment in files:
        assert (tmp_path / attachment.name).read_bytes() == attachment.data
    data = file.read_bytes()
    assert data.count(b"/AFRelationship /Data") == 2
    assert data.count(b"/ModDate (D:20200805031900Z)") == 3
    assert render(printable(attachments=files)) == data
