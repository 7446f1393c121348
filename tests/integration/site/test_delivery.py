"""Mails over a real mail server: taken, slow, refused, silent, away."""

import email
import email.policy
import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.mailing import delivery
from project.mailing.delivery import Delivered, send_due
from project.mailing.outbox import send_email
from project.models import OutboxEmail, utc_now
from tests.support.make import Make
from tests.support.smtp import LOGIN, free_port, mail_server, silent_server, text_of

pytestmark = pytest.mark.integration

AppMaker = Callable[..., Flask]


@pytest.fixture
def mail_app(config: type[TestConfig], app: Flask) -> Iterator[AppMaker]:
    """Make apps on the tests' database with a mail server of their own."""
    made = []

    def build(port: int, **settings: Any) -> Flask:
        values = {
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": port,
            "MAIL_SUPPRESS_SEND": False,
            **settings,
        }
        made.append(create_app(type("MailConfig", (config,), values)))
        return made[-1]

    yield build
    for other in made:
        with other.app_context():
            db.engine.dispose()


def put(app: Flask, *recipients: str) -> None:
    """Store mails without waking the sender."""
    with app.app_context():
        for recipient in recipients:
            send_email(recipient, "Grüße", "<p>Schöne Grüße</p>")
        db.session().info.clear()
        db.session.commit()


def send(app: Flask) -> Delivered:
    with app.app_context():
        return send_due(app)


def wait_for_worker() -> None:
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join(10)


def stored(make: Make) -> list[OutboxEmail]:
    with make.session() as session:
        return session.query(OutboxEmail).order_by(OutboxEmail.id).all()


@pytest.mark.database
def test_a_mail_leaves_by_itself_after_the_commit(mail_app: AppMaker, make: Make) -> None:
    with mail_server() as server:
        app = mail_app(server.port)
        with app.app_context():
            send_email("alice@example.org", "Grüße", "<p>Schöne Grüße</p>")
            db.session.commit()
        wait_for_worker()
    (mail,) = server.to("alice@example.org")
    (row,) = stored(make)
    assert mail["Subject"] == "Grüße"
    assert mail["Message-ID"] == f"<{row.message_key}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert text_of(mail).strip() == "Schöne Grüße"
    assert mail.get_body(("html",)).get_content().strip() == "<p>Schöne Grüße</p>"  # type: ignore[union-attr]  # a missing part fails the test
    assert row.sent_at is not None


@pytest.mark.database
def test_nothing_leaves_when_the_change_is_undone(mail_app: AppMaker, make: Make) -> None:
    with mail_server() as server:
        app = mail_app(server.port)
        with app.app_context():
            with db.session.begin_nested():
                send_email("alice@example.org", "Grüße", "<p>Schöne Grüße</p>")
            db.session.rollback()
        wait_for_worker()
        assert send(app) == Delivered()
    assert server.mails == []


@pytest.mark.database
def test_a_refused_mail_waits_and_the_next_one_is_sent(mail_app: AppMaker, make: Make) -> None:
    with mail_server(refusal="550 no such person") as server:
        app = mail_app(server.port)
        put(app, "alice@example.org")
        assert send(app) == Delivered(refused=1)
        server.refusal = ""
        put(app, "bob@example.org")
        assert send(app) == Delivered(sent=1)
    alices, bobs = stored(make)
    assert alices.sent_at is None
    assert "550" in (alices.last_error or "")
    assert timedelta(seconds=20) < alices.next_attempt_at - utc_now() <= timedelta(seconds=30)
    assert bobs.sent_at is not None


@pytest.mark.database
def test_a_silent_server_holds_a_sender_for_its_time_limit_only(
    mail_app: AppMaker, make: Make
) -> None:
    with silent_server() as port:
        app = mail_app(port, MAIL_TIMEOUT=0.2)
        put(app, "alice@example.org", "bob@example.org")
        assert send(app) == Delivered(refused=1, reachable=False)
    alices, bobs = stored(make)
    assert (alices.attempts, bobs.attempts) == (1, 0), "the second would have fared no better"
    assert alices.claimed_by is None


@pytest.mark.database
def test_a_server_that_is_away_gets_the_mail_later(mail_app: AppMaker, make: Make) -> None:
    app = mail_app(free_port())
    put(app, "alice@example.org")
    assert send(app) == Delivered(refused=1, reachable=False)
    with mail_server() as server:
        app = mail_app(server.port)
        assert send(app) == Delivered(), "it is not due yet"
        with make.session() as session:
            session.query(OutboxEmail).update({"next_attempt_at": utc_now()})
        assert send(app) == Delivered(sent=1)
    assert len(server.to("alice@example.org")) == 1


def test_a_server_slower_than_the_time_limit_is_tried_again(mail_app: AppMaker, make: Make) -> None:
    with mail_server(delay=0.6) as server:
        app = mail_app(server.port, MAIL_TIMEOUT=0.3)
        put(app, "alice@example.org")
        assert send(app) == Delivered(refused=1, reachable=False)


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it(
    mail_app: AppMaker, make: Make
) -> None:
    with mail_server(rude=True) as server:
        app = mail_app(server.port)
        put(app, "alice@example.org")
        assert send(app) == Delivered(sent=1)
    assert [row.sent_at is None for row in stored(make)] == [False]


