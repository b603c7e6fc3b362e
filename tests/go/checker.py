"""The checker in Go, built once a run with Debian's packages and without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "logcheck"
LIBRARIES = "/usr/share/gocode"
"""Where golang-golang-x-mod-dev puts its sources: a GOPATH."""


@cache
def program() -> Path:
    """The built program; it is gone with this process."""
    if shutil.which("go") is None:
        raise FileNotFoundError("Go is not installed: run make test")
    folder = tempfile.TemporaryDirectory(prefix="logcheck")
    _folders.append(folder)
    built = Path(folder.name) / "logcheck"
    settings = {"GO111MODULE": "off", "GOPATH": LIBRARIES, "GOFLAGS": "", "GOPROXY": "off"}
    cache_in = {"GOCACHE": str(Path(folder.name) / "cache")}
    subprocess.run(
        ["go", "build", "-o", str(built), "."],
        cwd=SOURCE,
        env={**os.environ, **settings, **cache_in},
        check=True,
        timeout=300,
    )
    return built


_folders: list[tempfile.TemporaryDirectory[str]] = []
"""Removed when they are collected, at the end of the process."""


def run(url: str, vkey: str, *witnesses: str) -> subprocess.CompletedProcess[str]:
    """Check the log at an address; see `logcheck/main.go`."""
    return subprocess.run(
        [str(program()), url, vkey, *witnesses], capture_output=True, text=True, timeout=120
    )
