"""A PDF read by tools that nobody here wrote."""

from __future__ import annotations

import subprocess
from pathlib import Path


def run(*command: str | Path) -> str:
    """What a tool prints; CalledProcessError if it complains."""
    found = subprocess.run([*map(str, command)], capture_output=True, text=True, check=True)
    return found.stdout


def text(pdf: Path) -> list[str]:
    """The lines of a page as poppler reads them."""
    return [line.strip() for line in run("pdftotext", "-raw", pdf, "-").splitlines()]
