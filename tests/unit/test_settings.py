"""Settings come from the environment and .env; what cannot be meant is refused with its remedy."""

import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from project import settings as module
from project.cli.setup import append
from project.config import Config, TestConfig
from project.exceptions import ConfigurationError
from project.settings import Settings, database_address, engine_options, host_of, read_settings
from project.startup import complete

pytestmark = pytest.mark.unit

KEY = "0123456789abcdef0123456789abcdef"


def settings(_file: dict[str, str] | None = None, **environment: str) -> Settings:
    return Settings(environment, _file or {}, [])


def test_the_prefix_wins_then_the_environment_then_the_file() -> None:
    found = settings(
        {"A": "file", "B": "file", "CALI_B": "prefixed file", "C": "file"},
        A="environment",
        B="environment",
        CALI_D="prefixed",
        D="plain",
    )
    assert found.find("A") == ("environment", "environment (A)")
    assert found.find("B") == ("prefixed file", ".env (CALI_B)")
    assert found.find("C") == ("file", ".env (C)")
    assert found.find("D") == ("prefixed", "environment (CALI_D)")
    assert found.find("E") == ("", "")


def test_an_empty_value_is_none() -> None:
    assert settings({"A": "file"}, A=" ").text("A") == "file"


@pytest.mark.parametrize("value", ["ja", "12a", "-1", "1.5", "٣", "1" * 10])
def test_a_number_that_is_none_is_a_problem(value: str) -> None:
    found = settings(WORKOUTS_PER_PAGE=value)
    assert found.number("WORKOUTS_PER_PAGE", 20) == 20
    assert found.problems == ["WORKOUTS_PER_PAGE must be a whole number."]


def test_a_number_has_a_lower_end() -> None:
    found = settings(WORKOUTS_PER_PAGE="0")
    assert found.number("WORKOUTS_PER_PAGE", 20, least=1) == 20
    assert found.problems == ["WORKOUTS_PER_PAGE must be 1 or more."]


def test_switches_understand_two_languages_and_nothing_else() -> None:
    found = settings(A="ja", B="Off", C="vielleicht")
    assert [found.switch(name, default=True) for name in "ABCD"] == [True, False, True, True]
    assert found.problems == ["C must be 1 or 0."]


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")
    found = settings(SECRET_KEY_FILE=str(tmp_path / "key"), LOG_FOLDER_FILE=str(tmp_path / "key"))
    assert found.find("SECRET_KEY") == (KEY, f"{tmp_path / 'key'} (environment, SECRET_KEY_FILE)")
    assert found.text("LOG_FOLDER") == "", "only secrets"


def test_a_secret_s_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    found = settings(MAIL_PASSWORD_FILE=str(tmp_path / "none"))
    assert [found.text("MAIL_PASSWORD") for _ in range(2)] == ["", ""]
    assert len(found.problems) == 1
    assert found.problems[0].startswith("MAIL_PASSWORD_FILE cannot be read.")


@given(value=st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1))
def test_what_setup_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    file = tmp_path_factory.mktemp("env") / ".env"
    append(file, {"MAIL_PASSWORD": value})
    assert read_settings({}, file).text("MAIL_PASSWORD") == value.strip()


def test_the_command_line_reads_what_the_server_reads(tmp_path: Path) -> None:
    """Flask's command line copies .env into the environment with ${…} replaced."""
    file = tmp_path / ".env"
    file.write_text("MAIL_PASSWORD='a${HOME}b'\n", encoding="utf-8")
    found = read_settings({"HOME": "/root", "MAIL_PASSWORD": "a/rootb"}, file)
    assert found.find("MAIL_PASSWORD") == ("a${HOME}b", ".env (MAIL_PASSWORD)")


def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes("MAIL_PASSWORD=schlüssel\n".encode("latin-1"))
    assert read_settings({}, file).problems == [".env cannot be read; it must be UTF-8 text."]


def test_the_database_may_be_given_in_parts() -> None:
    found = settings(DB_NAME="cp_cali", DB_USER="cp_user", DB_PASSWORD="p@ss:w/rd#%")
    url = make_url(database_address(found, Path("/app")))
    assert (url.drivername, url.host, url.port) == ("mysql+pymysql", "localhost", None)
    assert (url.username, url.password, url.database) == ("cp_user", "p@ss:w/rd#%", "cp_cali")
    assert url.query == {"charset": "utf8mb4"}
    url = make_url(database_address(settings(DB_NAME="a", DB_HOST="db.example:3307"), Path("/app")))
    assert (url.host, url.port) == ("db.example", 3307)


def test_the_address_wins_over_the_parts_and_sqlite_is_the_default() -> None:
    found = settings(DATABASE_URL="postgres://u@h/d", DB_NAME="other")
    assert database_address(found, Path("/app")) == "postgresql+psycopg://u@h/d"
    assert database_address(settings(), Path("/app")) == "sqlite:////app/calisthenics.sqlite"


def test_a_database_user_without_a_name_is_a_problem_and_not_sqlite() -> None:
    found = settings(DB_USER="cp_user")
    database_address(found, Path("/app"))
    assert found.problems == ["DB_NAME is not set, but DB_USER is. Set both, or DATABASE_URL."]


