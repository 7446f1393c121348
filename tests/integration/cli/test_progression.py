"""``flask progression``: standings are made anew, forecasts judged, for everybody."""

from datetime import timedelta

import pytest
import time_machine
from click.testing import Result
from flask import Flask

from project.models import ExerciseDefinition, ExerciseProgress, ProgressionForecast, User
from tests.support.diary import LEVELS, MONDAY, Diary, done
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


def run(app: Flask, command: str) -> Result:
    return app.test_cli_runner().invoke(args=["progression", command])


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, levels=LEVELS)


def test_rebuilding_stores_what_was_never_stored(
    app: Flask, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    make.workout(athlete=alice, exercises=[(push, done("Knie", 8, 8, 8))])
    result = run(app, "rebuild")
    assert (result.exit_code, result.output) == (
        0,
        "0 ladders were stored wrongly; all are right now\n",
    )
    assert make.count(ExerciseProgress) == 1
    assert run(app, "rebuild").exit_code == 0


def test_rebuilding_mends_what_was_stored_wrongly_and_says_so(
    app: Flask, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    diary = Diary(app, alice)
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    # A row that went into the log behind the app's back.
    make.workout(athlete=alice, exercises=[(push, done("Voll", 9, 9, 9))], timestamp=MONDAY)
    result = run(app, "rebuild")
    assert (result.exit_code, result.output) == (
        1,
        "1 ladders were stored wrongly; all are right now\n",
    )
    assert diary.place(push).overview().name == "Voll"
    assert run(app, "rebuild").exit_code == 0


def test_judging_stores_what_is_shown_and_judges_what_is_over(
    app: Flask, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    for week, best in enumerate((3, 3, 4, 4, 5, 5, 6, 6, 7)):
        moment = MONDAY + timedelta(weeks=week)
        make.workout(
            athlete=alice,
            exercises=[(push, done("Voll", best, best, best))],
            timestamp=moment,
        )
    with time_machine.travel(MONDAY + timedelta(weeks=8, days=1)):
        run(app, "rebuild")
        assert run(app, "judge").exit_code == 0
        assert run(app, "judge").output == "looked at the forecasts of 1 athletes\n"
    (shown,) = forecasts(make)
    assert (shown.outcome, shown.made_on) == ("open", MONDAY.date() + timedelta(weeks=8, days=1))
    with time_machine.travel(MONDAY + timedelta(weeks=8 + shown.weeks_to, days=3)):
        run(app, "judge")
    assert forecasts(make)[0].outcome == "missed"


def forecasts(make: Make) -> list[ProgressionForecast]:
    with make.session() as session:
        return session.query(ProgressionForecast).order_by(ProgressionForecast.id).all()
