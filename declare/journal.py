"""One JSON line for each request, without personal data: no query, no address, no link."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback

from flask import Flask, Response, g, request

_LINK = re.compile(r"^/(m|v|sertifikat)/[^/.]+")
"""Paths that name one person: the journal keeps only their first part."""


_ENCODER = json.JSONEncoder(ensure_ascii=False)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "what": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["trace"] = _trace(record.exc_info[1])
        return _ENCODER.encode(line)


def _trace(fault: BaseException) -> list[str]:
    """The places and type of an error. Never its words: a database quotes whole rows."""
    frames = traceback.extract_tb(fault.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    cause = fault.__cause__ or fault.__context__
    return [*(_trace(cause) if cause else []), *places, type(fault).__qualname__]


def install(app: Flask) -> None:
    """Write the application's journal to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    app.logger.handlers[:] = [handler]
    app.logger.setLevel(logging.INFO)
    app.logger.propagate = False

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        g.request_id = secrets.token_hex(6)

    @app.after_request
    def end(response: Response) -> Response:
        if request.endpoint == "static":
            return response
        facts = {
            "request": g.get("request_id", ""),
            "method": request.method,
            "path": _LINK.sub(r"/\1/…", request.path),
            "status": response.status_code,
            "ms": round(1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1),
        }
        app.logger.info("request", extra={"facts": facts})
        return response
