"""``flask doctor`` finds what is wrong, says how to mend it, and gives no secret away."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask
from sqlalchemy import make_url, text
from werkzeug.serving import make_server

from project import create_app
from project.cli import databases, probes
from project.cli.checks import Finding, Severity
from project.cli.probes import CRON_STAMP, REMIND_STAMP
from project.config import TestConfig
from project.extensions import db
from project.models import OutboxEmail, User, utc_now
from project.settings import ROOT, Settings, engine_options
from project.web.maintenance import switch_of
from tests.support.commands import run
from tests.support.readers import reading_app
from tests.support.servers import administer, drop_database
from tests.support.smtp import free_port, mail_server, silent_server

pytestmark = pytest.mark.integration

PASSWORD = "geheimes-kennwort"
SEES_ITS_END_WITHIN = 0.02  # seconds; by itself a server looks twice a second
Plant = Callable[..., Flask]


@contextmanager
def serving(application: Any) -> Iterator[str]:
    """Serve an app; yield its address."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(SEES_ITS_END_WITHIN,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with all tables and nothing in them."""
    folder = tmp_path_factory.mktemp("tables")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    values = {"SQLALCHEMY_DATABASE_URI": url, "ASSET_FOLDER": folder / "assets"}
    app = create_app(type("TablesConfig", (TestConfig,), values))
    run(app, "db", "upgrade")
    with app.app_context():
        db.engine.dispose()
    return folder / "site.sqlite"


@pytest.fixture
def plant(tmp_path: Path, tables: Path) -> Iterator[Plant]:
    """Make a sound installation that runs and has a mail server, but for the given settings."""
    apps: list[Flask] = []

    def build(**changes: Any) -> Flask:
        url = f"sqlite:///{tmp_path / 'site.sqlite'}"
        settings = {"APP_BASE_URL": base} | changes.pop("given", {})
        values = {
            "SETTINGS": Settings(settings, {}, []),
            "APP_BASE_URL": settings["APP_BASE_URL"],
            "TRUSTED_HOSTS": ["127.0.0.1"],
            "SQLALCHEMY_DATABASE_URI": url,
            "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
            "RATELIMIT_ENABLED": True,
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": mails.port,
            "MAIL_DEFAULT_SENDER": "training@example.org",
            "MAIL_SUPPRESS_SEND": False,
            "UPLOAD_FOLDER": tmp_path / "uploads",
            "LOG_FOLDER": tmp_path / "logs",
            "ASSET_FOLDER": tmp_path / "assets",
            **changes,
        }
        app = create_app(type("SoundConfig", (TestConfig,), values))
        app.instance_path = str(tmp_path)
        apps.append(app)
        return app

    with mail_server() as mails:
        pulse = Flask("pulse")
        pulse.add_url_rule("/healthz", "healthz", lambda: {"status": "ok"})
        with serving(pulse) as base:
            shutil.copy(tables, tmp_path)
            (tmp_path / CRON_STAMP).touch()
            yield build
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def examined(app: Flask) -> tuple[int, dict[str, Finding]]:
    """Return the exit status and the findings; they are the same with and without --json."""
    plain = app.test_cli_runner().invoke(args=["doctor"])
    result = app.test_cli_runner().invoke(args=["doctor", "--json"])
    assert plain.exit_code == result.exit_code, (plain.output, result.output, result.exception)
    found = {
        each["id"]: Finding(each["id"], Severity(each["level"]), each["text"], each["fix"])
        for each in json.loads(result.output)["findings"]
    }
    for finding in found.values():
        assert f"  {finding.id}: " in plain.output
        assert (f"-> {finding.fix}\n" in plain.output) is bool(finding.fix)
    assert PASSWORD not in plain.output + result.output
    return result.exit_code, found


def test_a_sound_installation_has_no_findings(plant: Plant) -> None:
    status, found = examined(plant())
    bad = [each for each in found.values() if each.level is not Severity.OK]
    assert (status, bad) == (0, [])
    assert {"python", "packages", "env-file", "base-url", "trusted-hosts", "debug", "disk"} <= {
        *found
    }
    assert {"database", "revision", "outbox", "cron", "site", "mail-server"} <= {*found}


