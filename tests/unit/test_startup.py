"""The app refuses to start with a configuration it must not run with, and says what to do."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from project.config import TestConfig
from project.exceptions import ConfigurationError
from project.settings import Settings
from project.startup import KEY_HINT, complete

pytestmark = pytest.mark.unit

GOOD = {
    "TESTING": False,
    "DEVELOPMENT": False,
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "SECURITY_PASSWORD_SALT": "salt",
    "APP_BASE_URL": "https://training.example.org",
    "TRUSTED_HOSTS": ["training.example.org"],
    "SQLALCHEMY_DATABASE_URI": "sqlite://",
    "REGISTRATION": "open",
    "SETTINGS": Settings({}, {}, []),
}


def started(tmp_path: Path, **settings: Any) -> Flask:
    app = Flask("small", instance_path=str(tmp_path / "instance"))
    app.config.from_object(TestConfig)
    app.config.from_mapping(GOOD | settings)
    complete(app)
    return app


def problems(tmp_path: Path, **settings: Any) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        started(tmp_path, **settings)
    return caught.value.problems


def test_a_complete_configuration_is_accepted(tmp_path: Path) -> None:
    started(tmp_path)


@pytest.mark.parametrize(
    "key",
    [
        "short",
        "a" * 40,
        "ab" * 20,
        "dev-fallback-key",
        "changeme",
        "0123456789abcdef0123456789abcde",
    ],
)
def test_a_weak_key_is_refused_with_a_way_to_make_one(tmp_path: Path, key: str) -> None:
    assert problems(tmp_path, SECRET_KEY=key) == [
        f"SECRET_KEY is too short or too simple (32 bytes). Make one: {KEY_HINT}"
    ]


def test_everything_that_is_missing_is_said_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        SECRET_KEY="",
        SECURITY_PASSWORD_SALT="",
        REGISTRATION="perhaps",
        SETTINGS=Settings({}, {}, ["PROXY_HOPS must be a whole number."]),
    )
    assert found == [
        "PROXY_HOPS must be a whole number.",
        f"SECRET_KEY is not set. Make one: {KEY_HINT}",
        f"SECURITY_PASSWORD_SALT is not set. Make one: {KEY_HINT}",
        "REGISTRATION must be open, invite or closed.",
    ]


@pytest.mark.parametrize(
    "url", ["nonsense", "oracle://u:geheim@h/d", "mysql+pymysql://u:geheim@h:port/d", "x://"]
)
def test_a_database_address_that_cannot_work_is_refused_and_not_repeated(
    tmp_path: Path, url: str
) -> None:
    (found,) = problems(tmp_path, SQLALCHEMY_DATABASE_URI=url)
    assert found.startswith("DATABASE_URL cannot be used.")
    assert "geheim" not in found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_DEFAULT_SENDER", "garbage"),
        ("MAIL_DEFAULT_SENDER", "training@"),
        ("MAIL_DEFAULT_SENDER", "a@example.org, b@example.org"),
        ("MAIL_DEFAULT_SENDER", "a@example.org\nBcc: b@example.org"),
        ("MAIL_DEFAULT_SENDER", "Training training@example.org"),
        ("ADMINS", "jule@example.org,kim"),
        ("ADMINS", "Jule <jule@example.org>"),
        ("MAIL_PORT", "70000"),
    ],
)
def test_a_mail_setting_by_which_every_mail_would_fail_is_refused(
    tmp_path: Path, name: str, value: str
) -> None:
    (found,) = problems(tmp_path, SETTINGS=Settings({name: value}, {}, []))
    assert found.startswith(f"{name} ")


@pytest.mark.parametrize(
    "sender",
    ["training@example.org", "Training im Park <training@example.org>", "noreply@localhost",
     '"Cali, Training" <wir@exämple.org>', "wir@[127.0.0.1]"],
)  # fmt: skip
def test_a_sender_with_or_without_a_name_is_taken(tmp_path: Path, sender: str) -> None:
    started(tmp_path, SETTINGS=Settings({"MAIL_DEFAULT_SENDER": sender}, {}, []))


def test_development_makes_keys_of_its_own_that_last(tmp_path: Path) -> None:
    empty = {"DEVELOPMENT": True, "SECRET_KEY": "", "SECURITY_PASSWORD_SALT": ""}
    first, second = (started(tmp_path, **empty).config for _ in range(2))
    assert len(first["SECRET_KEY"]) == 64
    assert first["SECRET_KEY"] != first["SECURITY_PASSWORD_SALT"]
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    (file, _) = sorted((tmp_path / "instance").iterdir())
    assert file.stat().st_mode & 0o777 == 0o600


def test_development_keeps_keys_that_are_set(tmp_path: Path) -> None:
    app = started(tmp_path, DEVELOPMENT=True)
    assert app.config["SECRET_KEY"] == GOOD["SECRET_KEY"]
    assert not (tmp_path / "instance").exists()


@pytest.mark.parametrize(
    ("hosts", "url"),
    [
        (["a.example.org", "b.example.org"], "https://a.example.org"),
        (None, "http://127.0.0.1:5000"),
    ],
)
def test_links_in_mails_have_a_base_even_when_none_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hosts: list[str] | None, url: str
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    app = started(tmp_path, APP_BASE_URL="", TRUSTED_HOSTS=hosts)
    assert app.config["APP_BASE_URL"] == url
