"""A certificate on paper: rendered, and its QR read by two readers that nobody here wrote."""

from __future__ import annotations

import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image


def rendered(pdf: bytes, folder: Path) -> Path:
    """The first page in greys of 300 dots per inch, as an office scanner takes it."""
    source, target = folder / "certificate.pdf", folder / "page.png"
    source.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "300", "-gray", "-singlefile", source, target.with_suffix("")],
        check=True,
        capture_output=True,
    )
    with Image.open(target.with_suffix(".pgm")) as page:
        page.save(target, compress_level=1)
    return target


def text(pdf: bytes) -> str:
    """The words of the page."""
    found = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True
    )
    return " ".join(found.stdout.decode().split())


def scanned(page: Path) -> str:
    """The address in the QR, on which both readers agree."""
    with Image.open(page) as image:
        # Among thousands of modules it sees, one time in some hundred, a bar code of another kind.
        found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
        seen = [code.text for code in found]
    also = subprocess.run(
        ["zbarimg", "--quiet", "--raw", page], check=True, capture_output=True
    ).stdout.decode()
    assert len(seen) == 1
    assert also.strip() == seen[0]
    return seen[0]
