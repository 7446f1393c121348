"""The whole product at work: gunicorn, a migrated database, a mail server, as operators run it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from project.config import TestConfig
from project.settings import engine_options
from tests.support.processes import KEYS, Gunicorn, flask
from tests.support.smtp import MailServer, free_port, mail_server


@dataclass
class Live:
    """A running site and how to reach it; ``mails`` holds what it has sent."""

    settings: dict[str, str]
    server: Gunicorn
    mails: MailServer

    @property
    def url(self) -> str:
        return self.server.url

    def flask(self, *command: str) -> str:
        """Run a command of the site as cron does; return what it printed."""
        done = flask(*command, settings=self.settings)
        assert done.returncode == 0, done.stderr
        return done.stdout


def migrated(folder: Path) -> str:
    """Make a database with ``flask db upgrade`` and leave its tables empty; return its URL."""
    url = f"sqlite:///{folder / 'site.sqlite'}"
    done = flask("db", "upgrade", settings=KEYS | {"DATABASE_URL": url})
    assert done.returncode == 0, done.stderr
    return url


def beside(url: str, folder: Path) -> type[TestConfig]:
    """Return the configuration of an app on the same database, for building rows."""

    class BesideConfig(TestConfig):
        SECRET_KEY = KEYS["SECRET_KEY"]
        SECURITY_PASSWORD_SALT = KEYS["SECURITY_PASSWORD_SALT"]
        SQLALCHEMY_DATABASE_URI = url
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(url)
        UPLOAD_FOLDER = folder / "uploads"
        LOG_FOLDER = folder / "logs"
        MAIL_FOLDER = folder / "mail"

    return BesideConfig


@contextmanager
def live(
    url: str, folder: Path, extra: Mapping[str, str] | None = None, *, workers: int = 2
) -> Iterator[Live]:
    """Serve the database; ``extra`` settings come on top.

    The mail server may be replaced by naming another MAIL_PORT.
    """
    with mail_server() as mails:
        port = free_port()
        settings = KEYS | {
            "DATABASE_URL": url,
            "APP_BASE_URL": f"http://127.0.0.1:{port}",
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(mails.port),
            "UPLOAD_FOLDER": str(folder / "uploads"),
            "LOG_FOLDER": str(folder / "logs"),
            "SESSION_COOKIE_SECURE": "0",
            "RATELIMIT_ENABLED": "0",
            **(extra or {}),
        }
        server = Gunicorn(settings, port, folder / "server.log", workers)
        try:
            server.start()
            yield Live(settings, server, mails)
        finally:
            server.stop()
