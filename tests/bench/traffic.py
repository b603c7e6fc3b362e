"""Clients that cost next to nothing: requests are bytes made beforehand, answers barely read.

The same bytes go to the platform and to its floor, so a client slows both down alike.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

CLIENTS = 16


@dataclass(frozen=True)
class Answer:
    """An answer of the server. `seconds` is how long it took."""

    status: int
    body: bytes
    seconds: float


def get(path: str, cookie: str = "") -> bytes:
    """A GET request."""
    return _request("GET", path, cookie, b"")


def post(path: str, cookie: str, **fields: str) -> bytes:
    """A POST of a form."""
    return _request("POST", path, cookie, urlencode(fields).encode())


def _request(method: str, path: str, cookie: str, body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if cookie:
        lines.append(f"Cookie: declare={cookie}")
    if body:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class Client:
    """One connection that is kept alive."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> Answer:
        """Send a request and read the answer. Raises OSError if the server hangs up."""
        began = time.perf_counter()
        self._socket.sendall(request)
        head, _, body = self._read(b"", b"\r\n\r\n").partition(b"\r\n\r\n")
        length = _length(head)
        if length is None:
            body = self._read(body, b"0\r\n\r\n")
        while length is not None and len(body) < length:
            body += self._more()
        return Answer(int(head[9:12]), body, time.perf_counter() - began)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _read(self, data: bytes, end: bytes) -> bytes:
        while end not in data:
            data += self._more()
        return data

    def _more(self) -> bytes:
        data = self._socket.recv(262144)
        if not data:
            raise ConnectionError("the server hung up")
        return data


def _length(head: bytes) -> int | None:
    """The length of the body; None for one in chunks, whose last is empty."""
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return None


def together(port: int, requests: Sequence[bytes]) -> tuple[float, list[Answer]]:
    """Let 16 clients send the requests as fast as they can; the seconds it took, the answers."""
    waiting, answers = deque(requests), []
    clients = [Client(port) for _ in range(CLIENTS)]

    def work(client: Client) -> None:
        while waiting:
            try:
                request = waiting.popleft()
            except IndexError:
                return
            answers.append(client.send(request))

    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, answers
