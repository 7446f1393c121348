"""Weeks in a row that were trained as planned."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.training.sequence import PauseDays
from project.rules.training.streak import ProgramRun, Streak, TrainedDay, streak_of

pytestmark = pytest.mark.unit

MONDAY = date(2026, 9, 7)


def on(
    week: int, *weekdays: int, run: int | None = None, optional: bool = False
) -> list[TrainedDay]:
    """Return workouts of a week, counted from 0, on weekdays, 1 for Monday."""
    return [
        TrainedDay(MONDAY + timedelta(weeks=week, days=day - 1), run, optional) for day in weekdays
    ]


def day(week: int, weekday: int = 1) -> date:
    return MONDAY + timedelta(weeks=week, days=weekday - 1)


def program(
    first: date = MONDAY, last: date | None = None, planned: int = 2, *pauses: PauseDays
) -> ProgramRun:
    return ProgramRun(1, first, last, planned, pauses)


def full(*weeks: int) -> list[TrainedDay]:
    return [each for week in weeks for each in on(week, 1, 4, run=1)]


@pytest.mark.parametrize(
    ("trained", "runs", "today", "streak"),
    [
        pytest.param([], [], day(0), Streak(0, 0), id="nobody trained"),
        pytest.param(on(0, 3), [], day(0, 5), Streak(1, 1), id="one workout without a program"),
        pytest.param(
            on(0, 3) + on(1, 7), [], day(2, 7), Streak(2, 2), id="this week breaks nothing"
        ),
        pytest.param(on(0, 3) + on(1, 1), [], day(3), Streak(0, 2), id="a week without any"),
        pytest.param(
            on(0, 3) + on(1, 1) + on(3, 1), [], day(3), Streak(1, 2), id="the best one is kept"
        ),
        pytest.param(on(0, 3) + on(2, 1), [], day(1), Streak(1, 1), id="what lies ahead"),
        pytest.param(full(0, 1), [program()], day(1, 7), Streak(2, 2), id="as planned"),
        pytest.param(
            full(0) + on(1, 1, run=1), [program()], day(2), Streak(0, 1), id="one day too few"
        ),
        pytest.param(
            full(0) + on(1, 1, run=1) + on(1, 3),
            [program()],
            day(2),
            Streak(0, 1),
            id="a workout beside the program is none of its days",
        ),
        pytest.param(
            full(0) + on(1, 1, run=1) + on(1, 3, run=1, optional=True),
            [program()],
            day(2),
            Streak(0, 1),
            id="an optional day does not count",
        ),
        pytest.param(
            full(0) + on(1, 1, run=1),
            [program()],
            day(1, 7),
            Streak(1, 1),
            id="this week may still become one",
        ),
        pytest.param(
            on(0, 1) + on(1, 5, run=1) + full(2),
            [program(day(1, 4))],
            day(2, 7),
            Streak(2, 2),
            id="begun in the middle: the week stands still",
        ),
        pytest.param(
            on(0, 1) + on(1, 4, 6, run=1),
            [program(day(1, 4))],
            day(1, 7),
            Streak(2, 2),
            id="begun in the middle and reached",
        ),
        pytest.param(
            full(0, 3),
            [program(MONDAY, None, 2, PauseDays(day(1, 1), day(2, 7)))],
            day(3, 7),
            Streak(2, 2),
            id="paused weeks stand still",
        ),
        pytest.param(
            full(0),
            [program(MONDAY, None, 2, PauseDays(day(1, 4)))],
            day(5),
            Streak(1, 1),
            id="a pause that goes on",
        ),
        pytest.param(
            full(0) + on(2, 2),
            [program(MONDAY, day(1, 2))],
            day(2, 7),
            Streak(2, 2),
            id="ended in the middle, then without one",
        ),
        pytest.param(
            full(0) + on(1, 2, 3, 4, run=2),
            [program(), ProgramRun(2, MONDAY, None, 3)],
            day(2),
            Streak(2, 2),
            id="one of two programs is enough",
        ),
        pytest.param(
            full(0) + on(1, 2, run=2),
            [program(), ProgramRun(2, day(1, 2), None, 3)],
            day(2),
            Streak(0, 1),
            id="one that ran all week was missed",
        ),
    ],
)
def test_the_streak(
    trained: list[TrainedDay], runs: list[ProgramRun], today: date, streak: Streak
) -> None:
    assert streak_of(trained, runs, today) == streak


workouts = st.lists(
    st.builds(
        TrainedDay,
        st.dates(MONDAY, MONDAY + timedelta(weeks=12)),
        st.sampled_from([None, 1]),
        st.booleans(),
    ),
    max_size=40,
)
ran = st.builds(
    program,
    st.dates(MONDAY, MONDAY + timedelta(weeks=6)),
    st.none() | st.dates(MONDAY + timedelta(weeks=6), MONDAY + timedelta(weeks=12)),
    st.integers(1, 7),
)


@given(trained=workouts, run=ran, more=st.dates(MONDAY, MONDAY + timedelta(weeks=12)))
def test_more_training_never_costs_a_streak(
    trained: list[TrainedDay], run: ProgramRun, more: date
) -> None:
    today = MONDAY + timedelta(weeks=12)
    before = streak_of(trained, [run], today)
    after = streak_of([*trained, TrainedDay(more, 1)], [run], today)
    assert before.weeks <= after.weeks
    assert before.best <= after.best
    assert before.weeks <= before.best


@given(trained=workouts, run=ran)
def test_a_week_that_was_paused_as_a_whole_changes_nothing(
    trained: list[TrainedDay], run: ProgramRun
) -> None:
    today = MONDAY + timedelta(weeks=13)
    paused = ProgramRun(
        run.id, run.first, None, run.planned_a_week, [PauseDays(MONDAY + timedelta(weeks=13))]
    )
    before = streak_of(trained, [paused], today)
    assert streak_of(trained, [paused], today + timedelta(weeks=5)) == before