SETTINGS: list[tuple[dict[str, Any], str, str]] = [
    ({"given": {"APP_BASE_URL": ""}}, "base-url", "Set APP_BASE_URL to the site's address"),
    ({"given": {"APP_BASE_URL": "http://training.example.org"}, "SESSION_COOKIE_SECURE": True},
     "base-url", "https://"),
    ({"given": {"APP_BASE_URL": "https://training.example.org"}}, "cookie",
     "Remove SESSION_COOKIE_SECURE=0"),
    ({"TRUSTED_HOSTS": ["other.example.org"]}, "trusted-hosts", "Add 127.0.0.1 to TRUSTED_HOSTS"),
    ({"DEVELOPMENT": True}, "debug", "Remove FLASK_DEBUG"),
    ({"RATELIMIT_ENABLED": False}, "rate-limits", "Remove RATELIMIT_ENABLED=0"),
    ({"MAIL_SERVER": ""}, "mail-server", "Set MAIL_SERVER"),
    ({"MAIL_USE_TLS": True}, "mail-server", "Check MAIL_SERVER, MAIL_PORT, MAIL_USE_TLS"),
    ({"RATELIMIT_STORAGE_URI": f"redis://:{PASSWORD}@127.0.0.1:1/0"}, "limit-storage",
     "Start Redis"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "id_", "fix"), SETTINGS)
def test_a_wrong_setting_is_found(
    plant: Plant, changes: dict[str, Any], id_: str, fix: str
) -> None:
    status, found = examined(plant(**changes))
    assert (status, found[id_].level) == (1, Severity.FAIL)
    assert fix in found[id_].fix


@pytest.mark.parametrize(
    ("changes", "id_"),
    [
        ({"RATELIMIT_STORAGE_URI": "memory://"}, "limit-storage"),
        ({"MAIL_DEFAULT_SENDER": "noreply@localhost"}, "mail-sender"),
    ],
)
def test_what_only_harms_is_a_warning(plant: Plant, changes: dict[str, Any], id_: str) -> None:
    status, found = examined(plant(**changes))
    assert (status, found[id_].level) == (0, Severity.WARN)
    assert found[id_].fix


def test_a_redis_that_says_nothing_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "REDIS_WITHIN", 0.5)
    with silent_server() as port:
        uri = f"redis://:{PASSWORD}@127.0.0.1:{port}/0"
        status, found = examined(plant(RATELIMIT_STORAGE_URI=uri))
    assert (status, found["limit-storage"].level) == (1, Severity.FAIL)
    assert "Timeout" in found["limit-storage"].text


def test_a_mail_server_that_is_away_is_found(plant: Plant) -> None:
    status, found = examined(plant(MAIL_PORT=free_port()))
    assert (status, found["mail-server"].level) == (1, Severity.FAIL)
    assert "refused" in found["mail-server"].text


