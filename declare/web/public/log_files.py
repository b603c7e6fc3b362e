"""A log's files over HTTP (C2SP tlog-tiles), for auditors' programs and for caches.

No view in here reads or sets a cookie, so that a response is the same for every client.
"""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from declare.core.tiles import Tile, TileError
from declare.database import db
from declare.errors import DeclareError, NotFound
from declare.ledger import tlog_files
from declare.web.access import allow
from declare.web.context import keyring

_PREFIX: Final = "/log/"
_TEXT: Final = "text/plain; charset=utf-8"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_LATEST: Final = "public, max-age=2"
_WITNESSED: Final = "public, max-age=60"
"""Shorter than for ever: a witness may still add its line."""
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)

_MESSAGES: Final = {
    404: "Tidak ada, atau belum diterbitkan.\nThere is none, or it is not published yet.\n",
    503: "Buku ikrar ini dihentikan: basis data tidak memuat semua yang pernah diterbitkan.\n"
    "This log is halted: the database lacks what was published before.\n",
}


@allow("anyone")
def checkpoint(slug: str) -> ResponseReturnValue:
    """The latest checkpoint."""
    return _note(tlog_files.checkpoint(db.session(), keyring().marks, g.event.log_id), _LATEST)


@allow("anyone")
def old_checkpoint(slug: str, size: str) -> ResponseReturnValue:
    """The checkpoint of one size of the log."""
    marked = keyring().marks
    note = tlog_files.checkpoint(db.session(), marked, g.event.log_id, _number(size))
    return _note(note, _WITNESSED)


@allow("anyone")
def tile(slug: str, path: str) -> ResponseReturnValue:
    """A tile of hashes or of entries, full or partial; immutable once published."""
    try:
        address = Tile.read(path)
    except TileError:
        raise NotFound from None
    data = tlog_files.tile(db.session(), keyring().marks, g.event.log_id, address)
    return _sent(Response(data, mimetype="application/octet-stream"), _FOR_EVER)


@allow("anyone")
def proof(slug: str, index: str) -> ResponseReturnValue:
    """The tlog-proof of an entry, under the checkpoint of `size` or the latest."""
    text = request.args.get("size")
    size = None if text is None else _number(text)
    marked = keyring().marks
    lines = tlog_files.proof(db.session(), marked, g.event.log_id, _number(index), size)
    return _note(lines, _LATEST if size is None else _WITNESSED)


def _number(text: str) -> int:
    """A number in decimal without leading zeros. Raises NotFound."""
    if not _NUMBER.fullmatch(text):
        raise NotFound
    return int(text)


def _note(text: str, keep: str) -> Response:
    return _sent(Response(text, content_type=_TEXT), keep)


def _sent(response: Response, keep: str) -> Response:
    response.headers["Cache-Control"] = keep
    response.add_etag()
    response.make_conditional(request)
    return response


def refuse(error: DeclareError) -> Response:
    """An error as one line of plain text, for programs."""
    db.session.rollback()
    return _refusal(error.status)


def refuse_http(error: HTTPException) -> Response:
    """The same for errors of Flask."""
    return _refusal(error.code or 500)


def _refusal(status: int) -> Response:
    response = Response(_MESSAGES.get(status, f"{status}\n"), status, content_type=_TEXT)
    response.headers["Cache-Control"] = "no-store"
    return response


def open_to_all(response: Response) -> Response:
    """CORS for every origin, also on errors: auditors' pages read these files."""
    if request.path.startswith(_PREFIX):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def install(blueprint: Blueprint) -> None:
    """Give the blueprint plain-text errors."""
    blueprint.register_error_handler(DeclareError, refuse)
    blueprint.register_error_handler(HTTPException, refuse_http)
