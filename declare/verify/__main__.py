"""`python -m declare.verify FILE-OR-TEXT [--keys FILE]`: check a certificate without a site.

Needs no network, application or database, only keys: a saved `jwks.json`, or those of KEYS_DIR.
Exit status: 0 for `authentic` and `sample`, 1 for any other verdict, 2 without keys.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from declare.verify import cli_io
from declare.verify.keyset import KeySet, KeySetError

_KEYS_DIR = Path(__file__).resolve().parents[2] / "instance" / "keys"


def main() -> int:
    """Print the verdict as JSON; return the exit status."""
    arguments = _arguments()
    try:
        keys = _keys(arguments.keys)
        verdict, code, checks = cli_io.verify_offline(arguments.source, keys)
    except (KeySetError, OSError) as error:
        sys.stderr.write(f"{error.__class__.__name__}: {error}\n")
        return 2
    sys.stdout.write(cli_io.as_json(verdict, code, checks) + "\n")
    return cli_io.status(verdict)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m declare.verify", description=main.__doc__)
    parser.add_argument(
        "source", metavar="FILE-OR-TEXT", help="a QR's text, its digits, a PDF, a token"
    )
    parser.add_argument("--keys", metavar="FILE", type=Path, help="a jwks.json; else KEYS_DIR")
    return parser.parse_args()


def _keys(path: Path | None) -> KeySet:
    if path is not None:
        return KeySet.read(path.read_bytes())
    host = urlsplit(os.environ.get("PUBLIC_URL", "")).netloc.lower()
    return KeySet.open(Path(os.environ.get("KEYS_DIR") or _KEYS_DIR), host or None)


if __name__ == "__main__":
    sys.exit(main())
