"""Transactions, forks and conflicts, with real processes and real locks."""

import multiprocessing
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, select, text, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from project import create_app
from project.config import TestConfig
from project.database import (
    expecting,
    is_conflict,
    limit_waiting,
    prepare_engine,
    waiting_briefly,
)
from project.extensions import db
from project.models import ExerciseCategory, RateLimit, User, UtcDateTime, Workout
from project.services.site.counters import count
from project.settings import ROOT, engine_options
from tests.support.make import Make

pytestmark = pytest.mark.unit
on_every_database = pytest.mark.database

PROCESSES = 2
ROUNDS = 25


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "small.sqlite"


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    """Return an engine with our rules on a SQLite file with one counter."""
    engine = create_engine(f"sqlite:///{file}")
    prepare_engine(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (n INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
    yield engine
    engine.dispose()


def locked(file: Path) -> bool:
    """Return whether somebody else holds the write lock."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def test_a_writing_transaction_takes_the_lock_before_its_first_statement(
    engine: Engine, file: Path
) -> None:
    with expecting(writes=True), engine.begin():
        assert locked(file)
    assert not locked(file)


def test_a_reading_transaction_takes_no_lock_and_sees_one_moment(
    engine: Engine, file: Path
) -> None:
    with expecting(writes=False), engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT n FROM counter").scalar() == 0
        assert not locked(file)
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("UPDATE counter SET n = 7")
        assert connection.exec_driver_sql("SELECT n FROM counter").scalar() == 0


def test_sqlite_keeps_foreign_keys_waits_for_locks_and_writes_ahead(engine: Engine) -> None:
    with engine.connect() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("busy_timeout", "journal_mode", "synchronous", "foreign_keys")
        }
    assert read == {
        "busy_timeout": 8000,
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
    }


def read_then_write(url: str, rounds: int) -> None:
    """Run in a process of its own: read a number, add one, write it back."""
    engine = create_engine(url)
    prepare_engine(engine)
    for _ in range(rounds):
        with engine.begin() as connection:
            number = connection.exec_driver_sql("SELECT n FROM counter").scalar_one()
            time.sleep(0.001)
            connection.execute(text("UPDATE counter SET n = :n"), {"n": number + 1})
    engine.dispose()


def test_two_processes_that_read_then_write_lose_nothing_on_sqlite(engine: Engine) -> None:
    run_in_processes(read_then_write, str(engine.url), ROUNDS)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT n FROM counter").scalar() == PROCESSES * ROUNDS


def run_in_processes(target: object, *arguments: object) -> None:
    """Run ``target`` in several processes at once; each must end well."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=target, args=arguments) for _ in range(PROCESSES)]  # type: ignore[arg-type]  # any picklable function
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0


def open_engine(url: str) -> Engine:
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    return engine


def count_hits(url: str, rounds: int) -> None:
    """Run in a process of its own: count the same thing again and again."""
    engine = open_engine(url)
    for _ in range(rounds):
        with engine.begin() as connection:
            count(connection, "shared", amount=1, window=3600, now=time.time())
    engine.dispose()


def append_to_note(url: str, workout_id: int, rounds: int) -> None:
    """Run in a process of its own: add to a note as it was read, again when it was stale."""
    engine = open_engine(url)
    done = 0
    while done < rounds:
        with suppress(StaleDataError), Session(engine) as session:
            workout = session.get_one(Workout, workout_id)
            workout.note += "x"
            session.commit()
            done += 1
    engine.dispose()


@on_every_database
def test_a_counter_shared_by_two_processes_misses_nothing(app: Flask, database: str) -> None:
    run_in_processes(count_hits, database, ROUNDS)
    with app.app_context():
        hits = db.session.scalar(select(RateLimit.hits).where(RateLimit.key == "shared"))
    assert hits == PROCESSES * ROUNDS


@on_every_database
def test_two_processes_that_edit_one_workout_lose_no_edit(
    make: Make, alice: User, database: str
) -> None:
    workout = make.workout(athlete=alice)
    run_in_processes(append_to_note, database, workout.id, ROUNDS)
    after = make.fresh(workout)
    assert after is not None
    assert after.note == "x" * PROCESSES * ROUNDS


FORK = """
import os, sys
from sqlalchemy import create_engine, text
from project.database import prepare_engine
from project.settings import engine_options

url = sys.argv[1]
engine = create_engine(url, **engine_options(url))
prepare_engine(engine)
connection = engine.connect()
mine = connection.connection.dbapi_connection  # kept: a dead one's id may be given again
connection.close()  # idle in the pool, as after an import that looked at the database
child = os.fork()
if not child:
    with engine.connect() as connection:
        fresh = connection.connection.dbapi_connection is not mine
        right = connection.scalar(text("SELECT 42")) == 42
    engine.dispose()
    os._exit(0 if fresh and right else 1)
_, status = os.waitpid(child, 0)
with engine.connect() as connection:  # the child has not closed it
    assert connection.connection.dbapi_connection is mine
    assert connection.scalar(text("SELECT 43")) == 43
engine.dispose()
sys.exit(os.waitstatus_to_exitcode(status))
"""


@on_every_database
def test_a_forked_child_opens_connections_of_its_own(app: Flask, database: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORK, database],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def crossing(app: Flask, config: type[TestConfig], make: Make) -> Iterator[Flask]:
    """Return an app whose page ``/<a>/<b>`` changes two athletes, one after the other."""
    other = create_app(config)
    meeting = threading.Barrier(2)

    @other.post("/<int:a>/<int:b>")
    def change(a: int, b: int) -> str:
        raise_note(a)
        # Both have their first row now, where the database lets two write at once.
        with suppress(threading.BrokenBarrierError):
            meeting.wait(0.3)
        raise_note(b)
        db.session.commit()
        return "ok"

    yield other
    with other.app_context():
        db.engine.dispose()


def raise_note(user_id: int) -> None:
    db.session.execute(update(User).where(User.id == user_id).values(about_me=User.about_me + "x"))


@on_every_database
def test_of_two_requests_that_block_each_other_one_is_run_again(
    crossing: Flask, make: Make, alice: User, bob: User
) -> None:
    crossing.config["WTF_CSRF_ENABLED"] = False
    statuses: list[int] = []

    def post(path: str) -> None:
        statuses.append(crossing.test_client().post(path).status_code)

    paths = (f"/{alice.id}/{bob.id}", f"/{bob.id}/{alice.id}")
    threads = [threading.Thread(target=post, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200, 200]
    for athlete in (alice, bob):
        after = make.fresh(athlete)
        assert after is not None
        assert after.about_me == "xx"


def test_a_get_begins_for_reading_and_a_post_for_writing(tmp_path: Path) -> None:
    class SmallConfig(TestConfig):
        SQLALCHEMY_DATABASE_URI = f"sqlite:///{tmp_path / 'empty.sqlite'}"
        ASSET_FOLDER = tmp_path / "assets"

    app = create_app(SmallConfig)
    statements: list[str] = []

    @app.route("/_transaction", methods=["GET", "POST"])
    def transaction() -> str:
        db.session.execute(text("SELECT 1"))
        return "ok"

    with app.app_context():
        engine = db.engine

    @event.listens_for(engine, "connect")
    def trace(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(statements.append)

    app.test_client().get("/_transaction")
    app.test_client().post("/_transaction")
    engine.dispose()
    assert [each for each in statements if "busy_timeout" not in each] == [
        *("BEGIN", "SELECT 1", "ROLLBACK"),
        *("BEGIN IMMEDIATE", "SELECT 1", "ROLLBACK"),
    ]


@on_every_database
def test_a_moment_comes_back_exactly_and_in_utc(make: Make, alice: User) -> None:
    moment = datetime(2026, 7, 1, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=2)))
    workout = make.workout(athlete=alice, timestamp=moment)
    after = make.fresh(workout)
    assert after is not None
    assert after.timestamp == moment
    assert after.timestamp.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-03-01 18:00:00.000000", 18),
        ("2026-03-01 18:00:00", 18),
        ("2026-03-01T18:00:00.5", 18),
        ("2026-03-01 18:00:00+02:00", 16),
        ("2026-03-01T18:00:00.000000Z", 18),
        ("2026-03-01", 0),
    ],
)
def test_a_moment_another_tool_wrote_into_sqlite_is_read_in_utc(text: str, hour: int) -> None:
    dialect = sqlite.dialect()
    read: Any = UtcDateTime().dialect_impl(dialect).result_processor(dialect, None)
    moment = read(text)
    assert moment.utcoffset() == timedelta(0)
    assert (moment.date().isoformat(), moment.hour) == ("2026-03-01", hour)
    assert read(None) is None


