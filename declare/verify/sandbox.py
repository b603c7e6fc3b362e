"""Reads an untrusted PDF in a child process with limits of time and memory.

The child gets the file and public certificates, and no secrets, environment or database. A file
that exceeds the limits is `UNREADABLE`.
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

from declare.errors import Busy
from declare.keys import Keys
from declare.verify.pdf_findings import Chains, Findings, State, examine

SECONDS: Final = 8
"""Limit of CPU time, and of waiting for a free place and for the child."""
MEMORY: Final = 512 * 1024 * 1024

_FILES: Final = ("content", "proof", "stamped")
"""Fields of `Findings` that are bytes, in their order; base64 between the processes."""
_ROOT: Final = Path(__file__).resolve().parents[2]
_COMMAND: Final = (sys.executable, "-m", "declare.verify.sandbox")
# Children of one web worker at a time, and requests that wait for one. Further ones are refused at
# once: a stranger's slow files keep no more threads than these.
_places, _waiting = BoundedSemaphore(2), BoundedSemaphore(4)


def read(data: bytes, chains: Chains) -> Findings:
    """Return the findings of a file. Raises Busy if no place became free in time, and at once where
    others wait already."""
    if not _places.acquire(blocking=False):
        _wait()
    try:
        return _run(_request(chains) + data)
    finally:
        _places.release()


def _wait() -> None:
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        if not _places.acquire(timeout=SECONDS):
            raise Busy
    finally:
        _waiting.release()


def _request(chains: Chains) -> bytes:
    """Return the line of JSON that precedes the file on the child's standard input."""
    pinned = {
        keys.value: [b64encode(certificate).decode() for certificate in chain]
        for keys, chain in chains.items()
    }
    return json.dumps(pinned).encode() + b"\n"


def _run(request: bytes) -> Findings:
    try:
        child = subprocess.run(  # noqa: S603  # the command is fixed
            _COMMAND,
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # tracebacks might quote the file
            cwd=_ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError:
        return Findings(State.UNREADABLE)
    answer: dict[str, Any] = json.loads(child.stdout)
    signer = Keys(answer["signer"]) if answer["signer"] else None
    content, proof, stamped = (b64decode(answer[name]) for name in _FILES)
    sealed_by = tuple(map(str, answer["sealed_by"]))
    return Findings(State(answer["state"]), signer, content, proof, stamped, sealed_by)


def main() -> None:
    """Run as the child: the request on standard input, findings as JSON on standard output."""
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
    facts = {"state": findings.state, "signer": signer, "sealed_by": findings.sealed_by}
    sys.stdout.write(json.dumps({**facts, **files}))


def _limit(resource_id: int, maximum: int) -> None:
    resource.setrlimit(resource_id, (maximum, maximum))


if __name__ == "__main__":
    main()
