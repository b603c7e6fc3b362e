"""The post: what the platform queues is delivered to mailboxes, and only there a link is read."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import func, select

from declare.messages.errors import Unwritable
from declare.messages.models import Delivery, Message
from tests import factories
from tests.factories import World

_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Letter:
    """A delivered letter: its kind, its recipient, the registration that it is about, and the paths
    of the links that it holds."""

    kind: str
    to: str
    about: int | None
    paths: tuple[str, ...]

    def path(self, start: str) -> str:
        """The path of its link that begins so."""
        (found,) = (path for path in self.paths if path.startswith(start))
        return found


class Post:
    """Takes out of the outbox what was not taken yet, as the worker would at once."""

    def __init__(self, made: World) -> None:
        self._made = made
        self._seen = made.session.scalar(select(func.max(Message.id))) or 0
        self.boxes: dict[str, list[Letter]] = defaultdict(list)

    def deliver(self) -> list[Letter]:
        """Deliver what is due; what a flood limit holds back stays undelivered."""
        query = select(Message).where(Message.id > self._seen).order_by(Message.id)
        delivered = []
        for message in self._made.session.scalars(query).all():
            self._seen = message.id
            if message.state == Delivery.QUEUED and (letter := self._read(message)) is not None:
                self.boxes[letter.to].append(letter)
                delivered.append(letter)
        return delivered

    def _read(self, message: Message) -> Letter | None:
        try:
            text = factories.letter(self._made, message)
        except Unwritable:
            return None
        paths = tuple(urlsplit(link).path for link in _LINK.findall(text.body))
        to, about = message.recipient or "", message.registration_id
        return Letter(message.kind, to, about, paths)
