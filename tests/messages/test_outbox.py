"""Putting mail into the outbox and taking it out."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.messages import service
from declare.messages.delivery import BACK_OFF, STALE, deliver_due
from declare.messages.errors import DeliveryUnknown, Refused, Unwritable
from declare.messages.mime import Text, build
from declare.messages.models import Delivery, Message
from declare.messages.transport import Folder, Transport, open_transport
from tests.conftest import Clock

pytestmark = pytest.mark.twin

LINK = "https://ikrar.example/m/" + "A" * 96


def leave(session: Session, now: datetime, to: str = "sekda@daerah.example") -> Message:
    service.enqueue(
        session,
        to=to,
        kind="link",
        now=now,
        values={"number": 7},
    )
    session.commit()
    return session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


def compose(message: Message) -> Text:
    """Stands for the function that knows every kind of letter."""
    assert (message.kind, message.values) == ("link", {"number": 7})
    return Text(
        "Tautan pribadi – Ikrar Netralitas",
        f"Yang terhormat Bapak/Ibu,\n\n{LINK}\n\nSalam – panitia\n",
        "BEGIN:VCALENDAR\r\nSUMMARY:Ikrar – ASN\r\nEND:VCALENDAR\r\n".encode(),
    )


def deliver(session: Session, transport: Transport, clock: Clock) -> int:
    return deliver_due(session, transport, clock, compose)


class Post:
    """A transport that answers as told, and keeps what it took."""

    sender = "noreply@ikrar.example"

    def __init__(self, *answers: Exception | None, per_minute: int | None = None) -> None:
        self.per_minute = per_minute
        self.taken: list[EmailMessage] = []
        self._answers = list(answers)

    def send(self, mail: EmailMessage, name: str) -> None:
        answer = self._answers.pop(0) if self._answers else None
        if answer is not None:
            raise answer
        self.taken.append(mail)

    def close(self) -> None:
        pass


def states(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Message.state).order_by(Message.id)))


def test_mail_is_written_as_one_file_with_its_link_whole(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    message = leave(session, clock.now)
    assert deliver(session, Folder(tmp_path / "outbox", "noreply@ikrar.example"), clock) == 1
    (file,) = (tmp_path / "outbox").iterdir()
    raw = file.read_bytes()
    assert LINK.encode() in raw.splitlines()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["To"] == "sekda@daerah.example"
    assert mail["Subject"] == "Tautan pribadi – Ikrar Netralitas"
    assert mail["Message-ID"] == f"<{message.message_id}@ikrar.example>"
    body, calendar = mail.get_body(("plain",)), list(mail.iter_attachments())
    assert body is not None
    assert LINK in body.get_content().splitlines()
    assert calendar[0].get_content_type() == "text/calendar"
    assert "Ikrar – ASN" in calendar[0].get_content()
    assert (message.state, message.sent_at) == (Delivery.SENT, clock.now)
    assert (message.subject, message.body, message.calendar) == (None, None, None)
    assert deliver(session, Folder(tmp_path / "outbox", "noreply@ikrar.example"), clock) == 0


@pytest.mark.parametrize(
    "to",
    ["", "a@b\r\nBcc: x@y", "a@b, c@d", "A <a@b.example>", "a b@c.example", "sekdá@d.example"],
)
def test_an_address_that_is_not_one_address_is_refused(
    session: Session, now: datetime, to: str
) -> None:
    with pytest.raises(service.UnsendableMessage):
        leave(session, now, to)


def test_a_line_break_in_a_subject_is_refused() -> None:
    for character in ("\n", "\r", "\x85", "\u2028"):
        with pytest.raises(Unwritable, match="subject"):
            Text(f"Satu{character}Bcc: x@y", "")


@pytest.mark.parametrize("gone", ["text", "recipient"])
def test_a_message_without_text_or_recipient_is_given_up(
    session: Session, clock: Clock, gone: str
) -> None:
    def compose_first(message: Message) -> Text:
        if gone == "text" and message.id == first.id:
            raise Unwritable("no registration any more")
        return compose(message)

    first = leave(session, clock.now)
    leave(session, clock.now)
    if gone == "recipient":
        first.recipient = None
        session.commit()
    post = Post()
    assert deliver_due(session, post, clock, compose_first) == 1
    assert states(session) == [Delivery.FAILED, Delivery.SENT]
    reason = {"text": "no registration any more", "recipient": "no recipient any more"}[gone]
    assert session.get_one(Message, first.id).fault == reason


def test_a_run_goes_on_until_nothing_is_due(session: Session, clock: Clock) -> None:
    for number in range(450):
        service.enqueue(
            session, to=f"p{number}@a.example", kind="link", now=clock.now, values={"number": 7}
        )
    session.commit()
    post = Post()
    assert deliver(session, post, clock) == 450
    assert post.taken[449]["To"] == "p449@a.example"
    assert deliver(session, post, clock) == 0


def test_a_flood_of_receipts_delays_no_link(session: Session, clock: Clock) -> None:
    def queue(kind: str) -> None:
        service.enqueue(session, to="p@a.example", kind=kind, now=clock.now)
        session.commit()
        clock.advance(seconds=1)

    for _ in range(250):
        queue("received")
        queue("receipt")
    for kind in ("revoked", "admitted"):
        queue(kind)
    sent: list[str] = []

    def compose_any(message: Message) -> Text:
        sent.append(message.kind)
        if len(sent) == 100:  # a link that is queued while the run goes on
            service.enqueue(session, to="p@a.example", kind="admitted", now=clock.now)
        return Text("Surel", "Isi")

    deliver_due(session, Post(), clock, compose_any)
    assert sent[0] == "admitted"
    assert sent.index("admitted", 1) <= 120
    assert sent[-1] == "revoked"


def test_a_tenth_of_the_minute_is_left_to_links(session: Session, clock: Clock) -> None:
    for _ in range(30):
        service.enqueue(session, to="p@a.example", kind="receipt", now=clock.now)
    post = Post(per_minute=20)
    any_text = Text("Surel", "Isi")
    assert deliver_due(session, post, clock, lambda message: any_text) == 18
    service.enqueue(session, to="p@a.example", kind="admitted", now=clock.now)
    assert deliver_due(session, post, clock, lambda message: any_text) == 1


def test_a_run_ends_before_the_next_message_when_told(session: Session, clock: Clock) -> None:
    for _ in range(3):
        leave(session, clock.now)
    post = Post()
    assert deliver_due(session, post, clock, compose, lambda: len(post.taken) < 2) == 2
    assert states(session) == [Delivery.SENT, Delivery.SENT, Delivery.QUEUED]


def test_the_same_row_makes_the_same_headers_each_time(session: Session, now: datetime) -> None:
    message = leave(session, now)
    first, second = (build(message, compose(message), "noreply@ikrar.example") for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_a_line_too_long_for_mail_arrives_all_the_same(session: Session, now: datetime) -> None:
    message = leave(session, now)
    text = Text("Ikrar", "ikrar " * 400)
    mail = message_from_bytes(bytes(build(message, text, "a@b.example")), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == text.body.strip()


def test_refusals_back_off_until_the_message_has_failed(session: Session, clock: Clock) -> None:
    message = leave(session, clock.now)
    for wait in BACK_OFF:
        deliver(session, Post(Refused("450 later")), clock)
        assert states(session) == [Delivery.QUEUED]
        assert session.get_one(Message, message.id).due_at == clock.now + wait
        post = Post()
        clock.now += wait - timedelta(seconds=1)
        assert deliver(session, post, clock) == 0
        clock.advance(seconds=1)
    deliver(session, Post(Refused("450 later")), clock)
    assert states(session) == [Delivery.FAILED]
    assert session.get_one(Message, message.id).fault == "450 later"


def test_an_address_that_does_not_exist_fails_at_once(session: Session, clock: Clock) -> None:
    leave(session, clock.now)
    deliver(session, Post(Refused("550 5.1.1 unknown", final=True)), clock)
    assert states(session) == [Delivery.FAILED]


def test_a_quota_ends_the_run_and_spends_nobody_elses_attempt(
    session: Session, clock: Clock
) -> None:
    for number in range(3):
        leave(session, clock.now, f"p{number}@daerah.example")
    post = Post(None, Refused("452 quota", for_all=True))
    assert deliver(session, post, clock) == 1
    assert states(session) == [Delivery.SENT, Delivery.QUEUED, Delivery.QUEUED]
    assert list(session.scalars(select(Message.attempts).order_by(Message.id))) == [1, 1, 0]


def test_no_more_go_out_in_a_minute_than_the_server_bears(session: Session, clock: Clock) -> None:
    for number in range(5):
        leave(session, clock.now, f"p{number}@daerah.example")
    post = Post(per_minute=2)
    assert [deliver(session, post, clock) for _ in range(2)] == [2, 0]
    clock.advance(minutes=1, seconds=1)
    assert deliver(session, post, clock) == 2


def test_a_lost_answer_is_uncertain_and_never_sent_again_by_itself(
    session: Session, clock: Clock
) -> None:
    message = leave(session, clock.now)
    deliver(session, Post(DeliveryUnknown("lost")), clock)
    assert states(session) == [Delivery.UNCERTAIN]
    clock.advance(days=2)
    assert deliver(session, Post(), clock) == 0
    service.send_again(session, session.get_one(Message, message.id), clock.now)
    session.commit()
    post = Post()
    assert deliver(session, post, clock) == 1
    assert message.message_id in post.taken[0]["Message-ID"]


def test_what_its_sender_left_behind_becomes_uncertain(session: Session, clock: Clock) -> None:
    leave(session, clock.now)

    class Dies(Post):
        def send(self, mail: EmailMessage, name: str) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(session, Dies(), clock)
    session.rollback()
    assert states(session) == [Delivery.SENDING]
    clock.now += STALE
    assert deliver(session, Post(), clock) == 0
    assert states(session) == [Delivery.SENDING]
    clock.advance(seconds=1)
    assert deliver(session, Post(), clock) == 0
    assert states(session) == [Delivery.UNCERTAIN]


def test_only_what_failed_or_is_uncertain_is_sent_again(session: Session, clock: Clock) -> None:
    message = leave(session, clock.now)
    with pytest.raises(service.NotWaiting):
        service.send_again(session, message, clock.now)


@pytest.mark.parametrize(
    ("host", "sender"),
    [
        ("ikrar.example", "noreply@ikrar.example"),
        ("ikrar.example:8443", "noreply@ikrar.example"),
        ("127.0.0.1:8000", "noreply@localhost"),
        ("[::1]:8000", "noreply@localhost"),
    ],
)
def test_mail_comes_from_our_own_domain(host: str, sender: str, tmp_path: Path) -> None:
    assert open_transport("", tmp_path, host).sender == sender
