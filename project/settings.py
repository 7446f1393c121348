"""Where settings come from: the environment and the file ``.env`` in the app's root.

``CALI_NAME`` wins over ``NAME`` because hosts overwrite plain names; the environment wins over
the file, variable by variable. A secret may also stand in a file of its own that ``NAME_FILE``
names. Values are taken as they are written: nothing in them is replaced.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import policy
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from project.database import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "project" / "translations"
SOURCE_LANGUAGE = "de"
PREFIX = "CALI_"
TRUE_WORDS = frozenset({"1", "true", "yes", "on", "ja"})
LONGEST_NUMBER = 9
FALSE_WORDS = frozenset({"0", "false", "no", "off", "nein"})
SECRETS = frozenset(
    {
        "SECRET_KEY",
        "SECURITY_PASSWORD_SALT",
        "DATABASE_URL",
        "DB_PASSWORD",
        "MAIL_PASSWORD",
        "UPLOAD_SECRET_KEY",
    }
)
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
# To a MySQL client "localhost" is the server's socket: hosts often grant access to it alone.
MYSQL_SOCKETS = ("/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock", "/tmp/mysql.sock")  # noqa: S108  where servers put it


@dataclass(frozen=True)
class Settings:
    """Reads settings by name; unreadable values are collected in ``problems``."""

    environment: Mapping[str, str]
    env_file: Mapping[str, str | None]
    problems: list[str]

    def find(self, name: str) -> tuple[str, str]:
        """Return the value of ``name`` and where it came from; both empty when it is not set."""
        return next(self.places(name), ("", ""))

    def places(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield every value of ``name`` with the place it stands at; the first one counts."""
        for key in (PREFIX + name, name):
            for source, values in (("environment", self.environment), (".env", self.env_file)):
                value = (values.get(key) or "").strip()
                if value:
                    yield value, f"{source} ({key})"
                file = (values.get(f"{key}_FILE") or "").strip()
                if file and name in SECRETS:
                    yield self._content(f"{key}_FILE", file), f"{file} ({source}, {key}_FILE)"

    def _content(self, key: str, file: str) -> str:
        try:
            return (ROOT / file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.note(f"{key} cannot be read. It must be a text file that the app's user may read")
            return ""

    def note(self, problem: str) -> None:
        """Remember what stops the app from starting."""
        if problem not in self.problems:
            self.problems.append(problem)

    def text(self, name: str, default: str = "") -> str:
        return self.find(name)[0] or default

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER):
            self.note(f"{name} must be a whole number.")
            return default
        if int(value) < least:
            self.note(f"{name} must be {least} or more.")
            return default
        return int(value)

    def switch(self, name: str, *, default: bool) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value not in TRUE_WORDS | FALSE_WORDS:
            self.note(f"{name} must be 1 or 0.")
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
    copies: Mapping[str, str | None] = {}
    try:
        values = dotenv_values(env_file, encoding="utf-8", interpolate=False)
        # Flask's command line has copied .env into the environment, and replaced ${…} in it.
        copies = dotenv_values(env_file, encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        problems.append(f"{env_file.name} cannot be read; it must be UTF-8 text.")
    given = os.environ if environment is None else environment
    own = {
        name: value
        for name, value in given.items()
        if name not in copies or value not in {values[name], copies[name]}
    }
    return Settings(own, values, problems)


def known_languages(folder: Path = TRANSLATIONS) -> list[str]:
    """Return the languages there are words in: the source's, and each with a catalogue."""
    catalogues = sorted(folder.glob("*/LC_MESSAGES/messages.mo"))
    return [SOURCE_LANGUAGE, *(path.parent.parent.name for path in catalogues)]


def database_address(settings: Settings, instance: Path) -> str:
    """Return where the database is: ``DATABASE_URL``, or a MySQL one from ``DB_NAME`` and so on.

    The single settings need no escaping of special characters.
    """
    url, name = settings.text("DATABASE_URL"), settings.text("DB_NAME")
    if not url and not name and settings.text("DB_USER"):
        settings.note("DB_NAME is not set, but DB_USER is. Set both, or DATABASE_URL.")
    if url or not name:
        return database_url(url, instance)
    host, _, port = settings.text("DB_HOST", "localhost").partition(":")
    address = URL.create(
        "mysql+pymysql",
        settings.text("DB_USER") or None,
        settings.text("DB_PASSWORD") or None,
        host,
        int(port) if port.isascii() and port.isdigit() else None,
        name,
        {"charset": "utf8mb4"},
    )
    return address.render_as_string(hide_password=False)


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
        return {"connect_args": {"timeout": PATIENCE}}
    arguments: dict[str, object] = {}
    if "connect_timeout" not in url:
        arguments["connect_timeout"] = 10
    if url.startswith("postgresql"):
        # Whatever the database was made with: text is text, and doctor can say what is wrong.
        arguments["client_encoding"] = "utf8"
    if url.startswith("mysql") and (socket := _local_socket(url)):
        arguments["unix_socket"] = socket
    return {
        "pool_pre_ping": True,
        "pool_recycle": 240,
        "pool_size": 1,
        "max_overflow": 9,
        "pool_timeout": 10,
        "connect_args": arguments,
    }


def _local_socket(url: str) -> str:
    """Return the socket of the MySQL server on this machine when ``url`` means it, else nothing."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # said elsewhere
        return ""
    if address.host != "localhost" or address.port or "unix_socket" in address.query:
        return ""
    return next((path for path in MYSQL_SOCKETS if Path(path).is_socket()), "")


def is_address(text: str) -> bool:
    """Return whether ``text`` is one address of mail, perhaps with a name: Training <a@b.de>."""
    try:
        header = policy.default.header_factory("from", text)
    except (ValueError, IndexError):  # a line break; an @ at the end
        return False
    found = header.addresses
    return not header.defects and len(found) == 1 and bool(found[0].domain)


def host_of(url: str) -> str:
    """Return the host name in ``url``, empty when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