def test_all_steps_together_have_a_time_limit_too(
    mail_app: AppMaker, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "DEADLINE", 0.5)
    with mail_server(delay=0.4) as server:
        app = mail_app(server.port)
        put(app, "alice@example.org")
        assert send(app) == Delivered(refused=1, reachable=False)
    assert re.search("timed out|too long", str(stored(make)[0].last_error))


def test_a_mail_goes_encrypted_from_the_start(mail_app: AppMaker, make: Make) -> None:
    with mail_server(encryption="tls") as server:
        app = mail_app(server.port, MAIL_USE_SSL=True)
        put(app, "alice@example.org")
        assert send(app) == Delivered(sent=1)
    assert len(server.to("alice@example.org")) == 1


def test_a_mail_goes_after_starttls_and_signing_in(mail_app: AppMaker, make: Make) -> None:
    name, password = LOGIN
    with mail_server(encryption="starttls") as server:
        app = mail_app(server.port, MAIL_USE_TLS=True, MAIL_USERNAME=name, MAIL_PASSWORD=password)
        put(app, "alice@example.org")
        assert send(app) == Delivered(sent=1)
        app = mail_app(server.port, MAIL_USE_TLS=True, MAIL_USERNAME=name, MAIL_PASSWORD="wrong")
        put(app, "bob@example.org")
        assert send(app) == Delivered(refused=1, reachable=False)
    assert [mail["To"] for mail in server.mails] == ["alice@example.org"]
    assert "wrong" not in str(stored(make)[1].last_error)


def test_a_certificate_nobody_trusts_is_refused_but_on_this_machine(
    mail_app: AppMaker, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LOCAL_HOSTS", frozenset())
    with mail_server(encryption="tls") as server:
        app = mail_app(server.port, MAIL_USE_SSL=True)
        put(app, "alice@example.org")
        assert send(app) == Delivered(refused=1, reachable=False)
    assert "certificate verify failed" in str(stored(make)[0].last_error)


@pytest.mark.database
def test_two_senders_at_once_never_send_one_mail_twice(mail_app: AppMaker, make: Make) -> None:
    recipients = [f"athlete{number}@example.org" for number in range(8)]
    with mail_server(delay=0.02) as server:
        apps = [mail_app(server.port) for _ in range(3)]
        put(apps[0], *recipients)
        threads = [threading.Thread(target=send, args=(app,)) for app in apps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(str(mail["To"]) for mail in server.mails) == recipients


@pytest.mark.database
def test_an_hour_takes_no_more_than_the_host_allows(mail_app: AppMaker, make: Make) -> None:
    with mail_server() as server:
        app = mail_app(server.port, MAIL_PER_HOUR=2)
        put(app, *(f"athlete{number}@example.org" for number in range(3)))
        assert send(app) == Delivered(sent=2)
        assert send(app) == Delivered()
    assert [row.sent_at is None for row in stored(make)] == [False, False, True]


def test_without_a_free_thread_cron_sends(
    mail_app: AppMaker, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with mail_server() as server:
        app = mail_app(server.port)
        with monkeypatch.context() as patch, app.app_context():
            patch.setattr(threading.Thread, "start", refuse)
            send_email("alice@example.org", "Grüße", "<p>Schöne Grüße</p>")
            db.session.commit()
        assert [row.sent_at for row in stored(make)] == [None]
        result = app.test_cli_runner().invoke(args=["mail", "send"])
    assert result.exit_code == 0
    assert result.output == "1 sent, 0 not accepted, 0 waiting, 0 given up\n"
    assert len(server.mails) == 1


def test_while_developing_mails_are_files(
    mail_app: AppMaker, make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = mail_app(0, MAIL_SERVER="", DEVELOPMENT=True, MAIL_FOLDER=tmp_path / "mail")
    put(app, "alice@example.org")
    assert send(app) == Delivered(sent=1)
    (file,) = (tmp_path / "mail").glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert mail["To"] == "alice@example.org"
    assert "Schöne Grüße" in capsys.readouterr().out


def test_without_a_mail_server_mails_wait_and_the_command_says_so(app: Flask, make: Make) -> None:
    put(app, "alice@example.org")
    result = app.test_cli_runner().invoke(args=["mail", "send"])
    assert result.exit_code == 1
    assert "1 waiting" in result.output
    assert "MAIL_SERVER" in result.output
    assert [row.attempts for row in stored(make)] == [0]


@pytest.mark.database
def test_the_status_names_the_last_error(mail_app: AppMaker, make: Make) -> None:
    with mail_server(refusal="550 no such person") as server:
        app = mail_app(server.port)
        put(app, "alice@example.org")
        send(app)
    result = app.test_cli_runner().invoke(args=["mail", "status"])
    assert result.exit_code == 0
    assert "1 waiting (0 due)" in result.output
    assert "no such person" in result.output
