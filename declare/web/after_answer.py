"""Work that is done once the answer has been sent, in a transaction of its own.

Nobody waits for it, and nobody can tell by the time of the answer whether there was any.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, after_this_request, current_app
from flask.wrappers import Response
from sqlalchemy.exc import SQLAlchemyError

from declare.database import db, writing


def do(name: str, work: Callable[[], None]) -> None:
    """Do the work and commit; a database that refuses it is a warning with this name in the
    journal."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def write() -> None:
        try:
            with app.app_context(), writing():
                work()
                db.session.commit()
        except SQLAlchemyError as fault:
            app.logger.warning(name, exc_info=fault)

    @after_this_request
    def _later(response: Response) -> Response:
        response.call_on_close(write)
        return response
