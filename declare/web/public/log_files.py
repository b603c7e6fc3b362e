"""A log's files over HTTP: for programs of other people, and for the caches in front of this site.

Nothing in here reads or sets a cookie, so that an answer is the same for everybody.
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
"""A witness may still add its line to what is otherwise fixed."""
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)

_TOLD: Final = {
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
    """The checkpoint of a size: there is one for each that the log ever had."""
    marked = keyring().marks
    note = tlog_files.checkpoint(db.session(), marked, g.event.log_id, _number(size))
    return _note(note, _WITNESSED)


@allow("anyone")
def tile(slug: str, path: str) -> ResponseReturnValue:
    """A tile of hashes or of entries, full or partial: once published it never changes."""
    try:
        wanted = Tile.read(path)
    except TileError:
        raise NotFound from None
    data = tlog_files.tile(db.session(), keyring().marks, g.event.log_id, wanted)
    return _sent(Response(data, mimetype="application/octet-stream"), _FOR_EVER)


@allow("anyone")
def proof(slug: str, index: str) -> ResponseReturnValue:
    """The tlog-proof of an entry, under the checkpoint of `size` or the latest."""
    asked = request.args.get("size")
    size = None if asked is None else _number(asked)
    marked = keyring().marks
    text = tlog_files.proof(db.session(), marked, g.event.log_id, _number(index), size)
    return _note(text, _LATEST if size is None else _WITNESSED)


def _number(text: str) -> int:
    """A number in its one spelling."""
    if not _NUMBER.fullmatch(text):
        raise NotFound
    return int(text)


def _note(text: str, keep: str) -> Response:
    return _sent(Response(text, content_type=_TEXT), keep)


def _sent(answer: Response, keep: str) -> Response:
    answer.headers["Cache-Control"] = keep
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def refuse(error: DeclareError) -> Response:
    """Say no in a line of text: whoever asks here is a program."""
    db.session.rollback()
    return _refusal(error.status)


def refuse_http(error: HTTPException) -> Response:
    """The same for what Flask refuses."""
    return _refusal(error.code or 500)


def _refusal(status: int) -> Response:
    answer = Response(_TOLD.get(status, f"{status}\n"), status, content_type=_TEXT)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def open_to_all(answer: Response) -> Response:
    """Whoever checks reads this from a page of his own: refusals too, and what is no route."""
    if request.path.startswith(_PREFIX):
        answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def install(blueprint: Blueprint) -> None:
    """Refusals under this blueprint are lines of text."""
    blueprint.register_error_handler(DeclareError, refuse)
    blueprint.register_error_handler(HTTPException, refuse_http)
