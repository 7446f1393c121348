"""Fixtures of all tests: the app on each database, a client, builders and the small cast."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from pytest_flask.fixtures import client
from sqlalchemy import event

from project import create_app
from project.config import TestConfig
from project.enums import CountingType
from project.extensions import db
from project.models import Base, ExerciseDefinition, User
from project.models.account import user as user_model
from project.rules import limits
from project.rules.limits import MAX_ID
from project.settings import database_url, engine_options
from tests.support import buckets
from tests.support.diary import Diary
from tests.support.http import Site
from tests.support.integrity import faults_of
from tests.support.make import CHEAP_METHOD, Make
from tests.support.queries import QueryCounter
from tests.support.servers import make_database
from tests.support.snapshot import empty

# For requests without a page. The plugin itself is off (pytest.ini): it would push a request context
# around each test and change the class of the app's answers.
__all__ = ["client"]


def _urls() -> list[str]:
    """Return the databases to test on; without any, a SQLite file.

    ``{worker}`` in a URL stands for the name of the parallel test process.
    """
    return os.environ.get("TEST_DATABASE_URLS", "").split() or ["sqlite"]


@pytest.fixture(scope="session", params=_urls(), ids=lambda url: url.split(":")[0].split("+")[0])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the URL of the database the tests run on; on a server it is made anew."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    url: str = request.param
    if url == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite'}"
    url = database_url(url.replace("{worker}", worker), Path())
    make_database(url)
    return url


@pytest.fixture(scope="session")
def config(database: str, tmp_path_factory: pytest.TempPathFactory) -> type[TestConfig]:
    """Return the configuration of the tests: CSRF on, files in a folder of their own."""
    folder = tmp_path_factory.mktemp("files")

    class SuiteConfig(TestConfig):
        SQLALCHEMY_DATABASE_URI = database
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(database)
        WTF_CSRF_ENABLED = True
        LOG_FOLDER = folder / "logs"
        UPLOAD_FOLDER = folder / "uploads"
        ASSET_FOLDER = folder / "assets"
        MAIL_FOLDER = folder / "mail"

    return SuiteConfig


@pytest.fixture(scope="session")
def app(config: type[TestConfig], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the app with all tables made; at the end the database must be sound.

    Its instance folder is its own: a site that one test closes stays open for all others.
    """
    app = create_app(config)
    app.instance_path = str(tmp_path_factory.mktemp("instance"))
    with app.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        assert faults_of(db.engine) == []
        db.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash passwords with little work; one test checks the setting that is really used."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(user_model, "PASSWORD_METHOD", CHEAP_METHOD)
        yield


@pytest.fixture(autouse=True)
def clean(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave an empty database behind each test that used one."""
    yield
    if "app" not in request.fixturenames:
        return
    app: Flask = request.getfixturevalue("app")
    with app.app_context():
        db.session.remove()
        with db.engine.begin() as connection:
            empty(connection)


@pytest.fixture(scope="session")
def bucket_store() -> Iterator[buckets.Store]:
    """Return a store of buckets that is spoken to over HTTP; it takes two seconds to start."""
    with buckets.store() as found:
        yield found


@pytest.fixture
def site(app: Flask) -> Site:
    """Return a visitor's browser that checks every page it opens."""
    return Site(app)


@pytest.fixture
def make(app: Flask) -> Make:
    """Return the builders."""
    return Make(app)


@pytest.fixture
def alice(make: Make) -> User:
    """The athlete most tests are about."""
    return make.user(username="alice")


@pytest.fixture
def bob(make: Make) -> User:
    """Another athlete; tests say whether they follow each other."""
    return make.user(username="bob")


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    """An exercise of alice's that is counted."""
    return make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])


@pytest.fixture
def plank(make: Make, alice: User) -> ExerciseDefinition:
    """An exercise of alice's that is held."""
    return make.exercise(
        owner=alice, title="Planke", levels=["Normal"], counting_type=CountingType.DURATION
    )


@pytest.fixture
def diary(app: Flask, alice: User) -> Diary:
    """Write alice's log day by day."""
    return Diary(app, alice)


@pytest.fixture
def charlie(make: Make) -> User:
    """A stranger: must never see or change what is alice's."""
    return make.user(username="charlie")


@pytest.fixture
def count_queries(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[QueryCounter]:
    """Count the statements sent to the database.

    Ids that other tests used up do not make this a site so large that the caps ask once more.
    """
    monkeypatch.setattr(limits, "MAX_OWN_WORKOUTS", MAX_ID)
    monkeypatch.setattr(limits, "MAX_OWN_TEMPLATES", MAX_ID)
    counter = QueryCounter()
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", counter.note)
    yield counter
    event.remove(engine, "before_cursor_execute", counter.note)
