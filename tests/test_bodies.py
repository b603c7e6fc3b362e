"""What is too large to be taken is refused with a page, not with a broken connection."""

from __future__ import annotations

import http.client
import io
import itertools
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from config import ROOT
from declare.web import drain
from declare.web.drain import DrainRequestBody
from tests.bench.platform import settings
from tests.bench.server import PLATFORM, await_answer, serving
from tests.database import Source
from tests.ports import free_port

MEBI = 1024 * 1024
HEAD = (
    b'--mark\r\nContent-Disposition: form-data; name="file"; filename="besar.pdf"\r\n'
    b"Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
)
TAIL = b"\r\n--mark--\r\n"
KIND = {"Content-Type": "multipart/form-data; boundary=mark"}
LARGE = HEAD + bytes(50 * MEBI) + TAIL
DOORS = ("/verifikasi", "/panitia/acara/x/sertifikat", "/acara/contoh/daftar", "/tidak-ada")


@contextmanager
def developing(told: dict[str, str]) -> Iterator[int]:
    """The port of Flask's own server, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "run", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told}, **quiet) as process:
        try:
            await_answer(port, process)
            yield port
        finally:
            process.terminate()


@pytest.fixture(scope="module", params=["gunicorn", "werkzeug"])
def port(
    request: pytest.FixtureRequest, sqlite: Source, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """The port of the platform as it is deployed, and under the other server that it may have."""
    with sqlite.fresh() as address:
        told = settings(tmp_path_factory.mktemp("served"), address.url)
        if request.param == "gunicorn":
            with serving(PLATFORM, told, workers=1) as server:
                yield server.port
        else:
            with developing(told) as port:
                yield port


def refused(status: int, page: str) -> None:
    assert status == 413
    assert "Berkas terlalu besar" in page
    assert "paling besar 10 MB. Pilih berkas yang lebih kecil." in page


@pytest.mark.parametrize("path", DOORS)
def test_fifty_megabytes_are_refused_with_a_page(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", path, LARGE, KIND)
    answer = connection.getresponse()
    refused(answer.status, answer.read().decode())
    connection.close()


def test_in_chunks_as_well(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    pieces = itertools.chain([HEAD], itertools.repeat(bytes(MEBI), 50), [TAIL])
    connection.request("POST", "/verifikasi", pieces, KIND, encode_chunked=True)
    answer = connection.getresponse()
    refused(answer.status, answer.read().decode())
    connection.close()


def test_a_plain_client_reads_the_page(port: int) -> None:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/verifikasi", LARGE, KIND)
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(asked, timeout=60)
    with told.value as answer:
        refused(answer.code, answer.read().decode())


def test_what_is_not_too_large_is_read_as_ever(port: int) -> None:
    """It is only the token that is missing, and the connection goes on."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for body in (HEAD + bytes(9 * MEBI) + TAIL, HEAD + TAIL, b""):
        connection.request("POST", "/verifikasi", body, KIND)
        answer = connection.getresponse()
        assert (answer.status, "Muat ulang halaman" in answer.read().decode()) == (400, True)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()


class Endless:
    """A body that never ends, and how much of it was read."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.taken += size
        return bytes(size)


def heard(body: Any, **environ: Any) -> None:
    answer = DrainRequestBody(lambda environ, start: [b"no"])({"wsgi.input": body, **environ}, None)
    assert answer == [b"no"]


def test_nobody_is_listened_to_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    body = Endless()
    heard(body, CONTENT_LENGTH=str(10**12))
    assert body.taken == drain.MOST
    chunked = Endless()
    heard(chunked, HTTP_TRANSFER_ENCODING="chunked", **{"wsgi.input_terminated": True})
    assert chunked.taken == drain.MOST
    monkeypatch.setattr(drain, "PATIENCE", 0.0)
    hasty = Endless()
    heard(hasty, CONTENT_LENGTH=str(10**12))
    assert hasty.taken == 0


def test_without_a_body_nothing_is_read() -> None:
    body = Endless()
    heard(body)
    heard(body, CONTENT_LENGTH="0")
    assert body.taken == 0


def test_who_stalls_or_hangs_up_keeps_nobody() -> None:
    class Silent(Endless):
        def read(self, size: int = -1) -> bytes:
            raise TimeoutError

    heard(Silent(), CONTENT_LENGTH="5")
    heard(io.BytesIO(b"abc"), CONTENT_LENGTH="5")
