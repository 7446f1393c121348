"""A logged workout of two exercises, counted each in its own way."""

from datetime import UTC, datetime

import pytest

from project.enums import Visibility
from project.models import ExerciseDefinition, User, Workout
from tests.support.make import Make


@pytest.fixture
def logged(make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition) -> Workout:
    return make.workout(
        athlete=alice,
        title="Montag",
        timestamp=datetime(2026, 9, 7, 18, 19, 47, tzinfo=UTC),
        visibility=Visibility.PRIVATE,
        note="Regen",
        effort=7,
        exercises=[
            (push, [("Knie", 12), ("Knie", 10), ("Voll", 5)]),
            (plank, [("Normal", 45), ("Normal", 90)]),
        ],
    )
