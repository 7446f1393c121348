"""Journeys: the real product under gunicorn, a real mail server, a real browser.

``make``, ``alice`` and the like build in the database that is served. A page that logs an error,
breaks its content security policy or asks another site for anything fails its test.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import delete

from project import create_app
from project.extensions import db
from project.models import Base
from tests.support.browser import Visitor, launched
from tests.support.integrity import faults_of
from tests.support.live import Live, beside, live, migrated
from tests.support.windows import Windows

# On a busy machine an answer may take this long.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the site keeps its files."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def app(folder: Path) -> Iterator[Flask]:
    """Return an app beside the served one, on the same database."""
    app = create_app(beside(migrated(folder), folder))
    with app.app_context(), db.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))  # migrations bring rows, too
    yield app
    with app.app_context():
        assert faults_of(db.engine) == []
        db.engine.dispose()


@pytest.fixture(scope="session")
def _served(app: Flask, folder: Path) -> Iterator[Live]:
    with live(app.config["SQLALCHEMY_DATABASE_URI"], folder) as running:
        yield running


@pytest.fixture
def server(_served: Live) -> Live:
    """Return the running site, which has sent no mail yet."""
    _served.mails.mails.clear()
    return _served


@pytest.fixture(scope="session")
def windows() -> Iterator[Windows]:
    """Return the windows of one browser."""
    with launched() as browser:
        yield Windows(browser)


@pytest.fixture
def visitor(windows: Windows, app: Flask, server: Live) -> Iterator[Visitor]:
    """Return somebody whose windows close at the end, and on whose pages nothing may go wrong."""
    visitor = Visitor(windows, app, server.url)
    yield visitor
    visitor.close()
    assert visitor.faults == []
