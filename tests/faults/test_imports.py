"""Imports are killed: whole pieces are there, and whoever comes next goes on to the same end."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from project.database import expecting
from project.enums import ImportState
from project.extensions import db
from project.models import ImportedWorkout, ImportPart, Set, TrainingImport, User, Workout
from project.settings import ROOT
from tests.faults.conftest import Tally
from tests.support.histories import hevy
from tests.support.make import Make
from tests.support.processes import KEYS, environment, flask

pytestmark = pytest.mark.faults

YEARS = 12
WORKOUTS, SETS = YEARS * 52 * 2, YEARS * 52 * 12


@dataclass
class Operator:
    """Runs the site's commands on a long history of alice's."""

    settings: dict[str, str]
    file: Path

    @property
    def command(self) -> tuple[str, ...]:
        return ("import", str(self.file), "--athlete", "alice")

    def begin(self) -> subprocess.Popen[bytes]:
        """Start the import and look on."""
        return subprocess.Popen(
            [sys.executable, "-m", "flask", *self.command],
            cwd=ROOT,
            env=environment(self.settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *command: str) -> None:
        done = flask(*command, settings=self.settings)
        assert done.returncode == 0, (done.stdout, done.stderr)


@pytest.fixture
def operator(app: Flask, alice: User, tmp_path: Path) -> Operator:
    assert alice.username == "alice"
    file = tmp_path / "workouts.csv"
    file.write_bytes(hevy(YEARS))
    settings = {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "APP_BASE_URL": "http://127.0.0.1",
        "MAIL_SERVER": "127.0.0.1",
        "LOG_FOLDER": str(tmp_path / "logs"),
    }
    return Operator(KEYS | settings, file)


def seen(app: Flask) -> TrainingImport | None:
    with app.app_context(), expecting(writes=False):
        made = db.session.scalar(select(TrainingImport))
        if made is not None:
            db.session.expunge(made)  # outlives its session
        return made


# Each says from what it sees whether this is the moment.
MOMENTS: tuple[Callable[[TrainingImport | None], bool], ...] = (
    lambda made: made is not None,
    lambda made: made is not None and made.state == ImportState.STORING,
    lambda made: made is not None and made.part > 0,
    lambda made: made is not None and made.part > made.parts // 2,
    lambda made: made is not None and made.part == made.parts > 0,
)


@pytest.mark.parametrize("moment", range(len(MOMENTS)))
def test_killed_at_any_moment_it_is_whole_and_goes_on(
    app: Flask, make: Make, operator: Operator, tally: Tally, moment: int
) -> None:
    running = operator.begin()
    while running.poll() is None and not MOMENTS[moment](seen(app)):
        pass
    if running.poll() is None:
        os.kill(running.pid, signal.SIGKILL)
        tally(killed=1)
    running.wait()
    made = seen(app)
    assert made is not None
    _is_whole(app, made)
    is_open = made.state == ImportState.OPEN
    operator.run(*operator.command if is_open else ("mail", "send"))
    made = seen(app)
    assert made is not None
    _is_whole(app, made)
    assert made.state == ImportState.DONE
    assert (make.count(Workout), make.count(Set)) == (WORKOUTS, SETS)
    assert make.count(ImportPart) == 0
    operator.run("progression", "rebuild")


def _is_whole(app: Flask, made: TrainingImport) -> None:
    """What the import says of itself is what is there."""
    with app.app_context(), expecting(writes=False):
        counts = [
            db.session.scalar(select(func.count()).select_from(table))
            for table in (Workout, Set, ImportedWorkout)
        ]
    assert counts == [made.workouts_added, made.sets_added, made.workouts_added]
