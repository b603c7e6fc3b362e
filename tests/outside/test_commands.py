"""`audit` and `cosign` as they are typed, against a site that answers over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from declare.core import cosignature
from declare.core import payload as payloads
from declare.core.cosignature import Witness
from declare.core.entry import encode
from declare.outside import audit, cosign
from declare.outside.site import Unavailable
from tests.outside.mirror import URL, Mirror, person, pledge


@contextmanager
def served(mirror: Mirror) -> Iterator[str]:
    """The address of the log on this machine; its origin names another host, as a mirror's does."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                data = mirror.fetch(f"http://ikrar.test{self.path}")
            except Unavailable:
                self.send_error(404)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/log/acara-uji"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def mirror() -> Mirror:
    return Mirror()


@pytest.fixture
def url(mirror: Mirror) -> Iterator[str]:
    with served(mirror) as address:
        yield address


def run(command: object, *words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])  # type: ignore[arg-type]


def test_an_honest_log_ends_well(mirror: Mirror, url: str, tmp_path: Path) -> None:
    kept, held = tmp_path / "kept", tmp_path / "payloads"
    kept.write_text(mirror.note(3), "utf-8")
    held.write_text("".join(f"{payloads.encode(person(i)).hex()}\n" for i in range(1, 5)))
    given = ("--vkey", mirror.vkey, "--since", kept, "--payloads", held)
    answer = run(audit.command, url + "/", *given)
    assert answer.exit_code == 0, answer.output
    assert "Nothing refutes." in answer.output
    assert "REFUTED" not in answer.output
    assert "the log continues the kept checkpoint of size 3" in answer.output


def test_what_refutes_ends_with_one(mirror: Mirror, url: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text(mirror.note(3), "utf-8")
    mirror.data[2] = encode(pledge(2, "regional_head", "12.07"))
    answer = run(audit.command, url, "--vkey", mirror.vkey, "--since", kept)
    assert answer.exit_code == 1
    assert "REFUTED since       fork" in answer.output


def test_a_site_of_another_name_is_refused_without_a_key_of_its_own(url: str) -> None:
    answer = run(audit.command, url)
    assert answer.exit_code == 1
    assert "declare.json lists no log 127.0.0.1" in answer.output


def test_what_is_missing_or_steers_the_terminal_is_refused(mirror: Mirror, url: str) -> None:
    mirror.files["checkpoint"] = b"\xff"
    assert run(audit.command, url, "--vkey", mirror.vkey).exit_code == 1
    assert run(audit.command, f"{url}-lain", "--vkey", mirror.vkey).exit_code == 1
    for address in ("file:///etc/log/acara-uji", URL.replace("http", "ftp"), "\x1b[2J"):
        answer = run(audit.command, address, "--vkey", mirror.vkey)
        assert answer.exit_code == 1
        assert "\x1b" not in answer.output


@pytest.mark.parametrize("option", ["--vkey", "--witness", "--since", "--payloads", "--roster"])
def test_a_wrong_call_is_told_apart(option: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("wrong")
    value = tmp_path / "missing" if option == "--since" else wrong
    assert run(audit.command, URL, option, value).exit_code == 2


@pytest.mark.parametrize("option", ["--vkey", "--witness"])
def test_a_key_from_elsewhere_that_is_empty_is_not_the_sites_word(option: str, url: str) -> None:
    assert run(audit.command, url, option, "").exit_code == 2


def test_a_witness_is_not_given_the_sites_word_for_an_empty_key(url: str, tmp_path: Path) -> None:
    answer = run(cosign.command, url, "--key", tmp_path / "w", "--name", "w.test", "--vkey", "")
    assert (answer.exit_code, answer.stdout) == (2, "")


def test_a_witness_prints_its_line_and_nothing_else(
    mirror: Mirror, url: str, tmp_path: Path
) -> None:
    key = tmp_path / "saksi.key"
    given = (url, "--key", key, "--vkey", mirror.vkey)
    assert run(cosign.command, *given).exit_code == 2
    answer = run(cosign.command, *given, "--name", "bawaslu.example")
    assert answer.exit_code == 0, answer.output
    vkey = answer.stderr.splitlines()[0].removeprefix("Witness: ")
    assert len(cosignature.read(mirror.note(6) + answer.stdout, [Witness(vkey)])) == 1
    mirror.lines[6] = answer.stdout
    checked = run(audit.command, url, "--vkey", mirror.vkey, "--witness", vkey)
    assert checked.exit_code == 0
    assert "checkpoint 6 cosigned by bawaslu.example" in checked.output
    mirror.data[3] = encode(pledge(3, "regional_head", "12.07"))
    mirror.lines.clear()
    refused = run(cosign.command, *given)
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert "Not cosigned: fork" in refused.stderr
