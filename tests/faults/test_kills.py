"""Workers are killed while athletes write: what was acknowledged is there, and whole."""

import itertools
import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import func, select

from project.models import Exercise, Set, Workout
from tests.faults.conftest import Serve, Tally
from tests.support.crew import CUT_OFF, Athlete, until_answered
from tests.support.make import Make
from tests.support.phone import new_key, start
from tests.support.processes import Gunicorn

pytestmark = pytest.mark.faults

CREW = 8
KILL_EVERY = 20


class Killer:
    """Kills the oldest worker, which is at work, whenever so many writes were begun."""

    def __init__(self, server: Gunicorn) -> None:
        self.server = server
        self.killed = 0
        self._writes = itertools.count(1)

    def note_write(self) -> None:
        if next(self._writes) % KILL_EVERY:
            return
        for worker in sorted(self.server.worker_ids())[:1]:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
                self.killed += 1


class Writer:
    """One athlete who logs on the editor's page, and set by set on the phone."""

    def __init__(self, app: Flask, make: Make, base: str) -> None:
        user = make.user()
        self.exercises = [make.exercise(owner=user) for _ in range(3)]
        self.athlete = Athlete(app, base, user)
        self.running = start(make, user)
        self.asked: list[str] = []
        self.acknowledged: list[str] = []
        self.sets: list[str] = []
        self.cut = 0

    def log_workout(self, number: int) -> None:
        """Send the editor's form once; whether it was stored is known only with an answer."""
        title = f"{self.athlete.user.username} {number}"
        self.asked.append(title)
        try:
            answer = self.athlete.send("/add_workout", self.athlete.workout(title, self.exercises))
        except CUT_OFF:
            self.cut += 1
            return
        assert answer.status == 303, (answer.status, answer.text[:2000])
        self.acknowledged.append(title)

    def log_set(self, number: int) -> None:
        """Send a set under its key until it is acknowledged, as the phone does."""
        key = new_key()
        body = {
            "exercise_key": self.exercise_key,
            "key": key,
            "level_id": self.exercises[0].levels[0].id,
            "level": self.exercises[0].levels[0].name,
            "reps": number,
            "order": len(self.sets) + 1,
            "done": True,
        }
        path = f"/workout/{self.running.id}/log/sets"
        answer, cut = until_answered(lambda: self.athlete.send_json(path, body))
        assert answer.status == 200, (answer.status, answer.text[:2000])
        self.cut += cut
        self.sets.append(key)

    def begin(self) -> None:
        """Put the exercise into the running workout."""
        self.exercise_key = new_key()
        body = {"key": self.exercise_key, "definition_id": self.exercises[0].id, "order": 1}
        answer = self.athlete.send_json(f"/workout/{self.running.id}/log/exercises", body)
        assert answer.status == 200, answer.text


@pytest.mark.parametrize("writes", [64, pytest.param(500, marks=pytest.mark.outages)])
def test_workers_killed_while_writing_lose_nothing_that_was_acknowledged(
    app: Flask, make: Make, serve: Serve, tally: Tally, writes: int
) -> None:
    with serve() as site:
        writers = [Writer(app, make, site.url) for _ in range(CREW)]
        for writer in writers:
            writer.begin()

        killer = Killer(site.server)

        def write(writer: Writer) -> None:
            for number in range(-(-writes // CREW // 2)):
                killer.note_write()
                writer.log_workout(number)
                killer.note_write()
                writer.log_set(number)

        with ThreadPoolExecutor(CREW) as pool:
            list(pool.map(write, writers))
    sizes = sizes_of_workouts(make)
    asked = list(itertools.chain.from_iterable(writer.asked for writer in writers))
    acknowledged = {title for writer in writers for title in writer.acknowledged}
    assert acknowledged <= sizes.keys() <= set(asked)
    assert set(sizes.values()) == {9}, "no half workout"
    keys = [key for writer in writers for key in writer.sets]
    assert stored_keys(make) == Counter[str | None](keys)
    assert killer.killed
    tally(
        writes_acknowledged=len(acknowledged) + len(keys),
        writes_found=len(sizes) + len(keys),
        workers_killed=killer.killed,
        answers_cut_off=sum(writer.cut for writer in writers),
    )


def sizes_of_workouts(make: Make) -> dict[str, int]:
    """Return how many sets each finished workout has."""
    with make.session() as session:
        rows = session.execute(
            select(Workout.title, func.count(Set.id))
            .outerjoin(Exercise, Exercise.workout_id == Workout.id)
            .outerjoin(Set, Set.exercise_id == Exercise.id)
            .where(Workout.running_owner_id.is_(None))
            .group_by(Workout.id, Workout.title)
        ).all()
    assert len({title for title, _ in rows}) == len(rows), "each at most once"
    return {title: count for title, count in rows}  # noqa: C416  rows are no pairs to mypy


def stored_keys(make: Make) -> Counter[str | None]:
    """Return the keys of the sets in running workouts and how often each is there."""
    with make.session() as session:
        return Counter(
            session.scalars(
                select(Set.client_key)
                .join(Exercise)
                .join(Workout)
                .where(Workout.running_owner_id.is_not(None))
            ).all()
        )
