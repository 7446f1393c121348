"""SQLite is held by somebody else: readers read on, writers wait, and are told in time."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import Base, Workout
from tests.faults.conftest import Tally
from tests.support.crew import Athlete
from tests.support.live import beside, live
from tests.support.make import Make

pytestmark = pytest.mark.outages


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("locked") / "site.sqlite"


@pytest.fixture(scope="module")
def config(file: Path) -> type[TestConfig]:
    return beside(f"sqlite:///{file}", file.parent)


@pytest.fixture(scope="module")
def app(config: type[TestConfig]) -> Iterator[Flask]:
    """Return an app beside the served one, on a file: a server's locks are another matter."""
    app = create_app(config)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def held(file: Path, seconds: float) -> Iterator[None]:
    """Hold the file's write lock from the beginning of the block for so long."""
    holding = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            holding.set()
            time.sleep(seconds)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert holding.wait(10)
    try:
        yield
    finally:
        thread.join()


@pytest.mark.parametrize(("seconds", "status"), [(5, 303), (17, 503)])
def test_a_held_file_is_waited_for_and_read_meanwhile(
    app: Flask, file: Path, make: Make, tmp_path: Path, tally: Tally, *, seconds: int, status: int
) -> None:
    alice = make.user(username="alice")
    exercise = make.exercise(owner=alice)
    with live(f"sqlite:///{file}", tmp_path) as site:
        writer, reader = (Athlete(app, site.url, alice) for _ in range(2))
        reader.open("/workouts")  # notes when somebody was last seen
        with held(file, seconds):
            answers = []
            form = writer.workout("Gehalten", [exercise])
            sending = threading.Thread(
                target=lambda: answers.append(writer.send("/add_workout", form))
            )
            started = time.monotonic()
            sending.start()
            for _ in range(5):
                assert reader.get("/workouts").status == 200
            assert time.monotonic() - started < 4, "readers wait for nobody"
            sending.join()
        assert [answer.status for answer in answers] == [status]
        assert make.count(Workout) == (1 if status == 303 else 0)
        assert writer.send("/add_workout", form).status == 303, "it may be sent again"
        assert make.count(Workout) == 1
    tally(seconds_locked=seconds)
