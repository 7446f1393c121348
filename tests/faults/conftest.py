"""Faults: the real product under gunicorn, beside an app that builds rows and looks at them.

Each test ends with a look at the database: sound pages and indexes, no row that points at
nothing. What tests count with ``tally`` is added up and printed at the end.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from flask import Flask
from sqlalchemy import make_url

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import Base
from tests.support.integrity import faults_of
from tests.support.live import Live, beside, live
from tests.support.servers import make_database

Serve = Callable[..., AbstractContextManager[Live]]
Tally = Callable[..., None]


@pytest.fixture(scope="session")
def database(database: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a database beside that of the other tests, on the same server."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('faults') / 'site.sqlite'}"
    url = url.set(database=f"{url.database}_faults")
    make_database(url)
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def config(database: str, tmp_path_factory: pytest.TempPathFactory) -> type[TestConfig]:
    return beside(database, tmp_path_factory.mktemp("beside"))


@pytest.fixture(scope="session")
def app(config: type[TestConfig]) -> Iterator[Flask]:
    """Return an app beside the served ones: their database, their keys."""
    app = create_app(config)
    with app.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def serve(app: Flask, tmp_path: Path) -> Serve:
    """Return what serves the database; settings come as a mapping."""
    return lambda extra=None: live(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path, extra)


@pytest.fixture(autouse=True)
def sound(request: pytest.FixtureRequest, clean: None) -> Iterator[None]:
    """Look at the database when the test is over and its servers are gone."""
    yield
    if "app" in request.fixturenames:
        app: Flask = request.getfixturevalue("app")
        with app.app_context():
            assert faults_of(db.engine) == []


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Return what adds counts to those printed at the end, such as ``tally(kills=3)``."""

    def add(**counts: int) -> None:
        request.node.user_properties.append(("tally", counts))

    return add


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print what was counted, for each test and in all."""
    everything: Counter[str] = Counter()
    lines = []
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.when != "call":
            continue
        counted: Counter[str] = Counter()
        for name, counts in report.user_properties:
            if name == "tally":
                counted.update(counts)
        if counted:
            everything.update(counted)
            lines.append(f"{_said(counted)}  {report.nodeid.rpartition('::')[2]}")
    if lines:
        terminalreporter.section("what was counted")
        for line in [*lines, f"{_said(everything)}  in all"]:
            terminalreporter.write_line(line)


def _said(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(counted.items()))
