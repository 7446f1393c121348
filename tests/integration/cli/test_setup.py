"""From a checkout without any settings to a site somebody can sign in to, in a copy of it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from project.settings import ROOT, Settings, read_settings

pytestmark = pytest.mark.integration

Flask = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of what an operator uploads, with folders nobody else has touched.

    Compiled files come along: compiling anew for each test takes longer than the test.
    """
    copy = tmp_path / "app"
    copy.mkdir()
    for name in ("project", "migrations"):
        shutil.copytree(ROOT / name, copy / name)
    for name in ("calisthenics_progression.py", "passenger_wsgi.py", ".flaskenv"):
        shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture
def flask(checkout: Path) -> Flask:
    def run(
        *arguments: str, answers: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=checkout,
            env={"PATH": os.environ["PATH"], "LANG": "C", **environment},
            input=answers,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return run


def settings(checkout: Path) -> Settings:
    return read_settings({}, checkout / ".env")


def people(checkout: Path) -> list[tuple[str, int, int]]:
    engine = create_engine(f"sqlite:///{checkout / 'instance' / 'calisthenics.sqlite'}")
    with engine.connect() as connection:
        rows = connection.execute(text('SELECT username, admin, confirmed FROM "user"'))
        found = [(str(name), int(admin), int(confirmed)) for name, admin, confirmed in rows]
    engine.dispose()
    return found


def test_setup_works_without_questions_and_can_be_repeated(checkout: Path, flask: Flask) -> None:
    arguments = (
        "setup", "--yes", "--base-url", "https://example.org/training",
        "--mail-server", "mail.example.org", "--mail-username", "wir@example.org",
        "--mail-password", "p'ä \\ #$%", "--admin", "jule", "--admin-email", "jule@example.org",
    )  # fmt: skip
    first = flask(*arguments)
    assert first.returncode == 0, first.stdout + first.stderr
    file = checkout / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    assert (checkout / "instance").stat().st_mode & 0o777 == 0o700
    found = settings(checkout)
    assert found.find("APP_BASE_URL") == (
        "https://example.org/training",
        ".env (CALI_APP_BASE_URL)",
    )
    assert found.text("MAIL_PASSWORD") == "p'ä \\ #$%"
    assert (found.text("MAIL_PORT"), found.switch("MAIL_USE_SSL", default=False)) == ("465", True)
    keys = [found.text(name) for name in ("SECRET_KEY", "SECURITY_PASSWORD_SALT")]
    assert [len(key) for key in keys] == [64, 64]
    assert keys[0] != keys[1]
    assert people(checkout) == [("jule", 1, 1)]
    assert "The password of jule is " in first.stdout
    assert "*/5 * * * * cd " in first.stdout
    assert not [key for key in keys if key in first.stdout + first.stderr]

    written = file.read_bytes()
    second = flask(*arguments)
    assert second.returncode == 0, second.stdout + second.stderr
    assert ": added nothing\n" in second.stdout
    assert "There is an admin already." in second.stdout
    assert "The password of" not in second.stdout
    assert file.read_bytes() == written
    assert people(checkout) == [("jule", 1, 1)]


def test_setup_asks_for_what_is_missing_and_nothing_else(checkout: Path, flask: Flask) -> None:
    (checkout / ".env").write_text("MAIL_SERVER=mail.example.org")  # its last line is open
    answers = (
        "https://training.example.org",  # address
        "",  # database: SQLite, so neither user nor password are asked for
        "",  # no user name at the mail server, so no password
        "",  # port
        "training",  # no address, so it is asked for again
        "training@example.org",
        "",  # nobody gets error mails
        "jule",
        "jule@example.org",
        "klimmzug-am-morgen",
        "klimmzug-am-morgen",
    )
    done = flask("setup", answers="\n".join(answers) + "\n")
    assert done.returncode == 0, done.stdout + done.stderr
    found = settings(checkout)
    assert found.text("MAIL_SERVER") == "mail.example.org"
    assert found.text("APP_BASE_URL") == "https://training.example.org"
    assert found.text("MAIL_DEFAULT_SENDER") == "training@example.org"
    assert found.text("MAIL_PORT") == "25"
    assert [found.text(name) for name in ("DB_NAME", "MAIL_USERNAME", "ADMINS")] == ["", "", ""]
    assert (checkout / ".env").stat().st_mode & 0o777 == 0o600
    assert people(checkout) == [("jule", 1, 1)]
    assert "klimmzug" not in done.stdout + done.stderr + (checkout / ".env").read_text()


def test_what_the_environment_sets_is_left_to_it(checkout: Path, flask: Flask) -> None:
    key = "0123456789abcdef0123456789abcdef"
    done = flask("setup", "--yes", SECRET_KEY=key, APP_BASE_URL="https://example.org")
    assert done.returncode == 0, done.stdout + done.stderr
    text_ = (checkout / ".env").read_text()
    assert "CALI_SECURITY_PASSWORD_SALT=" in text_
    assert "SECRET_KEY" not in text_
    assert people(checkout) == []


def test_a_database_that_does_not_answer_stops_it(checkout: Path, flask: Flask) -> None:
    done = flask("setup", "--yes", "--database-url", "mysql://u:geheim@127.0.0.1:1/d")
    assert done.returncode == 1
    assert "The database does not answer: " in done.stderr
    assert "`flask upgrade` failed" in done.stderr
    assert "Traceback" not in done.stderr
    assert "geheim" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [("--mail-sender", "wir"), ("--errors-to", "jule"), ("--base-url", "example.org"),
     ("--mail-port", "viele"), ("--database-url", "mysql:u:geheim")],
)  # fmt: skip
def test_what_the_app_would_not_start_with_is_not_written(
    checkout: Path, flask: Flask, option: str, value: str
) -> None:
    done = flask("setup", "--yes", option, value)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "geheim" not in done.stderr
    assert not (checkout / ".env").exists()


