"""How a mail leaves the house: by SMTP with time limits, or into a folder while developing."""

import secrets
import smtplib
import ssl
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from types import TracebackType
from typing import Final, TypeVar

from flask import Flask
from flask_mail import BadHeaderError, Connection, Message
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from project.database import expecting
from project.extensions import db
from project.mailing.links import stop_url
from project.queries.site.mail import REMINDER
from project.services.site import mail as outbox
from project.services.site.mail import OutgoingMail
from project.settings import LOCAL_HOSTS, host_of

T = TypeVar("T")
# All steps of one delivery together; below the 30 s a stopping gunicorn worker is given.
DEADLINE: Final = 25
TRIES: Final = 3


class Transport(Enum):
    """Where mails go in this configuration."""

    SMTP = auto()
    FOLDER = auto()
    NONE = auto()


@dataclass
class Delivered:
    """What one run of a sender did; without ``reachable`` it stopped at the mail server."""

    sent: int = 0
    refused: int = 0
    reachable: bool = True


def transport(app: Flask) -> Transport:
    """Return where mails of ``app`` go; without a server, production lets them wait."""
    if app.config["MAIL_SERVER"]:
        return Transport.SMTP
    return Transport.FOLDER if app.config["DEVELOPMENT"] else Transport.NONE


def send_due(app: Flask, keep_on: Callable[[], bool] = lambda: True) -> Delivered:
    """Send every mail that is due, one after the other; runs in a context of ``app``.

    No transaction is open while the mail server talks. A server that cannot be reached ends the
    run, as the next mail would fare no better; ``keep_on`` is asked before each mail.
    """
    result = Delivered()
    way = transport(app)
    sender = secrets.token_hex(16)
    per_hour = app.config["MAIL_PER_HOUR"] if way is Transport.SMTP else sys.maxsize
    while way is not Transport.NONE and result.reachable and keep_on():
        letter = _step(lambda session: outbox.claim_next(session, sender, per_hour))
        if letter is None:
            break
        _send(app, letter, sender, result)
    return result


def _send(app: Flask, letter: OutgoingMail, sender: str, result: Delivered) -> None:
    try:
        if transport(app) is Transport.SMTP:
            hand_over(app, letter)
        else:
            _write_file(app, letter)
    except (OSError, ValueError, BadHeaderError) as error:  # smtplib's errors are OSErrors too
        refusal = repr(error)
        result.reachable = _is_about_the_mail(error)
    else:
        _step(lambda session: outbox.mark_sent(session, letter, sender))
        result.sent += 1
        return
    app.logger.warning("Mail %d was not sent: %s", letter.id, refusal)
    _step(lambda session: outbox.mark_refused(session, letter, sender, refusal))
    result.refused += 1


def hand_over(app: Flask, letter: OutgoingMail) -> None:
    """Give a mail to the mail server; raises OSError (all of smtplib's are) and ValueError."""
    with TimedConnection(app) as connection:
        connection.send(_message(app, letter))


def _is_about_the_mail(error: Exception) -> bool:
    """Return whether another mail may fare better; a bad certificate is a ValueError as well."""
    own = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    return isinstance(error, own) or not isinstance(error, OSError)


def _step(step: Callable[[Session], T]) -> T:
    """Run one step in a session and transaction of its own, again when the database is busy."""
    for left in reversed(range(TRIES)):
        try:
            with expecting(writes=True), Session(db.engine) as session, session.begin():
                return step(session)
        except DBAPIError:
            if not left:
                raise
            time.sleep(0.5)
    raise AssertionError  # the last try returns or raises


def _headers(letter: OutgoingMail) -> dict[str, str]:
    # Nobody's holiday note should answer us.
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.kind == REMINDER and letter.about_id is not None:  # RFC 8058
        headers["List-Unsubscribe"] = f"<{stop_url(letter.about_id)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _message(app: Flask, letter: OutgoingMail) -> Message:
    message = Message(
        subject=letter.subject,
        recipients=[letter.recipient],
        body=letter.text,
        html=letter.html,
        extra_headers=_headers(letter),
    )
    # The same for every try: a mail that arrives twice can be told from two mails.
    message.msgId = f"<{letter.message_key}@{host_of(app.config['APP_BASE_URL']) or 'localhost'}>"
    return message


def _write_file(app: Flask, letter: OutgoingMail) -> None:
    folder = Path(app.config["MAIL_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{letter.id:06d}-{letter.message_key[:8]}.eml"
    file.write_bytes(_message(app, letter).as_bytes())
    sys.stdout.write(f"\nTo: {letter.recipient}\nSubject: {letter.subject}\n\n{letter.text}\n")
    sys.stdout.flush()


class TimedConnection(Connection):
    """Flask-Mail's connection with the time limits and the certificate check it lacks."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.extensions["mail"])
        self._timeout: float = app.config["MAIL_TIMEOUT"]

    def configure_host(self) -> smtplib.SMTP:
        server, port = self.mail.server, self.mail.port or 0
        context = ssl.create_default_context()
        if server in LOCAL_HOSTS:  # no name to check, and nobody in between
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        host: smtplib.SMTP
        if self.mail.use_ssl:
            host = _TimedSMTPOverTLS(server, port, timeout=self._timeout, context=context)
        else:
            host = _TimedSMTP(server, port, timeout=self._timeout)
        try:
            if self.mail.use_tls:
                host.starttls(context=context)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Leave; a server that took the mail and then fails to say goodbye has taken it."""
        if self.host is None:
            return
        try:
            if exc_type is None:
                self.host.quit()
        except OSError:
            pass
        finally:
            self.host.close()


class _TimedSMTP(smtplib.SMTP):
    """Gives each step of the conversation ``timeout`` seconds and all together `DEADLINE`."""

    _until = 0.0

    def getreply(self) -> tuple[int, bytes]:
        self._hurry()
        return super().getreply()

    def send(self, s: bytes | str) -> None:  # type: ignore[override]  # typeshed has the buffer protocol here
        self._hurry()
        super().send(s)

    def _hurry(self) -> None:
        now = time.monotonic()
        self._until = self._until or now + DEADLINE
        if now >= self._until:
            self.close()
            raise TimeoutError("the mail server took too long")
        if self.sock is not None:
            self.sock.settimeout(min(self.timeout, self._until - now))


class _TimedSMTPOverTLS(_TimedSMTP, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""
