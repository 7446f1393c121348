"""How long a day of a program will take."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.training.duration import PlannedExercise, estimated_minutes, pace
from project.rules.training.lengths import Length

pytestmark = pytest.mark.unit

BEGAN = datetime(2026, 9, 7, 18, tzinfo=UTC)


def lasted(minutes: int, *, paused: int = 0, is_confirmed: bool = False) -> Length:
    return Length(BEGAN, BEGAN + timedelta(minutes=minutes), paused, is_confirmed)


@pytest.mark.parametrize(
    ("exercises", "minutes"),
    [
        pytest.param([], None, id="nothing planned"),
        pytest.param([PlannedExercise(0, 90)], None, id="an exercise without sets"),
        pytest.param([PlannedExercise(1, 0)], 5, id="less than the smallest step"),
        pytest.param([PlannedExercise(9, 80)], 20, id="forty seconds and the pause for each set"),
        pytest.param([PlannedExercise(9, 80, [200])], 30, id="the athlete's own pace"),
        pytest.param(
            [PlannedExercise(9, 80, [200, 2000, 190])], 30, id="one workout with a long talk"
        ),
        pytest.param([PlannedExercise(6, 80), PlannedExercise(6, 60, [250])], 35, id="both kinds"),
        pytest.param(
            [PlannedExercise(6, 80, alternation=1), PlannedExercise(6, 80, alternation=1)],
            10,
            id="two that take turns are one",
        ),
        pytest.param(
            [
                PlannedExercise(6, 80, alternation=1),
                PlannedExercise(6, 80, alternation=1),
                PlannedExercise(6, 80, alternation=2),
                PlannedExercise(6, 80, alternation=2),
            ],
            25,
            id="two places with turns of their own",
        ),
        pytest.param(
            [PlannedExercise(6, 80), PlannedExercise(6, 80), PlannedExercise(6, 80)],
            35,
            id="neighbours without turns are all done",
        ),
    ],
)
def test_the_length_of_a_day(exercises: list[PlannedExercise], minutes: int | None) -> None:
    assert estimated_minutes(exercises) == minutes


@pytest.mark.parametrize(
    ("length", "sets", "seconds"),
    [
        pytest.param(lasted(45), 15, 180, id="shared among its sets"),
        pytest.param(lasted(45, paused=900), 15, 120, id="without what was none of it"),
        pytest.param(lasted(45), 0, None, id="no sets"),
        pytest.param(lasted(0), 15, None, id="entered afterwards, without a length"),
        pytest.param(Length(BEGAN, None), 15, None, id="no end"),
        pytest.param(lasted(300), 15, None, id="too long to be believed"),
        pytest.param(lasted(300, is_confirmed=True), 15, 1200, id="the athlete's own word"),
        pytest.param(lasted(-10), 15, None, id="ended before it began"),
    ],
)
def test_the_pace_of_a_workout(length: Length, sets: int, seconds: float | None) -> None:
    assert pace(length, sets) == seconds


planned = st.builds(
    PlannedExercise,
    sets=st.integers(1, 20),
    pause=st.integers(0, 600),
    paces=st.lists(st.floats(1, 3600), max_size=5),
)


@given(st.lists(planned, min_size=1, max_size=12), planned)
def test_one_more_exercise_never_makes_a_day_shorter(
    exercises: list[PlannedExercise], more: PlannedExercise
) -> None:
    before, after = estimated_minutes(exercises), estimated_minutes([*exercises, more])
    assert before is not None
    assert after is not None
    assert before <= after
    assert after % 5 == 0
