"""The entry points, started as servers and operators start them."""

from pathlib import Path

import pytest

from tests.support.processes import KEYS, flask, gunicorn, run
from tests.support.remote import RemoteSite

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("module", "name"), [("calisthenics_progression", "app"), ("passenger_wsgi", "application")]
)
def test_an_entry_point_gives_the_app_and_leaves_the_database_alone(
    module: str, name: str, tmp_path: Path
) -> None:
    file = tmp_path / "new.sqlite"
    settings = KEYS | {"DATABASE_URL": f"sqlite:///{file}"}
    code = f"import {module}; print(type({module}.{name}).__mro__[1].__name__)"
    done = run("-W", "error", "-c", code, settings=settings)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Flask\n", "")
    assert not file.exists()


def test_passenger_finds_the_app_from_any_folder(tmp_path: Path) -> None:
    code = (
        "import os, runpy, sys; root = os.getcwd(); os.chdir(sys.argv[1]); "
        "sys.path = [path for path in sys.path if path not in ('', root)]; "
        "found = runpy.run_path(os.path.join(root, 'passenger_wsgi.py')); "
        "print('application' in found)"
    )
    done = run("-c", code, str(tmp_path), settings=KEYS)
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr


BAD = {"SECRET_KEY": "short", "SECURITY_PASSWORD_SALT": "salt"}


def test_a_server_says_what_is_wrong_with_the_configuration(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with gunicorn(BAD, log=log, workers=1) as server:
        answer = RemoteSite(server.url).get("/workouts")
    assert answer.status == 503
    first, second, *_ = answer.text.splitlines()
    assert first == "Calisthenics Progression is not running."
    assert second.startswith("SECRET_KEY is too short or too simple (32 bytes). Make one: python3")
    assert "Configuration error: SECRET_KEY is too short" in log.read_text()


@pytest.mark.parametrize("command", [("routes",), ("db", "upgrade"), ("mail", "send")])
def test_a_command_says_what_is_wrong_with_the_configuration_and_fails(
    command: tuple[str, ...],
) -> None:
    done = flask(*command, settings=BAD)
    assert done.returncode == 1
    assert done.stderr.startswith("Configuration error: SECRET_KEY is too short")
    assert "Traceback" not in done.stderr
    assert "short\n" not in done.stderr.replace("too short", "")


def test_doctor_works_without_a_working_configuration() -> None:
    done = flask("doctor", settings=BAD)
    assert done.returncode == 1
    assert "setting-SECRET_KEY" in done.stdout
    assert "Traceback" not in done.stderr


def test_an_unreadable_database_address_is_no_crash_and_keeps_its_password() -> None:
    settings = KEYS | {"DATABASE_URL": "mysql://anna:geheim@localhost:port/name"}
    done = flask("routes", settings=settings)
    assert done.returncode == 1
    assert "DATABASE_URL cannot be used" in done.stderr
    assert "geheim" not in done.stdout + done.stderr
