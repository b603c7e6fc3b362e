"""Handing mail to a server that speaks SMTP, and to one that does not behave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from declare.messages.errors import DeliveryUnknown, Refused
from declare.messages.mime import Text, build
from declare.messages.models import Message
from declare.messages.smtp import Smtp
from tests.conftest import Clock
from tests.ports import free_port

LINK = "https://ikrar.example/m/" + "A" * 96
SENDER = "noreply@ikrar.example"


class Mailbox:
    """A server's side of the talk: answers each command as told, and keeps what came."""

    def __init__(self, **answers: str) -> None:
        self._answers = answers
        self.came: list[Envelope] = []

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answers.get("RCPT", "250 OK")

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.came.append(envelope)
        if self._answers.get("DATA") == "hang up":
            assert server.transport is not None
            server.transport.abort()
        return self._answers.get("DATA", "250 OK")


@contextmanager
def listening(mailbox: Mailbox, **options: Any) -> Iterator[str]:
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.fixture
def mail(clock: Clock) -> EmailMessage:
    message = Message(
        message_id="5f" * 16,
        recipient="sekda@daerah.example",
        created_at=clock.now,
    )
    body = f"Yang terhormat – Bapak/Ibu\n\n{LINK}\n.titik\n"
    return build(message, Text("Ikrar – tautan pribadi", body), SENDER)


def refusal(address: str, mail: EmailMessage) -> Refused:
    transport = Smtp(f"smtp://{address}", SENDER)
    with pytest.raises(Refused) as caught:
        transport.send(mail, "")
    transport.close()
    return caught.value


def test_mails_travel_over_one_connection_with_their_links_whole(mail: EmailMessage) -> None:
    mailbox = Mailbox()
    with listening(mailbox) as address:
        transport = Smtp(f"smtp://{address}", SENDER)
        transport.send(mail, "")
        transport.send(mail, "")
        transport.close()
    first, second = mailbox.came
    assert (first.mail_from, first.rcpt_tos) == (SENDER, ["sekda@daerah.example"])
    assert isinstance(second.original_content, bytes)
    assert LINK.encode() in second.original_content.splitlines()
    body = message_from_bytes(second.original_content, policy=policy.default).get_body()
    assert body is not None
    assert body.get_content().splitlines()[-1] == ".titik"


def test_a_server_for_ascii_only_gets_ascii(
    mail: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox()
    monkeypatch.setattr("declare.messages.smtp._options", lambda server: [])
    with listening(mailbox) as address:
        transport = Smtp(f"smtp://{address}", SENDER)
        transport.send(mail, "")
        transport.close()
    content = mailbox.came[0].original_content
    assert isinstance(content, bytes)
    assert content.isascii()
    body = message_from_bytes(content, policy=policy.default).get_body()
    assert body is not None
    assert LINK in body.get_content().splitlines()


def test_the_address_in_the_settings_is_the_sender(mail: EmailMessage) -> None:
    mailbox = Mailbox()
    with listening(mailbox) as address:
        url = f"smtp://{address}?from=panitia@ikrar.example&per_minute=7"
        transport = Smtp(url, SENDER)
        transport.send(mail, "")
        transport.close()
    assert (mailbox.came[0].mail_from, transport.per_minute) == ("panitia@ikrar.example", 7)


def test_an_unknown_address_is_final(mail: EmailMessage) -> None:
    with listening(Mailbox(RCPT="550 5.1.1 no such user")) as address:
        found = refusal(address, mail)
    assert (found.final, found.for_all) == (True, False)


def test_a_mailbox_that_is_full_today_is_not_final(mail: EmailMessage) -> None:
    with listening(Mailbox(RCPT="452 4.2.2 mailbox full")) as address:
        found = refusal(address, mail)
    assert (found.final, found.for_all) == (False, False)


@pytest.mark.parametrize("command", ["MAIL", "DATA"])
def test_a_quota_is_the_servers_own_refusal(mail: EmailMessage, command: str) -> None:
    with listening(Mailbox(**{command: "452 4.5.3 quota"})) as address:
        found = refusal(address, mail)
    assert str(found) == "452 4.5.3 quota"
    assert (found.final, found.for_all) == (False, True)


def test_a_server_that_is_away_is_refusal_for_all(mail: EmailMessage) -> None:
    with listening(Mailbox()) as address:
        pass
    assert refusal(address, mail).for_all


def test_a_line_lost_after_the_mail_has_gone_is_uncertain(mail: EmailMessage) -> None:
    with listening(Mailbox(DATA="hang up")) as address:
        transport = Smtp(f"smtp://{address}", SENDER)
        with pytest.raises(DeliveryUnknown):
            transport.send(mail, "")


def test_a_password_does_not_travel_in_the_open(mail: EmailMessage) -> None:
    said: list[bytes] = []

    def authenticator(*arguments: Any) -> Any:
        said.append(b"asked")

    options = {"authenticator": authenticator, "auth_require_tls": False}
    with listening(Mailbox(), **options) as address:
        found = refusal(f"user:word@{address}", mail)
    assert "TLS" in str(found)
    assert said == []
