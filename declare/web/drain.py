"""WSGI middleware: reads the rest of the request body before answering, so that the browser shows
our error page and not a reset connection (as after a file that is too large)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import IO, Any, Final

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream, get_content_length

MOST: Final = 64 * 1024 * 1024
"""Most bytes that are read and discarded; the rest of a longer body stays unread."""
PATIENCE: Final = 30.0
"""Most seconds for reading them."""
STALLED: Final = 10.0
"""Seconds without a byte after which reading ends."""
_PIECE: Final = 64 * 1024
_SOCKETS: Final = ("gunicorn.socket", "werkzeug.socket")

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class DrainRequestBody:
    """Wraps a WSGI application; returns its response after the body was read, within limits."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        body = _body(environ)
        response = self._application(environ, start_response)
        if body is not None:
            _drain(body, next((environ[name] for name in _SOCKETS if name in environ), None))
        return response


def _body(environ: Environ) -> IO[bytes] | None:
    """The body as a stream that ends with the request; None for a request without one."""
    body: IO[bytes] = environ["wsgi.input"]
    length = get_content_length(environ)
    if length is None:
        # Chunked: only the server sees the end, and it says whether it terminates the stream.
        return body if environ.get("wsgi.input_terminated") else None
    limited: Any = LimitedStream(body, length)
    environ["wsgi.input"], environ["wsgi.input_terminated"] = limited, True
    return limited  # type: ignore[no-any-return]


def _drain(body: IO[bytes], socket: Any) -> None:
    """Read and discard the rest of a body, within the limits above."""
    left, until = MOST, time.monotonic() + PATIENCE
    before = socket.gettimeout() if socket else None
    try:
        if socket:
            socket.settimeout(STALLED)
        while left > 0 and time.monotonic() < until and (piece := body.read(min(_PIECE, left))):
            left -= len(piece)
    except (OSError, ClientDisconnected):
        return  # the client hung up or sent a broken body: no response reaches it
    finally:
        if socket:
            socket.settimeout(before)
