"""What a server imports always answers: with the app, or with why there is none."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from project.settings import ROOT
from project.wsgi import passenger_path, refusal

pytestmark = pytest.mark.unit

ASK = """
import runpy, sys
application = runpy.run_path("passenger_wsgi.py")["application"]
def start_response(status, headers, exc_info=None):
    print(status, dict(headers).get("Content-Type"))
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "SERVER_NAME": "localhost",
           "SERVER_PORT": "80", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http",
           "wsgi.input": sys.stdin.buffer, "wsgi.errors": sys.stderr, "SCRIPT_NAME": ""}
print(b"".join(application(environ, start_response)).decode())
"""
KEYS = {"SECRET_KEY": "0123456789abcdef0123456789abcdef", "SECURITY_PASSWORD_SALT": "0123456789"}


def ask(*python: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Import the entry point in a fresh process without any configuration, and ask for a page."""
    names = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
    clean = {name: os.environ[name] for name in names if name in os.environ}
    return subprocess.run(
        [*python, "-c", ASK],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )


def test_the_app_answers(tmp_path: Path) -> None:
    found = ask(
        sys.executable,
        **KEYS,
        DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite",
        LOG_FOLDER=str(tmp_path),
        TRUSTED_HOSTS="localhost",
    )
    assert found.stdout == '200 OK application/json\n{"status":"ok"}\n\n'


def test_a_configuration_error_is_a_line_for_visitors_and_one_in_the_log() -> None:
    found = ask(sys.executable, SECRET_KEY=KEYS["SECRET_KEY"], DATABASE_URL="mysql:geheim")
    status, title, *problems = found.stdout.strip().splitlines()
    assert status == "503 Service Unavailable text/plain; charset=utf-8"
    assert title == "Calisthenics Progression is not running."
    assert [line.partition(" ")[0] for line in problems] == [
        "SECURITY_PASSWORD_SALT",
        "DATABASE_URL",
    ]
    assert found.stderr.count("Configuration error: ") == 2
    assert "geheim" not in found.stdout + found.stderr


def test_missing_packages_are_a_line_for_visitors() -> None:
    found = ask(sys.executable, "-S")
    assert found.stdout.startswith("503 Service Unavailable text/plain\n")
    assert "ModuleNotFoundError under Python 3." in found.stdout
    assert "Traceback" in found.stderr


def test_a_start_that_fails_otherwise_says_where_to_look(tmp_path: Path) -> None:
    (tmp_path / "flask_bootstrap.py").write_text("raise RuntimeError('broken package')")
    found = ask(sys.executable, **KEYS, DATABASE_URL="sqlite://", PYTHONPATH=str(tmp_path))
    assert found.stdout.startswith("503 Service Unavailable")
    assert "the reason stands in the server's error log" in found.stdout
    assert "RuntimeError: broken package" in found.stderr


def test_the_command_line_says_what_is_wrong_and_still_offers_the_cures() -> None:
    def flask(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "SECRET_KEY": "short", "FLASK_SKIP_DOTENV": "1",
                 "FLASK_APP": "calisthenics_progression.py"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )  # fmt: skip

    refused = flask("db", "upgrade")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Configuration error: SECRET_KEY is too short" in refused.stderr
    assert "Traceback" not in refused.stderr
    cure = flask("doctor")
    assert cure.returncode == 1
    assert "FAIL  setting-SECRET_KEY" in cure.stdout
    setup = flask("setup", "--help")
    assert (setup.returncode, setup.stderr) == (0, ""), "what is missing, it asks for"


def test_the_refusal_answers_every_address_and_is_never_kept() -> None:
    answer = Client(refusal(["SECRET_KEY fehlt für «Köln»."])).get("/some/page?x=1")
    assert answer.status_code == 503
    assert answer.text.endswith("SECRET_KEY fehlt für «Köln».\n")
    assert answer.headers["Cache-Control"] == "no-store"


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [str(environ["PATH_INFO"]).encode("latin-1")]


@pytest.mark.parametrize(
    ("uri", "mount", "path"),
    [
        ("/user/J%C3%B6rg%20%C3%9C?x=%20", "", "/user/Jörg Ü"),
        ("/user/a%2520b", "", "/user/a%20b"),
        ("/user/a+b", "", "/user/a+b"),
        ("/train/workouts", "/train", "/workouts"),
        ("/train", "/train", ""),
        ("/trainer", "/train", "/trainer"),
        ("http://example.org/workouts?x=http://a/b", "", "/workouts"),
        ("/x/http://example.org/workouts", "", "/x/http://example.org/workouts"),
        ("//[://x", "", "//[://x"),
        ("/a?b?c", "", "/a"),
        ("*", "", "*"),
    ],
)
def test_passengers_path_is_decoded_once(uri: str, mount: str, path: str) -> None:
    environ = {"REQUEST_URI": uri, "SCRIPT_NAME": mount, "PATH_INFO": "still/encoded"}
    answer = b"".join(passenger_path(echo)(environ, lambda *arguments: None))
    assert answer.decode() == path


def test_a_server_without_the_requests_line_is_left_alone() -> None:
    answer = b"".join(passenger_path(echo)({"PATH_INFO": "/a"}, lambda *arguments: None))
    assert answer == b"/a"
