"""Errors reach the operators by mail: few, without secrets, and even without a database."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from project import create_app
from project.alerts import PER_HOUR, OutboxHandler
from project.config import TestConfig
from project.extensions import db
from project.models import ExerciseCategory, OutboxEmail
from project.settings import engine_options
from tests.support.make import Make
from tests.support.smtp import free_port, mail_server, text_of

pytestmark = [pytest.mark.integration, pytest.mark.database]

AppMaker = Callable[..., Flask]


@pytest.fixture
def alarmed(config: type[TestConfig], app: Flask, tmp_path: Path) -> Iterator[AppMaker]:
    """Make apps on the tests' database that mail errors and have pages that fail."""
    made: list[Flask] = []

    def build(**settings: Any) -> Flask:
        values = {"ADMINS": ["eins@example.org", "zwei@example.org"], "MAIL_TIMEOUT": 1, **settings}
        made.append(create_app(type("AlertConfig", (config,), values)))
        made[-1].instance_path = str(tmp_path)
        made[-1].config["PROPAGATE_EXCEPTIONS"] = False
        made[-1].add_url_rule("/kaputt", "kaputt", _write_and_fail)
        return made[-1]

    yield build
    for other in made:
        with other.app_context():
            db.engine.dispose()
    logger = logging.getLogger("project")
    for handler in [each for each in logger.handlers if isinstance(each, OutboxHandler)]:
        logger.removeHandler(handler)


def _write_and_fail() -> str:
    from project.database import expect_writes

    expect_writes(yes=True)
    db.session.add(ExerciseCategory(name="Nie gespeichert"))
    db.session.flush()
    raise RuntimeError("Übung <b>kaputt</b>")


def stored(make: Make) -> list[OutboxEmail]:
    with make.session() as session:
        return session.query(OutboxEmail).order_by(OutboxEmail.id).all()


def test_an_error_is_mailed_to_each_admin_although_its_request_is_undone(
    alarmed: AppMaker, make: Make
) -> None:
    app = alarmed()
    answer = app.test_client().get("/kaputt", headers={"Accept": "application/json"})
    assert answer.status_code == 500
    mails = stored(make)
    assert [mail.recipient for mail in mails] == ["eins@example.org", "zwei@example.org"]
    assert mails[0].subject.startswith("Fehler: Unhandled RuntimeError on kaputt")
    assert f"[{answer.get_json()['request_id']}]" in mails[0].text
    assert "\nTraceback (most recent call last):\n" in mails[0].text
    assert mails[0].text.rstrip().endswith("RuntimeError: Übung <b>kaputt</b>")
    assert "Übung &lt;b&gt;kaputt&lt;/b&gt;" in mails[0].html
    assert make.count(ExerciseCategory) == 0


def test_a_mail_holds_no_secret(alarmed: AppMaker, make: Make) -> None:
    app = alarmed(ADMINS=["eins@example.org"], MAIL_PASSWORD="briefkasten")
    with app.app_context():
        app.logger.error("Login as briefkasten failed at /auth/confirm/abc.def\r\nBcc: x@y")
    (mail,) = stored(make)
    assert mail.subject == "Fehler: Login as […] failed at /auth/confirm/[…] Bcc: x@y"
    assert "briefkasten" not in mail.text + mail.html


def test_warnings_are_not_mailed(alarmed: AppMaker, make: Make) -> None:
    app = alarmed()
    with app.app_context():
        app.logger.warning("Nur so")
    assert stored(make) == []


def test_an_hour_brings_few_mails_however_many_errors_and_processes(
    alarmed: AppMaker, make: Make
) -> None:
    for _ in range(3):
        app = alarmed(ADMINS=["eins@example.org"])
        with app.app_context():
            for number in range(PER_HOUR):
                app.logger.error("Fehler %d", number)
    mails = stored(make)
    assert len(mails) == PER_HOUR
    last_one = "Das war die 10. Mail dieser Stunde; weitere Fehler stehen nur im Log."
    assert mails[-1].text.endswith(last_one)
    assert last_one not in mails[-2].text


def test_an_error_outside_of_any_request_is_mailed_too(alarmed: AppMaker, make: Make) -> None:
    app = alarmed(ADMINS=["eins@example.org"])
    thread = threading.Thread(target=app.logger.error, args=("Aus einem Faden",))
    thread.start()
    thread.join()
    assert [mail.subject for mail in stored(make)] == ["Fehler: Aus einem Faden"]


def test_without_admins_nothing_is_mailed(alarmed: AppMaker, make: Make) -> None:
    alarmed(ADMINS=[]).test_client().get("/kaputt")
    assert stored(make) == []


def broken_database(**settings: Any) -> dict[str, Any]:
    url = f"mysql+pymysql://nobody@127.0.0.1:{free_port()}/none"
    return {
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "MAIL_SUPPRESS_SEND": False,
        **settings,
    }


def wait_for_mailer() -> None:
    for thread in threading.enumerate():
        if thread.name == "error-mail":
            thread.join(10)


def test_without_a_database_one_mail_leaves_directly(alarmed: AppMaker) -> None:
    with mail_server() as server:
        settings = broken_database(MAIL_SERVER="127.0.0.1", MAIL_PORT=server.port)
        for _ in range(2):
            app = alarmed(**settings, ADMINS=["eins@example.org"])
            with app.app_context():
                app.logger.error("Die Datenbank ist weg")
                app.logger.error("Immer noch")
        wait_for_mailer()
    (mail,) = server.mails
    assert mail["To"] == "eins@example.org"
    assert mail["Subject"] == "Fehler: Die Datenbank ist weg"
    assert "Die Datenbank ist weg" in text_of(mail)


def test_without_database_and_mail_server_the_answer_still_comes(alarmed: AppMaker) -> None:
    app = alarmed(**broken_database(MAIL_SERVER="127.0.0.1", MAIL_PORT=free_port()))
    answer = app.test_client().get("/kaputt")
    wait_for_mailer()
    assert answer.status_code == 503
    assert "Gleich wieder da" in answer.text
