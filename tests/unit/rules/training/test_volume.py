from datetime import date, timedelta

import pytest

from project.rules.training.standing import TrainedWeek
from project.rules.training.volume import TrainedExercise, Volume, weekly_volume

pytestmark = pytest.mark.unit

FIRST = date(2026, 9, 7)
MONDAYS = [FIRST, FIRST + timedelta(weeks=1)]


def test_repetitions_and_seconds_are_never_mixed() -> None:
    push = TrainedExercise("reps", ["Druck"], {FIRST: TrainedWeek(3, 24)})
    hold = TrainedExercise(
        "duration", ["Druck"], {FIRST: TrainedWeek(2, 60), MONDAYS[1]: TrainedWeek(1, 20)}
    )
    assert weekly_volume([push, hold], MONDAYS) == [Volume("Druck", [5, 1], [24, 0], [60, 20])]


def test_an_exercise_counts_for_each_of_its_categories() -> None:
    lever = TrainedExercise("duration", ["Rumpf", "Zug"], {FIRST: TrainedWeek(3, 30)})
    pull = TrainedExercise("reps", ["Zug"], {FIRST: TrainedWeek(4, 20)})
    loose = TrainedExercise("reps", [], {FIRST: TrainedWeek(1, 9)})
    assert weekly_volume([lever, pull, loose], MONDAYS) == [
        Volume("Zug", [7, 0], [20, 0], [30, 0]),
        Volume("Rumpf", [3, 0], [0, 0], [30, 0]),
        Volume("", [1, 0], [9, 0], [0, 0]),
    ]


def test_other_weeks_are_passed_over() -> None:
    old = TrainedExercise("reps", ["Zug"], {FIRST - timedelta(weeks=1): TrainedWeek(3, 24)})
    assert weekly_volume([old], MONDAYS) == []
