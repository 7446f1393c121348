"""Database servers of our own, to be stopped, killed and made to refuse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from project import create_app
from project.extensions import db
from project.models import Base
from tests.support.live import Live, beside, live
from tests.support.servers import DatabaseServer, make_database, mariadb_server, postgres_server

# The tests' servers forget the last moments when they crash; these keep what was committed.
KEEPS = {
    "mariadb": (mariadb_server, ["--innodb-flush-log-at-trx-commit=2"]),
    "postgres": (postgres_server, ["-csynchronous_commit=on"]),
}


@pytest.fixture(scope="package", params=KEEPS)
def server(request: pytest.FixtureRequest) -> Iterator[DatabaseServer]:
    """Return a database server of our own, to be stopped and killed."""
    start, options = KEEPS[request.param]
    with start(*options) as running:
        yield running


@pytest.fixture(scope="package")
def app(server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    url = server.url.format(worker="outages")
    make_database(url)
    app = create_app(beside(url, tmp_path_factory.mktemp("beside")))
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def site(app: Flask, tmp_path: Path) -> Iterator[Live]:
    with live(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path) as running:
        yield running
