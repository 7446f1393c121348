"""How long templates take, by the pace at which their exercises were done lately."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from project.models import ExerciseDefinition, User
from project.queries.training.durations import LOOKED_AT, minutes_of
from tests.support.make import Make, Value
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

NOON = datetime(2026, 9, 12, 12, tzinfo=UTC)
FIVE: list[Value] = [("Voll", 8)] * 5


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, rest_seconds=80)


def trained(minutes: int, days_ago: int = 0) -> dict[str, Any]:
    at = NOON - timedelta(days=days_ago)
    return {"timestamp": at, "started_at": at, "finished_at": at + timedelta(minutes=minutes)}


def test_without_a_log_a_set_takes_forty_seconds_and_its_pause(
    app: Flask, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    day = make.workout(athlete=alice, is_template=True, exercises=[(push, FIVE), (push, FIVE)])
    empty = make.workout(athlete=alice, is_template=True, exercises=[(push, [])])
    with app.app_context():
        assert minutes_of([day.id, empty.id], alice.id) == {day.id: 20}


def test_the_athletes_own_pace_counts(
    app: Flask, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    pull = make.exercise(owner=alice, rest_seconds=20)
    day = make.workout(athlete=alice, is_template=True, exercises=[(push, FIVE), (pull, FIVE)])
    make.workout(athlete=alice, exercises=[(push, FIVE)], **trained(20))
    make.workout(athlete=alice, exercises=[(push, FIVE)], is_running=True, started_at=NOON)
    make.workout(athlete=alice, exercises=[(push, FIVE)], **trained(20 * 60))
    make.workout(athlete=alice, exercises=[(push, FIVE)])
    with app.app_context():
        # 5 sets of 240 seconds and 5 of 60
        assert minutes_of([day.id], alice.id) == {day.id: 25}


def test_only_the_newest_workouts_tell_the_pace(
    app: Flask, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    day = make.workout(athlete=alice, is_template=True, exercises=[(push, FIVE)])
    for number in range(LOOKED_AT):
        make.workout(athlete=alice, exercises=[(push, FIVE)], **trained(20, number))
        make.workout(athlete=alice, exercises=[(push, FIVE)], **trained(200, 100 + number))
    with app.app_context():
        assert minutes_of([day.id], alice.id) == {day.id: 20}


def test_what_is_somebody_elses_has_no_length(
    app: Flask, make: Make, alice: User, charlie: User, push: ExerciseDefinition
) -> None:
    day = make.workout(athlete=alice, is_template=True, exercises=[(push, FIVE)])
    with app.app_context():
        assert minutes_of([day.id], charlie.id) == {}


def test_it_costs_the_same_for_any_number_of_templates(
    app: Flask, make: Make, alice: User, push: ExerciseDefinition, count_queries: QueryCounter
) -> None:
    make.workout(athlete=alice, exercises=[(push, FIVE)], **trained(20))
    days: list[int] = []
    for expected in (0, 1, 1):
        with app.app_context(), count_queries.expect(expected):
            minutes_of(days, alice.id)
        more = make.workout(athlete=alice, is_template=True, exercises=[(push, FIVE)])
        days.append(more.id)
