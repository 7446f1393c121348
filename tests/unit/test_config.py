"""What the configuration makes of the settings."""

import importlib
import os
import sys
from pathlib import Path

import pytest

from project.settings import ROOT

pytestmark = pytest.mark.unit


def read_config(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, object]:
    """Return the configuration as a process with this environment would read it."""
    for name in list(os.environ):
        if name.startswith(("CALI_", "FLASK_")):
            monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(f"CALI_{name}" if not name.startswith("FLASK_") else name, value)
    kept = sys.modules.pop("project.config")
    try:
        config = importlib.import_module("project.config").Config
        return {name: getattr(config, name) for name in dir(config) if name.isupper()}
    finally:
        sys.modules["project.config"] = kept


def test_production_is_the_default_and_strict(monkeypatch: pytest.MonkeyPatch) -> None:
    config = read_config(monkeypatch, APP_BASE_URL="https://training.example.org/app/")
    assert config["DEVELOPMENT"] is False
    assert config["SESSION_COOKIE_SECURE"] is True
    assert config["RATELIMIT_ENABLED"] is True
    assert config["APP_BASE_URL"] == "https://training.example.org/app"
    assert config["TRUSTED_HOSTS"] == ["training.example.org"]
    assert config["MAIL_DEFAULT_SENDER"] == "noreply@training.example.org"


def test_development_needs_no_tls_and_counts_no_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    config = read_config(monkeypatch, FLASK_DEBUG="1")
    assert config["DEVELOPMENT"] is True
    assert config["SESSION_COOKIE_SECURE"] is False
    assert config["RATELIMIT_ENABLED"] is False


@pytest.mark.parametrize(
    ("switches", "port"),
    [
        ({}, 25),
        ({"MAIL_USE_TLS": "1"}, 587),
        ({"MAIL_USE_SSL": "1"}, 465),
        ({"MAIL_PORT": "2525"}, 2525),
    ],
)
def test_the_mail_port_follows_the_encryption(
    monkeypatch: pytest.MonkeyPatch, switches: dict[str, str], port: int
) -> None:
    assert read_config(monkeypatch, **switches)["MAIL_PORT"] == port


def test_our_own_mail_server_wins_over_the_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    config = read_config(monkeypatch, APP_MAIL_SERVER="ours", MAIL_SERVER="theirs")
    assert config["MAIL_SERVER"] == "ours"


def test_folders_are_below_the_app_wherever_it_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    config = read_config(monkeypatch, LOG_FOLDER="logs", UPLOAD_FOLDER="/srv/pictures")
    assert config["LOG_FOLDER"] == ROOT / "logs"
    assert config["UPLOAD_FOLDER"] == Path("/srv/pictures")
