"""An app that touched the database before its workers were forked: each answer is the asker's."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.faults.conftest import Tally
from tests.support.crew import Athlete, at_once
from tests.support.gunicorn import gunicorn, write_app
from tests.support.make import Make
from tests.support.processes import KEYS

pytestmark = pytest.mark.faults

# What a host does that imports the app in a parent: connections are open when it forks.
TOUCHED = """
with app.app_context():
    from project.database import expecting
    from project.extensions import db
    with expecting(writes=False):
        db.session.execute(db.text("SELECT 1"))
        held = db.engine.connect()
        held.exec_driver_sql("SELECT 1")
    db.session.rollback()
"""
ROUNDS = 8


def test_connections_opened_before_the_fork_are_not_shared(
    app: Flask, make: Make, tmp_path: Path, tally: Tally
) -> None:
    write_app(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"], **KEYS)
    served = tmp_path / "served.py"
    served.write_text(served.read_text() + TOUCHED)
    users = [make.user() for _ in range(8)]
    exercises = [make.exercise(owner=user) for user in users]
    for user in users:
        make.workout(athlete=user, title=f"Training von {user.username}")
    with gunicorn(tmp_path, "--preload", workers=4) as server:
        athletes = [Athlete(app, server.base, user) for user in users]

        def read_and_write(number: int) -> Callable[[], None]:
            athlete, exercise = athletes[number], exercises[number]

            def ask() -> None:
                for round_ in range(ROUNDS):
                    title = f"{athlete.user.username} {round_}"
                    answer = athlete.send("/add_workout", athlete.workout(title, [exercise]))
                    assert answer.status == 303, answer.text
                    page = athlete.open("/workouts")
                    assert f"Training von {athlete.user.username}" in page.text
                    assert all(
                        other.user.username not in page.text
                        for other in athletes
                        if other is not athlete
                    )

            return ask

        at_once([read_and_write(number) for number in range(len(users))])
        answered = len(users) * ROUNDS * 2
    tally(answers_to_the_right_athlete=answered)