def test_a_wrong_mail_password_is_found(plant: Plant) -> None:
    def refuse(*arguments: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    controller = Controller(
        object(), hostname="127.0.0.1", port=free_port(), authenticator=refuse,
        auth_require_tls=False,
    )  # fmt: skip
    controller.start()
    try:
        app = plant(MAIL_PORT=controller.port, MAIL_USERNAME="wir", MAIL_PASSWORD=PASSWORD)
        status, found = examined(app)
    finally:
        controller.stop()
    assert (status, found["mail-server"].level) == (1, Severity.FAIL)
    assert "MAIL_PASSWORD" in found["mail-server"].fix


@pytest.mark.parametrize(
    ("name", "setting"), [("uploads", "UPLOAD_FOLDER"), ("logs", "LOG_FOLDER")]
)
def test_a_folder_that_cannot_be_written_is_found(
    plant: Plant, tmp_path: Path, name: str, setting: str
) -> None:
    (tmp_path / "file").write_text("where a folder should be")
    status, found = examined(plant(**{setting: tmp_path / "file" / name}))
    finding = found[f"folder-{name}"]
    assert (status, finding.level) == (1, Severity.FAIL)
    assert f"mkdir -p {tmp_path / 'file' / name}" in finding.fix


def test_it_makes_no_folders_itself(plant: Plant, tmp_path: Path) -> None:
    examined(plant(UPLOAD_FOLDER=tmp_path / "new" / "uploads"))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("hours", [-2, 40 * 24], ids=["silent", "a clock was ahead"])
def test_a_cron_that_fell_silent_is_found(plant: Plant, tmp_path: Path, hours: int) -> None:
    last_seen = time.time() + hours * 3600
    os.utime(tmp_path / CRON_STAMP, (last_seen, last_seen))
    status, found = examined(plant())
    assert (status, found["cron"].level) == (1, Severity.FAIL)
    assert f"*/5 * * * * cd {ROOT} && " in found["cron"].fix
    assert found["cron"].fix.endswith("-m flask mail send >/dev/null")


def test_sending_mail_is_what_keeps_cron_fresh(plant: Plant, tmp_path: Path) -> None:
    (tmp_path / CRON_STAMP).unlink()
    assert examined(plant())[1]["cron"].level is Severity.WARN
    run(plant(), "mail", "send")
    assert examined(plant())[1]["cron"].text == "Cron ran 0 minutes ago."


def test_reminders_that_nobody_sends_are_found(plant: Plant, tmp_path: Path) -> None:
    app = plant()
    assert "reminders" not in examined(app)[1], "nobody wants any"
    with app.app_context():
        db.session.add(
            User(username="anna", email="anna@example.org", password_hash="!", remind_at=420)
        )
        db.session.commit()
    found = examined(app)[1]["reminders"]
    assert found.level is Severity.WARN
    assert f"*/15 * * * * cd {ROOT} && " in found.fix
    assert found.fix.endswith("-m flask remind >/dev/null")
    run(app, "remind")
    assert examined(app)[1]["reminders"].level is Severity.OK
    last_seen = time.time() - 7200
    os.utime(tmp_path / REMIND_STAMP, (last_seen, last_seen))
    assert examined(app)[1]["reminders"].level is Severity.FAIL


def test_mails_that_wait_for_an_hour_are_found(plant: Plant) -> None:
    app = plant()
    with app.app_context():
        old = utc_now() - timedelta(hours=2)
        row = {"recipient": "a@example.org", "subject": "s", "text": "t", "html": "h"}
        db.session.add(OutboxEmail(**row, created_at=old))
        db.session.commit()
    status, found = examined(app)
    assert (status, found["outbox"].level) == (1, Severity.FAIL)
    assert "mail status" in found["outbox"].fix


def set_revision(app: Flask, revision: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


@pytest.mark.parametrize(
    ("revision", "fix"), [("0001", "flask upgrade"), ("9999", "newer version")]
)
def test_tables_of_another_version_are_found(plant: Plant, revision: str, fix: str) -> None:
    app = plant()
    set_revision(app, revision)
    status, found = examined(app)
    assert (status, found["revision"].level) == (1, Severity.FAIL)
    assert fix in found["revision"].fix


def test_a_database_without_tables_is_found(plant: Plant, tmp_path: Path) -> None:
    status, found = examined(plant(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/new.sqlite"))
    assert (status, found["revision"].level) == (1, Severity.FAIL)
    assert "revision none" in found["revision"].text
    assert "outbox" not in found


@pytest.mark.database
def test_a_wrong_database_password_is_found(plant: Plant, database: str, tmp_path: Path) -> None:
    """On SQLite, which has none, a file that cannot be opened stands for it."""
    wrong = database.replace("root@", f"wir:{PASSWORD}@").replace("postgres@", f"wir:{PASSWORD}@")
    if wrong.startswith("sqlite"):
        wrong = f"sqlite:///{tmp_path}"
    app = plant(SQLALCHEMY_DATABASE_URI=wrong, SQLALCHEMY_ENGINE_OPTIONS=engine_options(wrong))
    status, found = examined(app)
    assert (status, found["database"].level) == (1, Severity.FAIL)
    assert "does not answer: " in found["database"].text
    assert "DB_PASSWORD" in found["database"].fix


@pytest.mark.database
def test_a_database_that_knows_no_letters_is_found(plant: Plant, database: str) -> None:
    """PostgreSQL makes such ones where the system's language is not set; others cannot."""
    if not database.startswith("postgresql"):
        assert "encoding" not in examined(plant())[1]
        return
    url = make_url(database).set(database="letters")
    drop_database(url)
    administer(
        url,
        "CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"
        " TEMPLATE template0",
    )
    address = url.render_as_string(hide_password=False)
    app = plant(SQLALCHEMY_DATABASE_URI=address, SQLALCHEMY_ENGINE_OPTIONS=engine_options(address))
    status, found = examined(app)
    with app.app_context():
        db.engine.dispose()
    drop_database(url)
    assert (status, found["encoding"].level) == (1, Severity.FAIL)
    assert "createdb -O USER -E UTF8 -T template0" in found["encoding"].fix


def test_a_database_server_that_is_away_is_found(plant: Plant) -> None:
    url = f"postgresql+psycopg://wir:{PASSWORD}@127.0.0.1:{free_port()}/d"
    app = plant(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    status, found = examined(app)
    assert (status, found["database"].level) == (1, Severity.FAIL)


def test_a_table_and_a_column_that_are_missing_are_named(plant: Plant) -> None:
    app = plant()
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE block")
        connection.exec_driver_sql("ALTER TABLE message RENAME COLUMN body TO text")
    status, found = examined(app)
    assert (status, found["tables"].level) == (1, Severity.FAIL)
    assert found["tables"].text == "Missing: block, message.body."
    assert "flask restore" in found["tables"].fix


@pytest.mark.database
def test_a_database_that_takes_no_changes_is_found(
    app: Flask, config: type[TestConfig], at_head: None
) -> None:
    with reading_app(config) as reader, reader.app_context():
        found = {each.id: each for each in databases.database(reader)}
    assert found["database"].level is Severity.OK
    assert found["writing"].level is Severity.FAIL
    assert "GRANT ALL PRIVILEGES" in found["writing"].fix
    with app.app_context():
        whole = {each.id: each.level for each in databases.database(app)}
    assert {*whole.values()} == {Severity.OK}
    assert {"tables", "writing"} <= {*whole}


class Everything(BaseHTTPRequestHandler):
    """A host's placeholder: every address is there."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"It works!")

    def log_message(self, *arguments: Any) -> None:
        """Keep quiet."""


def test_an_address_that_something_else_answers_is_found(plant: Plant) -> None:
    with HTTPServer(("127.0.0.1", 0), Everything) as server:
        thread = threading.Thread(target=server.serve_forever, args=(SEES_ITS_END_WITHIN,))
        thread.start()
        base = f"http://127.0.0.1:{server.server_port}"
        status, found = examined(plant(given={"APP_BASE_URL": base}))
        server.shutdown()
        thread.join()
    assert (status, found["site"].level) == (1, Severity.FAIL)
    assert "Correct APP_BASE_URL" in found["site"].fix
    assert found["exposed"].level is Severity.FAIL
    assert "out of the document root" in found["exposed"].fix


def test_an_address_that_cannot_be_reached_is_a_warning(plant: Plant) -> None:
    base = f"http://127.0.0.1:{free_port()}"
    status, found = examined(plant(given={"APP_BASE_URL": base}))
    assert (status, found["site"].level) == (0, Severity.WARN)


def test_a_site_that_refuses_to_start_is_quoted(plant: Plant) -> None:
    from project.wsgi import refusal

    with serving(refusal(["SECRET_KEY is not set."])) as base:
        status, found = examined(plant(given={"APP_BASE_URL": base}))
    assert (status, found["site"].level) == (1, Severity.FAIL)
    assert "SECRET_KEY is not set." in found["site"].text


def test_a_closed_site_is_a_warning(plant: Plant) -> None:
    app = plant()
    switch_of(app).touch()
    status, found = examined(app)
    assert (status, found["maintenance"].level) == (0, Severity.WARN)
    assert found["maintenance"].fix.endswith("flask maintenance off")


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, {"SECRET_KEY", "SECURITY_PASSWORD_SALT"}),
        (
            {
                "SECRET_KEY": "change-me",
                "SECURITY_PASSWORD_SALT_FILE": "/nowhere",
                "DATABASE_URL": f"mysql:wir:{PASSWORD}",
                "REGISTRATION": "manchmal",
                "MAIL_PORT": "fünf",
                "RATELIMIT_ENABLED": "vielleicht",
            },
            {"SECRET_KEY", "SECURITY_PASSWORD_SALT", "SECURITY_PASSWORD_SALT_FILE", "DATABASE_URL",
             "REGISTRATION", "MAIL_PORT", "RATELIMIT_ENABLED"},
        ),
    ],
    ids=["nothing", "everything"],
)  # fmt: skip
def test_all_that_keeps_the_app_from_starting_is_found_at_once(
    environment: dict[str, str], found: set[str]
) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "flask", "doctor", "--json"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "FLASK_SKIP_DOTENV": "1",
            "FLASK_APP": "calisthenics_progression.py",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 1
    findings = {each["id"]: each for each in json.loads(result.stdout)["findings"]}
    problems = {name: each for name, each in findings.items() if name.startswith("setting-")}
    assert {name.removeprefix("setting-") for name in problems} == found
    assert all(each["level"] == "fail" and each["fix"] for each in problems.values())
    assert PASSWORD not in result.stdout + result.stderr


def test_settings_are_shown_with_their_origin_and_secrets_by_length_only(plant: Plant) -> None:
    given = {"MAIL_PASSWORD": PASSWORD, "CALI_ADMINS": "wir@example.org"}
    app = plant()
    app.config["SETTINGS"] = Settings(given, {"SECRET_KEY": PASSWORD, "PROXY_HOPS": "1"}, [])
    result = app.test_cli_runner().invoke(args=["doctor", "--json"])
    assert json.loads(result.output)["settings"] == {
        "ADMINS": {"value": "wir@example.org", "source": "environment (CALI_ADMINS)"},
        "MAIL_PASSWORD": {"value": "(17 characters)", "source": "environment (MAIL_PASSWORD)"},
        "PROXY_HOPS": {"value": "1", "source": ".env (PROXY_HOPS)"},
        "SECRET_KEY": {"value": "(17 characters)", "source": ".env (SECRET_KEY)"},
    }
