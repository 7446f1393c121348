"""One installation, one MariaDB and one mail server for all tests behind real web servers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import hosting
from tests.support.hosting import KEYS, Installation
from tests.support.mails import link_in
from tests.support.remote import RemoteSite
from tests.support.servers import make_database, mariadb
from tests.support.smtp import MailServer, mail_server, text_of

PASSWORD = "klimmzug-am-morgen"
Member = Callable[..., RemoteSite]


@pytest.fixture(scope="package")
def place() -> Iterator[Path]:
    """Return a folder that the servers may read and write."""
    with hosting.folder() as path:
        yield path


@pytest.fixture(scope="package")
def installation(place: Path) -> Installation:
    return hosting.install(place)


@pytest.fixture(scope="package")
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="package")
def mysql() -> Iterator[str]:
    """Return the address of an empty MariaDB database."""
    with mariadb() as pattern:
        url = pattern.format(worker="hosting")
        make_database(url)
        yield url


@pytest.fixture(scope="package")
def settings(installation: Installation, mysql: str, mails: MailServer) -> dict[str, str]:
    """Return the settings of a site over plain HTTP, whose tables are there."""
    found = KEYS | {
        "DATABASE_URL": mysql,
        "APP_BASE_URL": "http://127.0.0.1",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(mails.port),
        "SESSION_COOKIE_SECURE": "0",
        "RATELIMIT_ENABLED": "0",
    }
    installation.flask("upgrade", **found)
    return found


@pytest.fixture
def member(mails: MailServer) -> Member:
    """Return what makes a visitor of a site an athlete: by its forms and the mail it sends."""

    def join(base: str, name: str, certificate: str = "") -> RemoteSite:
        visitor = RemoteSite(base, certificate=certificate)
        visitor.submit(
            visitor.open("/auth/register"),
            {
                "username": name,
                "email": f"{name}@example.org",
                "password": PASSWORD,
                "repeat_password": PASSWORD,
                "default_visibility": "all",
            },
        )
        mail = mails.wait_for(f"{name}@example.org")
        visitor.submit(visitor.open(link_in(text_of(mail))))
        assert visitor.open("/workouts").status == 200
        return visitor

    return join
