"""Refusals that services raise and `declare.web` turns into pages."""

from __future__ import annotations


class DeclareError(Exception):
    """A rule of the platform refuses. The class name states the fact.

    `status` is the HTTP status of the page; `args[0]`, where given, is a sentence for people;
    `retry_after`, where it is not 0, the seconds until another try is worth while.
    """

    status = 400
    retry_after = 0


class NotFound(DeclareError):
    """There is no such thing, or the caller may not know of it."""

    status = 404


class Forbidden(DeclareError):
    """The caller is known and may not do this."""

    status = 403


class Conflict(DeclareError):
    """The state of the thing does not allow this."""

    status = 409


class Gone(DeclareError):
    """The thing existed and has ended."""

    status = 410


class Invalid(DeclareError):
    """A value breaks a rule. `field` is the name of its form field."""

    status = 422

    def __init__(self, message: str = "", field: str = "") -> None:
        super().__init__(message)
        self.field = field


class TooManyAttempts(DeclareError):
    """Too many attempts within a throttle's scope; the limit ends by itself after a while."""

    status = 429


class Busy(DeclareError):
    """All places for this kind of costly work are taken at the moment."""

    status = 503
    retry_after = 2


class Halted(DeclareError):
    """The platform's own records contradict each other, so it refuses to continue."""

    status = 503
