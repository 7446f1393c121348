"""Where settings come from: the environment and the file ``.env`` in the app's root.

``CALI_NAME`` wins over ``NAME`` because hosts overwrite plain names; the environment wins over
the file, variable by variable.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "CALI_"
TRUE_WORDS = frozenset({"1", "true", "yes", "on", "ja"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", "nein"})


@dataclass(frozen=True)
class Settings:
    """Reads settings by name; unreadable values are collected in ``problems``."""

    environment: Mapping[str, str]
    env_file: Mapping[str, str | None]
    problems: list[str]

    def find(self, name: str) -> tuple[str, str]:
        """Return the value of ``name`` and where it came from; both empty when it is not set."""
        for key in (PREFIX + name, name):
            for source, values in (("environment", self.environment), (".env", self.env_file)):
                value = (values.get(key) or "").strip()
                if value:
                    # Flask's command line copies .env into the environment before we look.
                    same = value == (self.env_file.get(key) or "").strip()
                    return value, f"{'.env' if same else source} ({key})"
        return "", ""

    def text(self, name: str, default: str = "") -> str:
        return self.find(name)[0] or default

    def number(self, name: str, default: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit()):
            self.problems.append(f"{name} must be a whole number.")
            return default
        return int(value)

    def switch(self, name: str, *, default: bool) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value not in TRUE_WORDS | FALSE_WORDS:
            self.problems.append(f"{name} must be 1 or 0.")
            return default
        return value in TRUE_WORDS

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]


def read_settings(
    environment: Mapping[str, str] | None = None, env_file: Path = ROOT / ".env"
) -> Settings:
    """Read the environment and ``.env`` (UTF-8; a missing or unreadable file counts as empty)."""
    problems: list[str] = []
    values: Mapping[str, str | None] = {}
    try:
        values = dotenv_values(env_file, encoding="utf-8", interpolate=False)
    except (OSError, UnicodeDecodeError):
        problems.append(f"{env_file.name} cannot be read; it must be UTF-8 text.")
    return Settings(os.environ if environment is None else environment, values, problems)


def database_url(url: str, instance: Path) -> str:
    """Return ``url`` with the installed driver; the default is SQLite in the instance folder."""
    if not url:
        return f"sqlite:///{instance / 'calisthenics.sqlite'}"
    scheme, separator, rest = url.partition("://")
    drivers = {
        "postgres": "postgresql+psycopg",
        "postgresql": "postgresql+psycopg",
        "mysql": "mysql+pymysql",
        "mariadb": "mysql+pymysql",
    }
    url = drivers.get(scheme, scheme) + separator + rest
    if url.startswith("mysql+pymysql") and "charset=" not in url:
        url += ("&" if "?" in url else "?") + "charset=utf8mb4"
    return url


def engine_options(url: str) -> dict[str, object]:
    """Return the pool's settings: few connections, checked before use, renewed before hosts cut.

    A worker serves one request at a time, so one connection is kept; a mail thread or a threaded
    worker may open more and closes them again.
    """
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 15}}
    options: dict[str, object] = {
        "pool_pre_ping": True,
        "pool_recycle": 240,
        "pool_size": 1,
        "max_overflow": 9,
        "pool_timeout": 10,
    }
    if "connect_timeout" not in url:
        options["connect_args"] = {"connect_timeout": 10}
    return options


def host_of(url: str) -> str:
    """Return the host name in ``url``, empty when there is none."""
    return urlsplit(url).hostname or ""
