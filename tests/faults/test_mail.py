"""A mail is delivered once, whatever happens to the processes that send it."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from project.extensions import db
from project.mailing.outbox import send_email
from project.models import OutboxEmail, User, utc_now
from tests.support.gunicorn import Server, gunicorn, run_flask, start_flask, write_app
from tests.support.make import PASSWORD, Make
from tests.support.remote import RemoteSite
from tests.support.smtp import MailServer, mail_server, silent_server

pytestmark = [pytest.mark.faults, pytest.mark.database]


def write(folder: Path, database: str, port: int, **settings: object) -> None:
    write_app(folder, database, MAIL_SERVER="127.0.0.1", MAIL_PORT=port, **settings)


def register(server: Server, username: str = "dora") -> None:
    visitor = RemoteSite(server.base)
    fields = {
        "username": username,
        "email": f"{username}@example.org",
        "password": PASSWORD,
        "repeat_password": PASSWORD,
        "default_visibility": "all",
    }
    page = visitor.submit(visitor.open("/auth/register"), fields, action="register")
    assert page.path == "/auth/unconfirmed"


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def is_claimed(make: Make) -> bool:
    with make.session() as session:
        return session.query(OutboxEmail).filter(OutboxEmail.claimed_by.is_not(None)).count() == 1


def make_due(make: Make) -> None:
    """Let the time pass until every mail may be tried again."""
    with make.session() as session:
        session.query(OutboxEmail).update({"next_attempt_at": utc_now(), "claimed_until": None})


def recipients(server: MailServer) -> list[str]:
    return sorted(str(mail["To"]) for mail in server.mails)


def test_a_worker_that_is_stopped_finishes_the_mail_in_hand(
    app: Flask, database: str, make: Make, tmp_path: Path
) -> None:
    with mail_server(delay=1) as mails:
        write(tmp_path, database, mails.port)
        with gunicorn(tmp_path) as server:
            register(server)
            wait_until(lambda: is_claimed(make))
            server.process.stop()
        said = run_flask(tmp_path, "mail", "send")
    assert recipients(mails) == ["dora@example.org"]
    assert said == "0 sent, 0 not accepted, 0 waiting, 0 given up\n"


@pytest.mark.outages
def test_a_reload_finishes_the_mail_in_hand_and_sends_no_other_twice(
    app: Flask, database: str, make: Make, tmp_path: Path
) -> None:
    with mail_server(delay=1) as mails:
        write(tmp_path, database, mails.port)
        with gunicorn(tmp_path) as server:
            register(server)
            wait_until(lambda: is_claimed(make))
            before = server.process.children()
            server.process.send(signal.SIGHUP)
            wait_until(lambda: not set(before) & set(server.process.children()))
            register(server, "erik")
            wait_until(lambda: len(mails.mails) == 2)
            server.process.stop()
        said = run_flask(tmp_path, "mail", "send")
    assert recipients(mails) == ["dora@example.org", "erik@example.org"]
    assert said.startswith("0 sent")


def test_a_silent_mail_server_holds_nobody_back_and_the_mail_follows(
    app: Flask, database: str, make: Make, tmp_path: Path
) -> None:
    with silent_server() as port:
        write(tmp_path, database, port, MAIL_TIMEOUT=2)
        with gunicorn(tmp_path) as server:
            started = time.monotonic()
            register(server)
            assert time.monotonic() - started < 10
            wait_until(lambda: is_claimed(make))
            assert server.process.stop() < 10
    make_due(make)
    with mail_server() as mails:
        write(tmp_path, database, mails.port)
        run_flask(tmp_path, "mail", "send")
        make_due(make)
        run_flask(tmp_path, "mail", "send")
    assert recipients(mails) == ["dora@example.org"]


def test_the_mail_of_a_killed_worker_is_sent_by_cron(
    app: Flask, database: str, make: Make, tmp_path: Path
) -> None:
    with mail_server(delay=30) as mails:
        write(tmp_path, database, mails.port)
        with gunicorn(tmp_path) as server:
            register(server)
            wait_until(lambda: is_claimed(make))
            server.process.kill()
    assert make.count(User, username="dora") == 1
    assert mails.mails == []
    with mail_server() as mails:
        write(tmp_path, database, mails.port)
        run_flask(tmp_path, "mail", "send")
        assert mails.mails == [], "the dead worker's claim holds for some minutes"
        make_due(make)
        run_flask(tmp_path, "mail", "send")
    assert recipients(mails) == ["dora@example.org"]


def test_four_senders_at_once_send_every_mail_once(
    app: Flask, database: str, make: Make, tmp_path: Path
) -> None:
    everybody = [f"athlete{number:02d}@example.org" for number in range(20)]
    with app.app_context():
        for recipient in everybody:
            send_email(recipient, "Grüße", "<p>Schöne Grüße</p>")
        db.session.commit()
    with mail_server(delay=0.05) as mails:
        write(tmp_path, database, mails.port)
        senders = [start_flask(tmp_path, "mail", "send") for _ in range(4)]
        for sender in senders:
            sender.communicate(timeout=60)
    assert recipients(mails) == everybody


def test_without_threads_registering_works_and_cron_sends(
    app: Flask, database: str, make: Make, tmp_path: Path
) -> None:
    with mail_server() as mails:
        write(tmp_path, database, mails.port)
        served = (tmp_path / "served.py").read_text()
        # What a host does whose number of threads is used up.
        (tmp_path / "served.py").write_text(
            served + "\nimport threading\n"
            'def refuse(self):\n    raise RuntimeError("can\'t start new thread")\n'
            "threading.Thread.start = refuse\n"
        )
        with gunicorn(tmp_path) as server:
            register(server)
            assert mails.mails == []
            (tmp_path / "served.py").write_text(served)
            run_flask(tmp_path, "mail", "send")
    assert recipients(mails) == ["dora@example.org"]
