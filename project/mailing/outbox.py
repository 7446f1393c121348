"""Mails leave through the outbox: stored with the change, sent after the commit."""

import os
import re
import threading
from html import unescape
from typing import Any, Final

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from project.extensions import db
from project.mailing.delivery import Transport, send_due, transport
from project.models import OutboxEmail
from project.rules.limits import ADDRESS_LENGTH, SUBJECT_LENGTH

_NAME: Final = re.compile(r"[a-z][a-z_]*")
# One plain address: nothing that could end the header line or add a second recipient.
_ADDRESS: Final = re.compile(r"[^\s@,;:<>()\"\\\x00-\x20\x7f]+@[^\s@,;:<>()\"\\\x00-\x20\x7f]+")
SENDER_THREAD: Final = "mail"
_WAITING: Final = "mail_waiting"


def send_email(to: str, subject: str | None, template: str, **context: Any) -> OutboxEmail:  # noqa: ANN401  whatever the template shows
    """Put a mail into the outbox, in the caller's transaction; it leaves after the commit.

    ``template`` is the name of a folder in ``templates/email`` with subject.txt (used when
    ``subject`` is None), body.txt and body.html; or it is the ready HTML itself. An address that
    is not exactly one plain address raises ValueError.
    """
    if len(to) > ADDRESS_LENGTH or not _ADDRESS.fullmatch(to):
        raise ValueError("not one plain address")
    kind = template if _NAME.fullmatch(template) else ""
    if kind:
        subject = subject or _render(template, "subject.txt", context)
        context["subject"] = subject.strip()
        text, html = (_render(template, part, context) for part in ("body.txt", "body.html"))
    else:
        text, html = _plain(template), template
    mail = OutboxEmail(
        recipient=to,
        subject=" ".join((subject or "").split())[:SUBJECT_LENGTH],
        text=text.strip() + "\n",
        html=html,
        kind=kind,
    )
    session = db.session()
    session.add(mail)
    session.info[_WAITING] = True
    return mail


def _render(template: str, part: str, context: dict[str, Any]) -> str:
    # Not `render_template`: a mail must look the same with and without a request.
    return current_app.jinja_env.get_template(f"email/{template}/{part}").render(context)


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html)).strip()


@event.listens_for(db.session, "after_commit")
def _wake_after_commit(session: Session) -> None:
    """Wake the sender when a committed transaction had mails; a savepoint is no commit."""
    if not session.in_nested_transaction() and session.info.pop(_WAITING, False):
        wake_sender(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001  the documented way past the proxy


def wake_sender(app: Flask) -> None:
    """Let this process send what is due, in the background."""
    if transport(app) is Transport.NONE:
        return
    worker = app.extensions.get("mail_worker")
    if worker is None or worker.pid != os.getpid():  # threads do not survive a fork
        worker = app.extensions["mail_worker"] = MailWorker(app)
    worker.wake()


def send_async_email(app: Flask) -> None:
    """Send what is due in a context of ``app``; the worker's thread runs this."""
    with app.app_context():
        send_due(app, keep_on=_process_goes_on)


def _process_goes_on() -> bool:
    # While the interpreter waits for this thread to end, only the mail in hand is finished.
    return threading.main_thread().is_alive()


class MailWorker:
    """At most one thread of this process that sends mails; it ends when nothing is due.

    Not a daemon: a process that ends finishes the mail in hand, which the time limits of SMTP
    bound. As it never idles, it holds no process back.
    """

    def __init__(self, app: Flask) -> None:
        self.pid = os.getpid()
        self._app = app
        self._lock = threading.Lock()
        self._asked = False
        self._running = False

    def wake(self) -> None:
        """Make sure that a round begins after this call; without a free thread, cron sends."""
        with self._lock:
            self._asked = True
            if self._running:
                return
            self._running = True
        try:
            threading.Thread(target=self._run, name=SENDER_THREAD, daemon=False).start()
        except RuntimeError as error:  # the host's number of threads is used up
            with self._lock:
                self._running = False
            self._app.logger.warning("Mail waits for `flask mail send`: %s", error)

    def _run(self) -> None:
        while self._begin_round():
            try:
                send_async_email(self._app)
            except Exception:  # a thread has nobody above it who could answer
                self._app.logger.exception("Sending mail failed; `flask mail send` will retry")

    def _begin_round(self) -> bool:
        with self._lock:
            self._running, self._asked = self._asked, False
            return self._running
