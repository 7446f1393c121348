"""When an athlete trained, and the programs they followed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from project.models import EnrolmentPause, ProgramWorkout, User
from project.queries.training.training_weeks import training_weeks
from project.rules.training.load import RatedSession
from project.rules.training.sequence import PauseDays
from project.rules.training.streak import ProgramRun, Streak, TrainedDay
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

MONDAY = datetime(2026, 9, 7, 18, tzinfo=UTC)


def test_workouts_and_programs_are_read_in_one_statement(
    app: Flask, make: Make, alice: User, bob: User, count_queries: QueryCounter
) -> None:
    push = make.exercise(owner=alice)
    sets = [(push, [("Voll", 5)])]
    days = [make.workout(athlete=alice, is_template=True, exercises=sets) for _ in range(2)]
    program = make.program(owner=alice, days=days, optional=[2], days_a_week=4)
    running = make.enrolment(program=program, started_at=MONDAY, weekdays="135")
    make.workout(athlete=alice, exercises=sets, timestamp=MONDAY, is_running=True)
    make.workout(athlete=bob, timestamp=MONDAY)
    make.workout(athlete=alice, exercises=sets, timestamp=MONDAY)
    # in the middle of the night, where it was done
    tokyo = make.workout(
        athlete=alice,
        exercises=sets,
        timestamp=MONDAY + timedelta(days=1),
        timezone="Asia/Tokyo",
    )
    extra = make.workout(athlete=alice, exercises=sets, timestamp=MONDAY + timedelta(days=4))
    with make.session() as session:
        for workout, day in zip((tokyo, extra), program.days, strict=True):
            session.add(
                ProgramWorkout(
                    workout_id=workout.id, enrolment_id=running.id, program_day_id=day.id
                )
            )
        for began, ended in ((10, 11), (20, 22)):
            session.add(
                EnrolmentPause(
                    enrolment_id=running.id,
                    began_on=date(2026, 9, began),
                    ended_on=date(2026, 9, ended),
                )
            )
    with app.app_context(), count_queries.expect(1):
        found = training_weeks(alice.id, alice.calendar)
    assert sorted(found.trained, key=lambda each: each.on) == [
        TrainedDay(date(2026, 9, 7)),
        TrainedDay(date(2026, 9, 9), running.id),
        TrainedDay(date(2026, 9, 11), running.id, is_optional=True),
    ]
    pauses = [
        PauseDays(date(2026, 9, 10), date(2026, 9, 11)),
        PauseDays(date(2026, 9, 20), date(2026, 9, 22)),
    ]
    (run,) = found.runs
    assert sorted(run.pauses, key=lambda each: each.began_on) == pauses
    assert run == ProgramRun(running.id, date(2026, 9, 7), None, 3, run.pauses)
    assert found.streak(date(2026, 9, 13)) == Streak(0, 0)


def test_sessions_are_rated_from_a_day_on(app: Flask, make: Make, alice: User) -> None:
    for week in range(3):
        began = MONDAY + timedelta(weeks=week)
        make.workout(
            athlete=alice,
            timestamp=began,
            started_at=began,
            finished_at=began + timedelta(minutes=45),
            effort=week + 5,
        )
    with app.app_context():
        found = training_weeks(alice.id, alice.calendar, rated_since=date(2026, 9, 14))
    assert sorted(found.sessions) == [
        RatedSession(date(2026, 9, 14), 45, 6),
        RatedSession(date(2026, 9, 21), 45, 7),
    ]
    assert len(found.trained) == 3


def test_without_any_program_days_are_enough(app: Flask, make: Make, alice: User) -> None:
    for week in range(3):
        make.workout(athlete=alice, timestamp=MONDAY + timedelta(weeks=week))
    with app.app_context():
        found = training_weeks(alice.id, alice.calendar)
    assert found.runs == []
    assert found.streak(date(2026, 9, 27)) == Streak(3, 3)
