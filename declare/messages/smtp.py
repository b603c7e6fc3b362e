"""The way out through an SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from declare.messages.errors import DeliveryUnknown, Refused

_SECONDS = 30
_PER_MINUTE = 100
"""Mails a minute that common providers bear; `?per_minute=` in SMTP_URL says otherwise."""


class Smtp:
    """One server, and one connection for as long as it lasts."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        query = parse_qs(self._url.query)
        self.sender = query.get("from", [sender])[0]
        self.per_minute: int | None = int(query.get("per_minute", [str(_PER_MINUTE)])[0])
        self._server: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage, name: str) -> None:
        try:
            server = self._server or self._connect()
            self._address(server, mail)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Refused(_reason(error), for_all=True) from None
        except Refused:
            self.close()
            raise
        self._hand_over(server, mail)

    def close(self) -> None:
        """End the connection; the next mail opens a new one."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "", self._url.port
        context = ssl.create_default_context()
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port or 465, timeout=_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, port or 25, timeout=_SECONDS)
        self._server = server  # from here on `close` knows it, however the greeting ends
        server.ehlo_or_helo_if_needed()
        if self._url.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        self._sign_in(server)
        return server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        if not self._url.username:
            return
        if not isinstance(server.sock, ssl.SSLSocket):
            raise smtplib.SMTPNotSupportedError("no TLS: the password would travel in the open")
        server.login(unquote(self._url.username), unquote(self._url.password or ""))

    def _address(self, server: smtplib.SMTP, mail: EmailMessage) -> None:
        code, answer = server.mail(self.sender, _options(server))
        if code != 250:
            raise Refused(_said(code, answer), for_all=True)
        code, answer = server.rcpt(mail["To"])
        if code not in {250, 251}:
            unknown_address = code == 550 and answer.startswith(b"5.1.")
            raise Refused(_said(code, answer), final=unknown_address)

    def _hand_over(self, server: smtplib.SMTP, mail: EmailMessage) -> None:
        policy = mail.policy if _options(server) else mail.policy.clone(cte_type="7bit")
        try:
            code, answer = server.data(mail.as_bytes(policy=policy))
        except smtplib.SMTPDataError as error:
            self.close()
            raise Refused(_reason(error), for_all=True) from None
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise DeliveryUnknown(_reason(error)) from None
        if code != 250:
            self.close()
            raise Refused(_said(code, answer), for_all=code < 500)


def _options(server: smtplib.SMTP) -> list[str]:
    return ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []


def _said(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode(errors='replace')}"


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return _said(error.smtp_code, answer if isinstance(answer, bytes) else answer.encode())
    return f"{type(error).__name__}: {error}"
