"""Files of strangers are read in a process of their own, which may be ended at any moment.

It is given nothing but the file and public certificates: no secrets, no database, no network of
the application. What it takes too long or too much memory to read is unreadable.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from declare.errors import DeclareError
from declare.keys import Keys
from declare.verify.pdf_findings import Chains, Findings, State, examine

SECONDS: Final = 8
"""Of CPU, and of waiting: with a start on a busy machine an answer takes less than ten."""
MEMORY: Final = 512 * 1024 * 1024

_FILES: Final = ("content", "proof", "stamped")
"""Fields of `Findings` that are bytes, in their order; base64 between the processes."""
_ROOT: Final = Path(__file__).resolve().parents[2]
_COMMAND: Final = (sys.executable, "-m", "declare.verify.sandbox")
# Readers in each process of the web server at a time; who comes later waits for them.
_places = BoundedSemaphore(2)


class Busy(DeclareError):
    """Too many files are being read at the moment."""

    status = 503


def read(data: bytes, chains: Chains) -> Findings:
    """Return what a file is. Raises Busy if no place became free in time."""
    if not _places.acquire(timeout=SECONDS):
        raise Busy
    try:
        return _answer(_asked(chains) + data)
    finally:
        _places.release()


def _asked(chains: Chains) -> bytes:
    """One line before the file."""
    pinned = {
        keys.value: [b64encode(certificate).decode() for certificate in chain]
        for keys, chain in chains.items()
    }
    return json.dumps(pinned).encode() + b"\n"


def _answer(question: bytes) -> Findings:
    try:
        ended = subprocess.run(  # noqa: S603  # the command is fixed
            _COMMAND,
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it might quote the file
            cwd=_ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError:
        return Findings(State.UNREADABLE)
    answer: dict[str, Any] = json.loads(ended.stdout)
    signer = Keys(answer["signer"]) if answer["signer"] else None
    files = (b64decode(answer[name]) for name in _FILES)
    return Findings(State(answer["state"]), signer, *files)


def main() -> None:
    """Be that process: question on standard input, findings on standard output."""
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    line, _, data = sys.stdin.buffer.read().partition(b"\n")
    chains = {
        Keys(name): [b64decode(certificate) for certificate in chain]
        for name, chain in json.loads(line).items()
    }
    findings = examine(data, chains)
    files = {name: b64encode(getattr(findings, name)).decode() for name in _FILES}
    signer = findings.signer.value if findings.signer else None
    sys.stdout.write(json.dumps({"state": findings.state, "signer": signer, **files}))


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
