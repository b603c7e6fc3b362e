"""What a telephone is given to keep."""

from __future__ import annotations

import json
import re
from contextlib import closing
from urllib.parse import urlsplit

from declare.web.public import pwa
from tests.browser import Browser


def fetched(client: Browser, address: str) -> bytes:
    """What is answered at an address; a file that is served is closed again."""
    with closing(client.get(address)) as answer:
        assert answer.status_code == 200
        return answer.data


def test_the_worker_may_answer_for_the_qr_too(client: Browser) -> None:
    answer = client.get("/verifikasi/pekerja.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/v"
    assert answer.headers["Cache-Control"] == "no-cache"
    policy = answer.headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; script-src 'self'; connect-src 'self'"


def test_all_that_the_worker_keeps_is_there(client: Browser) -> None:
    text = client.get("/verifikasi/pekerja.js").text
    found = re.search(r"self\.SHELL = (\{.*\});", text)
    assert found
    shell = json.loads(found[1])
    assert (shell["page"], shell["keys"]) == ("/verifikasi", "/.well-known/jwks.json")
    for address in (shell["page"], shell["keys"], *shell["files"]):
        assert fetched(client, address)
    page = client.get("/verifikasi").text
    for path in re.findall(r'(?:src|href|data-\w+)="(/static/[^"#]+)"', page):
        kept = path in shell["files"]
        assert kept or urlsplit(path).path.endswith("app-192.png"), path


def test_a_file_that_changes_makes_another_worker() -> None:
    one, other = (pwa.worker("/s.js", "/p", "/k", [name]) for name in ("/a?v=1", "/a?v=2"))
    assert one != other


def test_the_page_can_be_installed(client: Browser) -> None:
    answer = client.get("/verifikasi/manifes.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    told = json.loads(answer.data)
    assert told["start_url"].startswith(told["scope"])
    assert (told["display"], told["lang"]) == ("standalone", "id")
    for icon in told["icons"]:
        picture = fetched(client, icon["src"])
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        sides = [int.from_bytes(picture[at : at + 4]) for at in (16, 20)]
        assert icon["sizes"] == "{}x{}".format(*sides)


def test_webassembly_is_allowed_on_this_page_only(client: Browser) -> None:
    allowed = {
        path: "'wasm-unsafe-eval'" in client.get(path).headers["Content-Security-Policy"]
        for path in ("/verifikasi", "/", "/v/0123456789AF", "/privasi")
    }
    assert allowed == {"/verifikasi": True, "/": False, "/v/0123456789AF": False, "/privasi": False}
    assert "'unsafe-eval'" not in client.get("/verifikasi").headers["Content-Security-Policy"]
