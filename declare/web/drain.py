"""Bodies of requests, heard out: whoever is still sending cannot read an answer.

A server that answers early and closes the connection resets it, and a browser then shows its own
error instead of ours, as with a file that is too large.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import IO, Any, Final

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream, get_content_length

MOST: Final = 64 * 1024 * 1024
"""So many bytes that nobody asked for are thrown away; of what is longer, the rest stays unread."""
PATIENCE: Final = 30.0
"""Seconds for all of them."""
STALLED: Final = 10.0
"""Seconds without a byte after which nobody is listening any more."""
_PIECE: Final = 64 * 1024
_SOCKETS: Final = ("gunicorn.socket", "werkzeug.socket")

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class DrainRequestBody:
    """An application that answers only once the request was sent to its end, within limits."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        body = _body(environ)
        answer = self._application(environ, start_response)
        if body is not None:
            _hear(body, next((environ[name] for name in _SOCKETS if name in environ), None))
        return answer


def _body(environ: Environ) -> IO[bytes] | None:
    """The body, which ends where the request does; None for a request without one."""
    body: IO[bytes] = environ["wsgi.input"]
    length = get_content_length(environ)
    if length is None:
        # In chunks: a server that can read those says so, as it alone sees their end.
        return body if environ.get("wsgi.input_terminated") else None
    limited: Any = LimitedStream(body, length)
    environ["wsgi.input"], environ["wsgi.input_terminated"] = limited, True
    return limited  # type: ignore[no-any-return]


def _hear(body: IO[bytes], socket: Any) -> None:
    """Read what is left of a body."""
    left, until = MOST, time.monotonic() + PATIENCE
    before = socket.gettimeout() if socket else None
    try:
        if socket:
            socket.settimeout(STALLED)
        while left > 0 and time.monotonic() < until and (piece := body.read(min(_PIECE, left))):
            left -= len(piece)
    except (OSError, ClientDisconnected):
        return  # whoever hung up, or said nonsense, misses the answer
    finally:
        if socket:
            socket.settimeout(before)