def test_whoever_moves_the_database_reads_which_one_is_meant(
    checkout: Path, flask: Flask, tmp_path: Path
) -> None:
    """Setup writes names with a prefix, which win over a line that is added without one."""
    old, new = (f"sqlite:///{tmp_path / name}.sqlite" for name in ("old", "new"))
    flask("setup", "--yes", "--base-url", "https://example.org", "--database-url", old,
          "--admin", "jule", "--admin-email", "jule@example.org")  # fmt: skip
    saved = flask("backup", "move.zip")
    assert f"They are those of {old}, from .env (CALI_DATABASE_URL)." in saved.stdout
    with (checkout / ".env").open("a") as file:
        file.write(f"DATABASE_URL={new}\n")
    refused = flask("restore", "move.zip")
    assert refused.returncode == 1
    assert refused.stdout == f"Restoring into {old}, from .env (CALI_DATABASE_URL).\n"
    assert "It is not empty: it holds 1 accounts. Is it the right one?" in refused.stderr
    found = {each["id"]: each for each in json.loads(flask("doctor", "--json").stdout)["findings"]}
    assert found["database"]["text"] == f"{old}, from .env (CALI_DATABASE_URL), answers."
    assert found["twice-DATABASE_URL"]["level"] == "warn"
    assert (
        found["twice-DATABASE_URL"]["text"]
        == "DATABASE_URL is set 2 times; .env (CALI_DATABASE_URL) counts, not .env (DATABASE_URL)."
    )

    text_ = (checkout / ".env").read_text()
    (checkout / ".env").write_text(text_.replace(f"CALI_DATABASE_URL='{old}'\n", ""))
    moved = flask("restore", "move.zip")
    assert moved.stdout.startswith(f"Restoring into {new}, from .env (DATABASE_URL).\n")
    assert moved.returncode == 0, moved.stdout + moved.stderr


def test_a_database_that_is_away_is_named_by_restore(
    checkout: Path, flask: Flask, tmp_path: Path
) -> None:
    flask("setup", "--yes", "--base-url", "https://example.org")
    flask("backup", "move.zip")
    done = flask("restore", "move.zip", DATABASE_URL="mysql://u:geheim@127.0.0.1:1/d")
    assert done.returncode == 1
    assert "@127.0.0.1:1/d" in done.stdout
    assert "from environment (DATABASE_URL)" in done.stdout
    assert "It does not answer: " in done.stderr
    assert "Traceback" not in done.stderr
    assert "geheim" not in done.stdout + done.stderr
