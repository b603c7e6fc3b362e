"""A timestamp authority on this machine, whose tokens OpenSSL makes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.press.paper import run

_CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = placeholder
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
dir = {folder}
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/leaf.pem
certs = {folder}/root.pem
signer_key = {folder}/leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
ess_cert_id_chain = no
"""


class Tsa(ThreadingHTTPServer):
    """Answers with tokens, unless `mood` is another; counts who asked."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.folder, self.mood, self.asked = folder, "", 0
        self.turn = threading.Lock()
        self.together: threading.Barrier | None = None
        self.awake = threading.Event()

    def handle_error(self, *_: object) -> None:
        """Who asked does not wait for ever, and a barrier may break: tests see what follows."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/tsa"

    @property
    def root(self) -> Path:
        """Who vouches for it, in PEM."""
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        """What OpenSSL says to a query; its serial numbers allow one at a time."""
        with self.turn:
            asked, told = self.folder / "query.tsq", self.folder / "reply.tsr"
            asked.write_bytes(query)
            config = ("-config", self.folder / "tsa.cnf", "-section", "tsa")
            run("openssl", "ts", "-reply", *config, "-queryfile", asked, "-out", told)
            return told.read_bytes()


class _Answers(BaseHTTPRequestHandler):
    server: Tsa

    def do_POST(self) -> None:
        tsa = self.server
        tsa.asked += 1
        query = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/timestamp-query"
        if tsa.together:
            tsa.together.wait(20)
        mood = tsa.mood
        if mood == "silent":
            tsa.awake.wait(20)
        if mood == "other":  # a token for something else, of the same nonce
            query = query.replace(query[_imprint(query)], bytes(32))
        told = {"junk": b"0\x03\x02\x01\x00", "empty": b""}.get(mood)
        told = tsa.reply(b"junk" if mood == "refused" else query) if told is None else told
        if mood == "turned":
            told = told[:-5] + bytes([told[-5] ^ 1]) + told[-4:]
        self.send_response(500 if mood == "broken" else 200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def _imprint(query: bytes) -> slice:
    """Where the SHA-256 stands: an octet string of 32 bytes."""
    place = query.index(b"\x04\x20") + 2
    return slice(place, place + 32)


def _key(folder: Path, name: str) -> Path:
    key = folder / f"{name}.key"
    run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
    return key


@contextmanager
def serving(folder: Path) -> Iterator[Tsa]:
    """An authority of its own, with a root above it."""
    config = folder / "tsa.cnf"
    config.write_text(_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    root, leaf = _key(folder, "root"), _key(folder, "leaf")
    request = ("openssl", "req", "-config", config, "-days", "3650")
    made = ("-extensions", "root", "-subj", "/CN=Root of time", "-out", folder / "root.pem")
    run(*request, "-x509", "-new", "-key", root, *made)
    above = ("-CA", folder / "root.pem", "-CAkey", root)
    made = ("-extensions", "leaf", "-subj", "/CN=Time", "-out", folder / "leaf.pem")
    run(*request, "-x509", "-new", "-key", leaf, *above, *made)
    tsa = Tsa(folder)
    thread = threading.Thread(target=tsa.serve_forever)
    thread.start()
    try:
        yield tsa
    finally:
        tsa.awake.set()
        tsa.shutdown()
        thread.join()
        tsa.server_close()
