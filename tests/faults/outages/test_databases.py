"""The database goes away, hangs up, is held and comes back: a page says so, and nobody restarts."""

import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select, text

from project.extensions import db
from project.models import ExerciseDefinition, User, Workout
from tests.faults.conftest import Tally
from tests.support.crew import Athlete
from tests.support.live import Live
from tests.support.make import Make
from tests.support.remote import RemoteSite
from tests.support.servers import DatabaseServer

pytestmark = pytest.mark.outages

AWAY = "Gleich wieder da"
RECOVERS_WITHIN = 30.0  # seconds


@dataclass
class Load:
    """Athletes who read and write without a pause, and what they were answered."""

    athletes: list[Athlete]
    exercises: dict[int, ExerciseDefinition]
    answers: Counter[int] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[None]:
        over = threading.Event()
        with ThreadPoolExecutor(len(self.athletes)) as pool:
            work = [pool.submit(self._work, athlete, over) for athlete in self.athletes]
            try:
                yield
            finally:
                over.set()
            for each in work:
                each.result(60)

    def _work(self, athlete: Athlete, over: threading.Event) -> None:
        number = 0
        while not over.is_set():
            number += 1
            title = f"{athlete.user.username} {number}"
            fields = athlete.workout(title, [self.exercises[athlete.user.id]])
            for answer in (athlete.send("/add_workout", fields), athlete.get("/workouts")):
                self.answers[answer.status] += 1
                if answer.status == 503 and answer.page.heading != AWAY:
                    self.wrong.append(answer.text)
                if answer.status == 303:
                    self.acknowledged.append(title)

    def wait_for(self, status: int, *, more: int = 1) -> None:
        """Wait until ``more`` answers with this status have come."""
        enough = self.answers[status] + more
        until = time.monotonic() + RECOVERS_WITHIN
        while self.answers[status] < enough:
            assert time.monotonic() < until, self.answers
            time.sleep(0.05)


@pytest.fixture
def load(app: Flask, make: Make, site: Live) -> Load:
    users = [make.user() for _ in range(4)]
    exercises = {user.id: make.exercise(owner=user) for user in users}
    return Load([Athlete(app, site.url, user) for user in users], exercises)


@pytest.mark.parametrize("crashes", [False, True], ids=["stopped", "crashed"])
def test_a_database_that_comes_back_is_used_again_and_has_what_was_acknowledged(
    make: Make, site: Live, server: DatabaseServer, load: Load, tally: Tally, *, crashes: bool
) -> None:
    workers = site.server.worker_ids()
    with load.running():
        for _ in range(2):
            load.wait_for(303, more=10)
            server.stop(signal.SIGKILL if crashes else None)
            load.wait_for(503, more=8)
            server.start()
            load.wait_for(303)
    assert set(load.answers) == {200, 303, 503}
    assert load.wrong == []
    assert site.server.worker_ids() == workers, "nothing was restarted"
    with make.session() as session:
        found = {title for (title,) in session.query(Workout.title)}
    assert set(load.acknowledged) <= found
    tally(
        database_outages=2,
        writes_acknowledged=len(load.acknowledged),
        writes_found=len(found),
        answers_that_said_so=load.answers[503],
    )


def test_without_a_database_pages_that_need_none_are_there(
    site: Live, server: DatabaseServer, load: Load
) -> None:
    athlete = load.athletes[0]
    server.stop()
    try:
        started = time.monotonic()
        answer = athlete.get("/workouts")
        assert (answer.status, answer.page.heading) == (503, AWAY)
        assert int(answer.headers["Retry-After"]) > 0
        assert time.monotonic() - started < 5
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert RemoteSite(site.url).get("/healthz").status == 200
        assert RemoteSite(site.url).get("/readyz").status == 503
        for address in answer.page.html.select("link[rel=stylesheet]"):
            assert RemoteSite(site.url).get(str(address["href"])).status == 200
        json = athlete.send_json("/workout/1/log/sets", {})
        assert (json.status, json.headers.get_content_type()) == (503, "application/json")
    finally:
        server.start()
    assert athlete.get("/workouts").status == 200


def test_a_server_that_hangs_up_after_two_quiet_seconds_is_not_noticed(
    app: Flask, site: Live, server: DatabaseServer, load: Load, tally: Tally
) -> None:
    if "mysql" in server.url:
        limits = [("SET GLOBAL wait_timeout = 2", "SET GLOBAL wait_timeout = 28800")]
    else:
        limits = [
            ("ALTER SYSTEM SET idle_session_timeout = '2s'", "ALTER SYSTEM RESET ALL"),
            ("SELECT pg_reload_conf()", "SELECT pg_reload_conf()"),
        ]
    for limit, _ in limits:
        server.execute(limit)
    try:
        for athlete in load.athletes:  # as soon as their sessions have the limit
            athlete.get("/workouts")
        with app.app_context():
            db.engine.dispose()
        for _ in range(2):
            time.sleep(3)
            for athlete in load.athletes:
                assert athlete.get("/workouts").status == 200
                answer = athlete.send(
                    "/add_workout", athlete.workout("Ruhig", [load.exercises[athlete.user.id]])
                )
                assert answer.status == 303, answer.text
    finally:
        for _, back in limits:
            server.execute(back)
    tally(connections_hung_up=4)


def test_a_connection_that_ends_after_the_last_statement_costs_no_finished_page(
    app: Flask, server: DatabaseServer, tally: Tally
) -> None:
    who, end = (
        ("SELECT CONNECTION_ID()", "KILL {}")
        if "mysql" in server.url
        else ("SELECT pg_backend_pid()", "SELECT pg_terminate_backend({})")
    )
    with app.app_context():
        db.session.execute(select(User.id))
        server.execute(end.format(db.session.scalar(text(who))))
    with app.app_context():
        assert db.session.execute(select(User.id)).all() == []
    tally(connections_hung_up=1)
