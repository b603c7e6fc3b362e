"""One JSON line for each request and for each entry of the audit log, without personal data: no
query, no address, no link."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback

from flask import Flask, Response, current_app, g, has_app_context, request
from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapper, Session, object_session

from declare.accounts.models import AuditEntry

_LINK = re.compile(r"^/(m|v|sertifikat|panitia/undangan|panitia/sandi-baru)/[^/.]+")
"""Paths that name one person: the journal keeps only their first part."""

_LIKE_A_LINK = re.compile(r"[A-Za-z0-9_-]{10,}")
"""What may be a link or a code in a path that leads nowhere: it was copied or spelt wrong."""


_ENCODER = json.JSONEncoder(ensure_ascii=True)
"""Escapes all but ASCII: what was typed into an address ends no line and steers no terminal."""


class _Lines(logging.Formatter):
    converter = time.gmtime  # type: ignore[assignment]

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname.lower(),
            "what": record.getMessage(),
            **_request(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["trace"] = _trace(record.exc_info[1])
        return _ENCODER.encode(line)


def _request() -> dict[str, str]:
    """The random id of the request that a line belongs to: what joins the lines of one request."""
    number = g.get("request_id") if has_app_context() else None
    return {"request": number} if number else {}


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

    _follow_audit_log()

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        g.request_id = secrets.token_hex(6)

    @app.after_request
    def end(response: Response) -> Response:
        if request.endpoint == "static":
            return response
        facts = {
            "method": request.method,
            "path": _path(),
            "status": response.status_code,
            "ms": round(1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1),
        }
        if "refusal" in g:
            facts["refusal"] = g.refusal
        app.logger.info("request", extra={"facts": facts})
        return response


def _path() -> str:
    """The path of this request, without the secret of a link."""
    if request.url_rule is None:
        return _LIKE_A_LINK.sub("…", request.path)
    return _LINK.sub(r"/\1/…", request.path)


_WRITTEN = "journal.written"
"""Where a session keeps the audit entries of its transaction until that has been committed."""


def _follow_audit_log() -> None:
    """Write a line for each committed entry of the audit log, in requests and commands alike."""
    for target, name, listener in (
        (AuditEntry, "after_insert", _collect),
        (Session, "after_commit", _tell),
        (Session, "after_rollback", _drop),
    ):
        if not event.contains(target, name, listener):
            event.listen(target, name, listener)


def _collect(mapper: Mapper[AuditEntry], connection: Connection, entry: AuditEntry) -> None:
    session = object_session(entry)
    if session is not None:
        facts = {
            "entry": entry.id,
            "act": entry.what,
            "event": entry.event_id,
            "account": entry.account_id,
            "about": entry.about_id,
        }
        session.info.setdefault(_WRITTEN, []).append(facts)


def _tell(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint, of which the transaction may still be rolled back
    for facts in session.info.pop(_WRITTEN, ()):
        if has_app_context():
            current_app.logger.info("audit", extra={"facts": facts})


def _drop(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_WRITTEN, None)
