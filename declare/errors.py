"""Refusals. A service raises one; `declare.web` turns it into a page."""

from __future__ import annotations


class DeclareError(Exception):
    """A rule of the platform says no. The class name states the fact.

    `status` is the HTTP status of the page; `args[0]`, where given, is a sentence for people.
    """

    status = 400


class NotFound(DeclareError):
    """There is no such thing, or the asker may not know of it."""

    status = 404


class Forbidden(DeclareError):
    """The asker is known and may not do this."""

    status = 403


class Conflict(DeclareError):
    """The thing is in a state in which this cannot be done."""

    status = 409


class Gone(DeclareError):
    """There was such a thing, and it has ended."""

    status = 410


class Invalid(DeclareError):
    """A value breaks a rule. `field` names the form field that it was typed into."""

    status = 422

    def __init__(self, message: str = "", field: str = "") -> None:
        super().__init__(message)
        self.field = field


class TooManyAttempts(DeclareError):
    """A door was tried too often; it opens again by itself."""

    status = 429


class Halted(DeclareError):
    """The platform refuses to go on because its own records do not agree."""

    status = 503
