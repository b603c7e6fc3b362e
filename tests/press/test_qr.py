"""The QR says exactly its address and its digits, for readers that nobody here wrote."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from declare.core import token
from declare.press import qr
from tests.press.printables import signed

ADDRESS = "https://ikrar.example/v/0123456789AF#"
USUAL = token.digits(signed("Marlina, S.E.", "Sekretaris Daerah Kabupaten Karo"))
LONGEST = token.digits(signed("W" * 120, "W" * 160))


def enlarged(png: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(png))
    assert picture.mode == "1"
    return picture.convert("L").resize((picture.width * 4, picture.height * 4), Image.NEAREST)


def read(png: bytes) -> zxingcpp.Barcode:
    # Other kinds of bar code may be read into the same squares by chance.
    (found,) = zxingcpp.read_barcodes(enlarged(png), formats=zxingcpp.BarcodeFormat.QRCode)
    return found


def seen(png: bytes) -> str:
    return read(png).text


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=60, max_size=440))
def test_readers_read_what_was_written(data: bytes) -> None:
    digits = token.digits(data)
    symbol = qr.encode(ADDRESS, digits)
    assert seen(symbol.png()) == ADDRESS + digits
    side = symbol.modules + 8
    assert Image.open(io.BytesIO(symbol.png())).size == (side, side)


@pytest.mark.parametrize("digits", [USUAL, LONGEST])
def test_zbar_reads_the_same(digits: str, tmp_path: Path) -> None:
    file = tmp_path / "qr.png"
    enlarged(qr.encode(ADDRESS, digits).png()).save(file)
    command = ["zbarimg", "-q", "--raw", str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == ADDRESS + digits + "\n"


def test_usual_names_take_level_q_and_the_longest_take_m() -> None:
    usual, longest = qr.encode(ADDRESS, USUAL), qr.encode(ADDRESS, LONGEST)
    assert (usual.level, usual.version <= 15) == ("Q", True)
    assert longest.level == "M"
    assert longest.version <= 18
    assert read(longest.png()).ec_level == "M"


def test_level_m_is_taken_only_where_q_would_be_larger_than_version_18() -> None:
    symbols = [qr.encode(ADDRESS, "1" * count) for count in range(780, 860, 4)]
    levels = [(symbol.level, symbol.version) for symbol in symbols]
    assert ("Q", 18) in levels
    assert {level for level, version in levels} == {"Q", "M"}
    assert all(version <= 18 for level, version in levels)


def test_digits_stand_in_numeric_mode() -> None:
    """In byte mode the same digits would need 8 bits each instead of 3⅓."""
    assert qr.encode(ADDRESS, "7" * 300).version < qr.encode(ADDRESS + "7" * 300, "7").version


@pytest.mark.parametrize("digits", ["", "12a", "١٢٣", "-1", " 1", "²"])
def test_what_is_no_digits_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="decimal digits"):
        qr.encode(ADDRESS, digits)


def test_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="too much"):
        qr.encode(ADDRESS, "1" * 6000)


def test_the_same_input_gives_the_same_picture() -> None:
    assert qr.encode(ADDRESS, USUAL).png() == qr.encode(ADDRESS, USUAL).png()
