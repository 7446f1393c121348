"""Real SMTP servers on free ports: one that takes mails, one that never says a word."""

import asyncio
import email
import email.policy
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class MailServer:
    """Takes mails; ``delay`` seconds before each answer to one, or refuses with ``refusal``.

    A ``rude`` one hangs up instead of saying goodbye.
    """

    port: int = 0
    delay: float = 0.0
    refusal: str = ""
    rude: bool = False
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        await asyncio.sleep(self.delay)
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        await asyncio.sleep(self.delay)
        self.mails.append(message)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        if self.rude and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "221 Bye"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that came for ``address``."""
        return [mail for mail in self.mails if mail["To"] == address]

    def wait_for(self, address: str) -> EmailMessage:
        """Return the first mail to ``address``, as soon as it is there."""
        until = time.monotonic() + 15
        while not self.to(address):
            assert time.monotonic() < until, f"no mail for {address}"
            time.sleep(0.05)
        return self.to(address)[0]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


LOGIN = ("mailer", "a password for the mail server")


def _check_login(
    server: SMTP, session: Session, envelope: Envelope, way: str, data: Any
) -> AuthResult:
    given = (data.login.decode(), data.password.decode())
    return AuthResult(success=given == LOGIN, handled=False)  # the server answers


@contextmanager
def mail_server(
    *, delay: float = 0.0, refusal: str = "", rude: bool = False, encryption: str = ""
) -> Iterator[MailServer]:
    """Run a mail server in a thread of its own.

    ``encryption`` is "tls" (from the start) or "starttls" (which also wants `LOGIN`), with a
    certificate nobody trusts.
    """
    server = MailServer(free_port(), delay, refusal, rude)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(Path(__file__).with_name("localhost.pem"))
    starttls = encryption == "starttls"
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        ssl_context=context if encryption == "tls" else None,
        tls_context=context if starttls else None,
        require_starttls=starttls,
        auth_required=starttls,
        authenticator=_check_login,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """Accept connections on the returned port and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def text_of(mail: EmailMessage) -> str:
    """Return the text part."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
