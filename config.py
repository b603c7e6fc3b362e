"""Settings of one running platform, read once from the environment and never changed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
_WEB = frozenset({"http", "https"})


class ConfigError(RuntimeError):
    """The environment does not describe a platform that may be started."""


@dataclass(frozen=True)
class Config:
    """What a platform is told from outside.

    An https `public_url` is a production: cookies are Secure, `demo` is refused, and the
    platform does not start without a secret of its own.
    """

    database_url: str
    migration_url: str
    queue_url: str
    public_url: str
    secret_key: str
    smtp_url: str
    keys_dir: Path
    instance_dir: Path
    port: int
    timestamp_url: str = ""
    """A timestamp authority (RFC 3161), where there is one."""
    trusted_proxies: int = 0
    """How many proxies stand before the application and append to X-Forwarded-For."""

    @property
    def production(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"

    @property
    def host(self) -> str:
        """Lower-case authority of the public address: the first part of every log's origin."""
        return urlsplit(self.public_url).netloc.lower()

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """Read the settings named in the README.

        Raises ConfigError when a value is unusable, or when a production lacks its secret.
        """
        instance = ROOT / "instance"
        port = _port(environ.get("PORT", "8000"))
        public_url = environ.get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
        _check_address(public_url)
        database_url = _psycopg(environ.get("DATABASE_URL") or f"sqlite:///{instance}/declare.db")
        return cls(
            database_url=database_url,
            migration_url=_psycopg(environ.get("MIGRATION_URL", "")) or database_url,
            queue_url=environ.get("QUEUE_URL") or f"sqlite:///{instance}/queue.db",
            public_url=public_url,
            secret_key=environ.get("SECRET_KEY") or _own_secret(instance, public_url),
            smtp_url=environ.get("SMTP_URL", ""),
            keys_dir=Path(environ.get("KEYS_DIR") or instance / "keys"),
            instance_dir=instance,
            port=port,
            timestamp_url=_authority(environ.get("TIMESTAMP_URL", "")),
            trusted_proxies=_hops(environ.get("TRUSTED_PROXIES", "") or "0"),
        )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ConfigError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _hops(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > 10:
        raise ConfigError(f"TRUSTED_PROXIES must be a number from 0 to 10, not {text!r}.")
    return int(text)


def _check_address(public_url: str) -> None:
    if not _is_bare(public_url):
        raise ConfigError(
            f"PUBLIC_URL must be scheme and host (https://ikrar.example), not {public_url!r}."
        )


def _is_bare(address: str) -> bool:
    """Whether an address is scheme and host, at most with a port: it begins every origin and QR."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    whole = address.partition("://")[2] == parts.netloc
    return whole and bool(host) and port != 0 and "@" not in address and parts.scheme in _WEB


def _authority(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ConfigError("TIMESTAMP_URL must be an address of http or https.")
    return url


def _psycopg(url: str) -> str:
    """Name psycopg 3 in a PostgreSQL address: SQLAlchemy's default is the older driver."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _own_secret(instance: Path, public_url: str) -> str:
    """A secret made at first start and kept, so that a restart signs nobody out."""
    if urlsplit(public_url).scheme == "https":
        raise ConfigError("SECRET_KEY is not set. A production does not start without it.")
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "secret.key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    return path.read_text()
