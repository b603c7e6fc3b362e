"""The ways out: a folder of .eml files, or an SMTP server."""

from __future__ import annotations

import os
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from declare.messages.smtp import Smtp


class Transport(Protocol):
    """Takes one mail at a time. `send` raises Refused or DeliveryUnknown."""

    sender: str
    per_minute: int | None

    def send(self, mail: EmailMessage, name: str) -> None: ...
    def close(self) -> None: ...


def open_transport(smtp_url: str, folder: Path, host: str) -> Transport:
    """The server that `smtp_url` names, or the folder if it names none; `host` is our own.

    `smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS&per_minute=N`, `smtps://` for TLS from the start.
    """
    sender = f"noreply@{_mail_domain(host)}"
    return Smtp(smtp_url, sender) if smtp_url else Folder(folder, sender)


def _mail_domain(host: str) -> str:
    name = urlsplit(f"//{host}").hostname or "localhost"
    try:
        ip_address(name)
    except ValueError:
        return name
    return "localhost"


class Folder:
    """Mail as files where no server is set: one .eml each, renamed into place once it is whole."""

    per_minute: int | None = None

    def __init__(self, folder: Path, sender: str) -> None:
        self.sender = sender
        self._folder = folder

    def send(self, mail: EmailMessage, name: str) -> None:
        """Write `name`.eml; the same name again replaces the file, so nothing is there twice."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._folder / f".{name}.part"
        part.write_bytes(mail.as_bytes(policy=mail.policy.clone(linesep="\n")))
        os.replace(part, self._folder / f"{name}.eml")

    def close(self) -> None:
        """Nothing is held open."""