def test_localhost_is_the_mysql_servers_socket_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "s")
    monkeypatch.setattr(module, "MYSQL_SOCKETS", ("/nowhere", path))
    local = "mysql+pymysql://u@localhost/d"
    assert "unix_socket" not in arguments(local)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        assert arguments(local)["unix_socket"] == path
        for other in ("mysql+pymysql://u@localhost:3306/d", "mysql+pymysql://u@127.0.0.1/d"):
            assert "unix_socket" not in arguments(other)


def arguments(url: str) -> dict[str, Any]:
    found = engine_options(url)["connect_args"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://training.example.org/train", "training.example.org"), ("x", ""), ("http://[", "")],
)
def test_host_of_never_raises(url: str, host: str) -> None:
    assert host_of(url) == host


def refused(**values: Any) -> list[str]:
    """Return the problems of a production configuration with these values."""
    app = Flask("project")
    app.config.from_object(TestConfig)
    app.config.update(TESTING=False, SETTINGS=settings(), **values)
    try:
        complete(app)
    except ConfigurationError as error:
        return error.problems
    return []


def test_a_sound_configuration_is_accepted() -> None:
    assert refused(SECRET_KEY=KEY, SECURITY_PASSWORD_SALT=KEY) == []


@pytest.mark.parametrize(
    ("name", "value", "start"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is not set. Make one: python3 -c"),
        ("SECRET_KEY", "short", "SECRET_KEY is too short or too simple"),
        ("SECRET_KEY", "a" * 64, "SECRET_KEY is too short or too simple"),
        ("SECURITY_PASSWORD_SALT", "", "SECURITY_PASSWORD_SALT is not set."),
        ("REGISTRATION", "sometimes", "REGISTRATION must be open, invite or closed."),
        ("APP_BASE_URL", "training.example.org", "APP_BASE_URL is no address."),
        ("APP_BASE_URL", "http://[", "APP_BASE_URL is no address."),
        ("RATELIMIT_STORAGE_URI", "reddis://h", "RATELIMIT_STORAGE_URI cannot be used."),
        ("SQLALCHEMY_DATABASE_URI", "mysql", "DATABASE_URL cannot be used."),
        ("SQLALCHEMY_DATABASE_URI", "oracle://u:geheim@h/d", "DATABASE_URL cannot be used."),
        ("SQLALCHEMY_DATABASE_URI", "mysql+pymysql://u:ge/heim@h:x/d", "DATABASE_URL cannot"),
    ],
)
def test_what_production_must_not_run_with_is_refused(name: str, value: str, start: str) -> None:
    values = {"SECRET_KEY": KEY, "SECURITY_PASSWORD_SALT": KEY, name: value}
    (problem,) = refused(**values)
    assert problem.startswith(start)
    assert "heim" not in problem


BUCKET = {"UPLOAD_BUCKET": "my-bucket/training", "UPLOAD_KEY_ID": "id", "UPLOAD_SECRET_KEY": "s"}


@pytest.mark.parametrize(
    ("name", "value", "start"),
    [
        ("UPLOAD_BUCKET", "my bucket", "UPLOAD_BUCKET cannot be used."),
        ("UPLOAD_BUCKET", "my-bucket/../other", "UPLOAD_BUCKET cannot be used."),
        ("UPLOAD_BUCKET", "https://store.example/my-bucket", "UPLOAD_BUCKET cannot be used."),
        ("UPLOAD_ENDPOINT", "store.example", "UPLOAD_ENDPOINT is no address."),
        ("UPLOAD_KEY_ID", "", "UPLOAD_KEY_ID is not set, but UPLOAD_BUCKET is."),
        ("UPLOAD_SECRET_KEY", "", "UPLOAD_SECRET_KEY is not set, but UPLOAD_BUCKET is."),
    ],
)
def test_half_a_bucket_is_refused(name: str, value: str, start: str) -> None:
    values = {"SECRET_KEY": KEY, "SECURITY_PASSWORD_SALT": KEY, **BUCKET}
    assert refused(**values) == []
    (problem,) = refused(**values | {name: value})
    assert problem.startswith(start)


def test_a_bucket_without_its_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    (problem,) = refused(SECRET_KEY=KEY, SECURITY_PASSWORD_SALT=KEY, **BUCKET)
    assert problem.endswith("-r requirements-s3.txt")


def test_every_problem_is_named_at_once() -> None:
    assert len(refused(SECRET_KEY="", SECURITY_PASSWORD_SALT="", REGISTRATION="")) == 3


def test_development_makes_lasting_keys_for_its_owner_only(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        app = Flask("project", instance_path=str(tmp_path / "instance"))
        app.config.from_object(TestConfig)
        app.config.update(TESTING=False, DEVELOPMENT=True, SECRET_KEY="", SETTINGS=settings())
        complete(app)
        keys.append(app.config["SECRET_KEY"])
    assert keys[0] == keys[1]
    assert len(keys[0]) == 64
    (file,) = (tmp_path / "instance").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_values_of_statements_stay_out_of_errors() -> None:
    assert Config.SQLALCHEMY_ENGINE_OPTIONS["hide_parameters"] is not Config.DEVELOPMENT
