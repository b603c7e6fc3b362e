"""Where a request comes from, for throttles: its network, and the device's cookie.

The device's cookie outlives sessions and lets nobody in. It says for which accounts and
participants this browser proved itself before, so that no stranger's guesses shut it out.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from config import Config
from declare.accounts import throttle
from declare.accounts.throttle import Caller
from declare.web.context import keyring

_MOST = 40
"""Most accounts and participants that one device is known for."""
_LIFETIME = 400 * 24 * 60 * 60
"""The longest that browsers keep a cookie, in seconds."""


def caller() -> Caller:
    """The network and the device of this request."""
    secret = keyring().data
    network = throttle.network(secret, client_address())
    device, known = _device()
    if not device:
        return Caller(network)
    return Caller(network, throttle.subject(secret, "device", device), frozenset(known))


def stranger(caller: Caller) -> Caller:
    """The same caller with an unknown device, where being known must not excuse guesses."""
    return replace(caller, device="", known=frozenset())


def client_address() -> str:
    """The address of the client: what the outermost of our proxies (TRUSTED_PROXIES) has seen.

    Each proxy appends its own client to X-Forwarded-For; what stands further left was sent by the
    client itself and proves nothing.
    """
    config: Config = current_app.extensions["declare"]
    hops = config.trusted_proxies
    lines = request.headers.getlist("X-Forwarded-For")
    chain = [_bare(part) for line in lines for part in line.split(",")]
    if hops and len(chain) >= hops:
        return chain[-hops]
    return request.remote_addr or ""


def _bare(address: str) -> str:
    """The address without the port that some proxies add."""
    address = address.strip()
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, colon, port = address.partition(":")
    return host if colon and port.isdecimal() and "." in host else address


def remember_device(subject: str) -> None:
    """Let the response tell this browser that it proved itself for the subject of a throttle."""
    device, known = _device()
    if known[-1:] == [throttle.short(subject)]:
        return
    others = [each for each in known if each != throttle.short(subject)]
    value = [
        device or secrets.token_urlsafe(12),
        [*others, throttle.short(subject)][-_MOST:],
    ]

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(
            _name(),
            _serializer().dumps(value),
            max_age=_LIFETIME,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
        return response


def _device() -> tuple[str, list[str]]:
    """The device's identifier and the subjects it is known for; empty for an unknown one."""
    try:
        device, known = _serializer().loads(request.cookies.get(_name(), ""))
    except (BadSignature, ValueError, TypeError):
        return "", []
    return device, known


def _name() -> str:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return "__Host-declare-device" if secure else "declare-device"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="declare/device/1")
