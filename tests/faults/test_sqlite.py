"""SQLite's file is held by somebody else, or the disk is full: who writes is told, others read on."""

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
from tests.faults.conftest import Serve, Tally
from tests.support.crew import Athlete
from tests.support.live import beside
from tests.support.make import Make
from tests.support.processes import limited

pytestmark = pytest.mark.outages

ANSWERS_WITHIN = 10.0  # seconds
AWAY = "Gleich wieder da"


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
    app: Flask, file: Path, make: Make, serve: Serve, tally: Tally, *, seconds: int, status: int
) -> None:
    alice = make.user(username="alice")
    exercise = make.exercise(owner=alice)
    with serve({"ADMINS": "admin@example.org"}) as site:
        writer, reader = (Athlete(app, site.url, alice) for _ in range(2))
        reader.open("/workouts")  # notes when somebody was last seen
        with held(file, seconds):
            answers = []
            form = writer.workout("Gehalten", [exercise])
            started = time.monotonic()

            def send() -> None:
                answers.append((writer.send("/add_workout", form).status, time.monotonic()))

            sending = threading.Thread(target=send)
            sending.start()
            for _ in range(5):
                assert reader.get("/workouts").status == 200
            assert time.monotonic() - started < 4, "readers wait for nobody"
            sending.join()
        ((answered, at),) = answers
        assert answered == status
        assert at - started < ANSWERS_WITHIN, "waits, alerts and all"
        assert make.count(Workout) == (1 if status == 303 else 0)
        assert writer.send("/add_workout", form).status == 303, "it may be sent again"
        assert make.count(Workout) == 1
    tally(seconds_locked=seconds)


def test_a_full_disk_is_said_and_costs_nothing_stored(
    app: Flask, make: Make, serve: Serve, tally: Tally
) -> None:
    alice = make.user(username="alice")
    exercise = make.exercise(owner=alice)
    with serve() as site:
        athlete = Athlete(app, site.url, alice)
        assert athlete.send("/add_workout", athlete.workout("vorher", [exercise])).status == 303
        with limited(site.server.worker_ids(), "fsize", 1000):
            for _ in range(4):
                answer = athlete.send("/add_workout", athlete.workout("voll", [exercise]))
                assert (answer.status, answer.page.heading) == (503, AWAY)
        assert athlete.send("/add_workout", athlete.workout("nachher", [exercise])).status == 303
    assert [make.count(Workout, title=title) for title in ("vorher", "voll", "nachher")] == [
        1,
        0,
        1,
    ]
    tally(full_disks=1)