@on_every_database
def test_a_naive_moment_is_refused(make: Make, alice: User) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        make.workout(athlete=alice, timestamp=datetime(2026, 7, 1))  # noqa: DTZ001  the point


@on_every_database
def test_names_are_compared_and_ordered_by_their_letters_alone(make: Make, app: Flask) -> None:
    for name in ("zug", "Ärger", "Aal"):
        make.category(name)
    with pytest.raises(IntegrityError):
        make.category("AAL")
    with app.app_context():
        by_key = select(ExerciseCategory.name_key).order_by(ExerciseCategory.name_key)
        assert db.session.scalars(by_key).all() == ["aal", "zug", "ärger"]
        other_case = select(ExerciseCategory.name).where(ExerciseCategory.name == "ZUG")
        assert db.session.scalar(other_case) is None


@on_every_database
def test_a_broken_rule_is_no_conflict(make: Make, alice: User) -> None:
    with pytest.raises(IntegrityError) as caught:
        make.user(username="ALICE", email="another@example.org")
    assert not is_conflict(caught.value)


def test_a_database_that_stays_locked_is_no_conflict(engine: Engine, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA busy_timeout = 0")
            with expecting(writes=True), pytest.raises(OperationalError) as caught:
                connection.begin()
    assert not is_conflict(caught.value)


@pytest.fixture
def no_limit() -> Iterator[None]:
    yield
    limit_waiting(None)


def test_all_waits_of_a_request_together_take_their_time(
    engine: Engine, file: Path, no_limit: None
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        limit_waiting(1.0)
        for _ in range(5):
            with (
                expecting(writes=True),
                engine.connect() as connection,
                pytest.raises(OperationalError),
            ):
                connection.begin()
        assert 0.9 < time.monotonic() - started < 3
    limit_waiting(None)
    with expecting(writes=True), engine.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 8000


def test_what_may_be_left_undone_waits_briefly_and_never_longer_than_the_rest(
    engine: Engine, file: Path, no_limit: None
) -> None:
    def patience() -> int:
        with expecting(writes=True), engine.begin() as connection:
            return int(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())

    limit_waiting(60)
    with waiting_briefly(0.5):
        assert patience() <= 500
    assert 50_000 < patience() <= 60_000
    limit_waiting(0.1)
    with waiting_briefly(0.5):
        assert patience() <= 100
