"""Errors by mail to the operators in ``ADMINS``: through the outbox, a few an hour at most."""

import logging
import threading
import time
from html import escape
from logging.handlers import SMTPHandler
from pathlib import Path
from typing import Final

from flask import Flask, g, has_app_context
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from project.database import expecting, waiting_briefly
from project.extensions import db
from project.i18n import gettext, site_language, speaking
from project.logs import OneLineFormatter, secrets_of
from project.mailing.delivery import Transport, hand_over, transport
from project.mailing.outbox import SENDER_THREAD, wake_sender
from project.models import CLOCKS_DIFFER, OutboxEmail
from project.models.site.mail import new_message_key
from project.rules.limits import SUBJECT_LENGTH
from project.services.site.counters import count
from project.services.site.mail import OutgoingMail

PER_HOUR: Final = 10
HOUR: Final = 3600
COUNTER: Final = "error-mails"
# Without a database nobody counts: one mail from this machine, then silence for a while.
DIRECT_PAUSE: Final = 600.0  # seconds
DIRECT_STAMP: Final = "error-mail-sent"


def init_alerts(app: Flask) -> None:
    """Mail errors of ``app`` when there is somebody to read them; call before binding the database.

    Flask tears down in reverse order: by then the request's own transaction is over, which on
    SQLite would keep ours waiting for the lock it holds.
    """
    for old in [each for each in app.logger.handlers if isinstance(each, OutboxHandler)]:
        app.logger.removeHandler(old)
    if app.config["ADMINS"]:
        handler = OutboxHandler(app)
        app.logger.addHandler(handler)
        app.teardown_appcontext(handler.store_held)


class OutboxHandler(SMTPHandler):
    """Writes an error as a row into the outbox; mails it directly only when the database failed."""

    def __init__(self, app: Flask) -> None:
        config = app.config
        super().__init__(config["MAIL_SERVER"], config["MAIL_DEFAULT_SENDER"], config["ADMINS"], "")
        self._app = app
        self._text = OneLineFormatter(secrets_of(config))
        self.setLevel(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = self._text.text(record)
            if has_app_context():
                g.setdefault("errors_to_mail", []).append((self.getSubject(record), text))
            else:
                with self._app.app_context():
                    self._store([(self.getSubject(record), text)])
        except Exception:  # noqa: BLE001  logging must never be what fails
            self.handleError(record)

    def getSubject(self, record: logging.LogRecord) -> str:  # noqa: N802  the handler's own name
        with speaking(site_language()):
            line = gettext("Fehler: %(what)s", what=self._text.cut(record.getMessage()))
        return " ".join(line.split())[:SUBJECT_LENGTH]

    def store_held(self, _error: BaseException | None = None) -> None:
        """Store what the context that ends now has logged."""
        held = g.pop("errors_to_mail", [])
        if held:
            self._store(held)

    def _store(self, reports: list[tuple[str, str]]) -> None:
        try:
            with (
                expecting(writes=True),
                waiting_briefly(),
                Session(db.engine) as session,
                session.begin(),
            ):
                for subject, text in reports:
                    self._add(session, subject, text)
        except (SQLAlchemyError, OSError):
            self._send_directly(*reports[0])
        else:
            if threading.current_thread().name != SENDER_THREAD:
                wake_sender(self._app)

    def _add(self, session: Session, subject: str, text: str) -> None:
        now = time.time()
        hits = count(session.connection(), COUNTER, amount=1, window=HOUR, now=now).hits
        if hits > PER_HOUR:
            return
        text += f"\n\n{last_one()}" if hits == PER_HOUR else ""
        for address in self.toaddrs:
            session.add(
                OutboxEmail(recipient=address, subject=subject, text=text, html=_html(text))
            )

    def _send_directly(self, subject: str, text: str) -> None:
        """Mail in the background, so that no visitor waits for a mail server as well."""
        if transport(self._app) is not Transport.SMTP or not self._may_send():
            return
        letters = [
            OutgoingMail(0, address, subject, text, _html(text), new_message_key())
            for address in self.toaddrs
        ]
        try:
            threading.Thread(target=self._hand_over, args=(letters,), name="error-mail").start()
        except RuntimeError:  # the host's number of threads is used up; the log has the error
            return

    def _may_send(self) -> bool:
        """Return whether this machine has kept silent for long enough, and note that it speaks."""
        stamp = Path(self._app.instance_path) / DIRECT_STAMP
        try:
            silent = time.time() - stamp.stat().st_mtime if stamp.exists() else DIRECT_PAUSE
            if -CLOCKS_DIFFER.total_seconds() <= silent < DIRECT_PAUSE:
                return False
            stamp.touch()
        except OSError:
            return False
        return True

    def _hand_over(self, letters: list[OutgoingMail]) -> None:
        with self._app.app_context():
            for letter in letters:
                try:
                    hand_over(self._app, letter)
                except (OSError, ValueError) as error:
                    self._app.logger.warning("The error mail was not sent: %r", error)


def last_one() -> str:
    """Say, in the site's own language, that this hour brings no more mails."""
    with speaking(site_language()):
        return gettext(
            "Das war die %(count)s. Mail dieser Stunde; weitere Fehler stehen nur im Log.",
            count=PER_HOUR,
        )


def _html(text: str) -> str:
    return f"<pre>{escape(text)}</pre>"
