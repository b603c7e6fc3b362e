"""What was typed into a form whose session had ended meanwhile: kept in the page, not in a URL.

It goes through the sign-in page as one signed field, and only the same account gets it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

FIELD: Final = "typed"
_LONGEST: Final = 64 * 1024
"""In characters of the signed field. A longer form is typed again."""
_LIFETIME: Final = 60 * 60
"""In seconds."""
_NEVER: Final = frozenset({"csrf_token", FIELD, "otp", "current", "repeated"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was posted to `path`; passwords, codes and files are not in it."""

    account_id: int
    path: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of_request(cls, account_id: int, path: str) -> Self:
        """The fields of this request, which were meant for `path`."""
        return cls(account_id, path, tuple(kept()))

    def sealed(self) -> str:
        """The signed field; empty where it would be too long."""
        text = _serializer().dumps([self.account_id, self.path, self.fields])
        sealed = text if isinstance(text, str) else text.decode()
        return sealed if len(sealed) <= _LONGEST else ""

    @classmethod
    def opened(cls, sealed: str, account_id: int) -> Self | None:
        """The form in a signed field; None unless it was this account's, within the last hour."""
        try:
            number, path, fields = _serializer().loads(sealed[: _LONGEST + 1], max_age=_LIFETIME)
        except BadSignature:
            return None
        if number != account_id:
            return None
        return cls(number, path, tuple((name, value) for name, value in fields))


def kept() -> list[tuple[str, str]]:
    """The fields of this request that may be written into a page to be sent again."""
    posted = request.form.items(multi=True)
    return [(name, value) for name, value in posted if not is_secret(name)]


def is_secret(name: str) -> bool:
    """Whether a field is never written into a page to be sent again."""
    return name in _NEVER or "password" in name


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="declare/typed/1")
