from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.training.load import (
    RatedSession,
    WeekLoad,
    monday_of,
    monotony,
    session_load,
    weekly_loads,
)

pytestmark = pytest.mark.unit

MONDAY = date(2026, 9, 7)
SUNDAY = MONDAY + timedelta(days=6)


def done(day: int, minutes: int | None, effort: int | None) -> RatedSession:
    return RatedSession(MONDAY + timedelta(days=day), minutes, effort)


@pytest.mark.parametrize(
    ("minutes", "effort", "load"),
    [(60, 7, 420), (45, 5, 225), (0, 10, 0), (None, 7, None), (60, None, None)],
)
def test_a_sessions_load_is_minutes_times_effort(
    minutes: int | None, effort: int | None, load: int | None
) -> None:
    assert session_load(minutes, effort) == load


def test_a_week_has_a_sum_a_monotony_and_a_strain() -> None:
    # 300 on three days, rest on four: mean 900/7, deviation 160.3567 of a sample.
    (week,) = weekly_loads([done(day, 60, 5) for day in (0, 2, 4)], MONDAY, SUNDAY)
    assert (week.monday, week.daily, week.total) == (MONDAY, (300, 0, 300, 0, 300, 0, 0), 900)
    assert week.monotony == pytest.approx(0.801784)
    assert week.strain == pytest.approx(721.6056)


def test_two_sessions_on_one_day_add_up() -> None:
    (week,) = weekly_loads([done(1, 30, 4), done(1, 20, 8)], MONDAY, SUNDAY)
    assert week.daily == (0, 280, 0, 0, 0, 0, 0)


def test_a_more_even_week_of_the_same_sum_is_more_monotonous() -> None:
    assert (monotony((100, 90, 110, 100, 100, 100, 100)) or 0) > (
        monotony((700, 0, 0, 0, 0, 0, 0)) or 0
    )


@pytest.mark.parametrize("load", [0, 300])
def test_days_all_alike_have_no_monotony(load: int) -> None:
    assert monotony((load,) * 7) is None
    sessions = [done(day, load, 1) for day in range(7)]
    (week,) = weekly_loads(sessions, MONDAY, SUNDAY)
    assert week == WeekLoad(MONDAY, (load,) * 7, 7 * load, None, None, 0)


def test_a_week_that_is_not_over_has_a_sum_only() -> None:
    (week,) = weekly_loads([done(0, 60, 5)], MONDAY, SUNDAY - timedelta(days=1))
    assert (week.total, week.monotony, week.strain) == (300, None, None)


def test_weeks_without_training_are_there_and_empty() -> None:
    weeks = weekly_loads([done(-14, 60, 5), done(1, 60, 5)], MONDAY - timedelta(days=14), SUNDAY)
    assert [week.total for week in weeks] == [300, 0, 300]


def test_a_workout_without_effort_is_counted_as_unrated() -> None:
    (week,) = weekly_loads([done(0, 60, None), done(1, None, 5), done(2, 60, 5)], MONDAY, SUNDAY)
    assert (week.total, week.unrated) == (300, 2)


def test_sessions_outside_the_weeks_are_passed_over() -> None:
    (week,) = weekly_loads([done(-1, 60, 5), done(7, 60, 5)], MONDAY, SUNDAY)
    assert week.total == 0


def test_a_week_begins_on_monday() -> None:
    assert monday_of(MONDAY) == monday_of(SUNDAY) == MONDAY
    (week,) = weekly_loads([], SUNDAY, SUNDAY)
    assert week.monday == MONDAY


@given(
    st.lists(
        st.builds(
            done,
            st.integers(0, 27),
            st.one_of(st.none(), st.integers(0, 600)),
            st.one_of(st.none(), st.integers(1, 10)),
        ),
        max_size=40,
    )
)
def test_every_session_lands_in_one_week_whatever_the_order(
    sessions: list[RatedSession],
) -> None:
    last = MONDAY + timedelta(days=27)
    weeks = weekly_loads(sessions, MONDAY, last)
    loads = [session_load(session.minutes, session.effort) for session in sessions]
    assert weeks == weekly_loads(reversed(sessions), MONDAY, last)
    assert sum(week.total for week in weeks) == sum(load for load in loads if load is not None)
    assert sum(week.unrated for week in weeks) == loads.count(None)
    assert all(week.monotony is None or week.monotony > 0 for week in weeks)
