"""The mail that the platform wrote, read as its recipients read it."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from flask import Flask

from declare import jobs

LINK = re.compile(r"^\s*(https?://\S+/m/\S+)\s*$", re.MULTILINE)
CODE = re.compile(r"kode peserta ([0-9A-Z-]+) di")


class Letters:
    """The folder where mail is left when no server takes it."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self._app = app
        self._folder = folder

    def texts(self, to: str) -> list[str]:
        """What was written to an address, oldest first, after everything waiting went out."""
        jobs.deliver(self._app)
        messages = [self._read(path) for path in sorted(self._folder.glob("*.eml"))]
        found = [message for message in messages if message["To"] == to]
        return [_text(message) for message in found]

    def _read(self, path: Path) -> EmailMessage:
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        assert isinstance(message, EmailMessage)
        return message

    def link(self, to: str, name: str) -> str:
        """The personal link of somebody, out of the mail that is for nobody else."""
        return self._out_of(LINK, to, name)

    def code(self, to: str, name: str) -> str:
        """The participant code of somebody."""
        return self._out_of(CODE, to, name)

    def _out_of(self, pattern: re.Pattern[str], to: str, name: str) -> str:
        found = [
            match[1]
            for text in self.texts(to)
            if f"hanya untuk {name}," in " ".join(text.split())
            for match in pattern.finditer(text)
        ]
        assert found, (to, name, self.texts(to))
        return found[-1]


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
