from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.training.forecast import (
    Accuracy,
    Forecast,
    Outcome,
    Silence,
    Span,
    accuracy,
    forecast,
    is_storing_due,
    verdict_on,
)
from project.rules.training.ladder import LevelSession
from tests.unit.rules.logbook import FIRST_DAY, HOLD, REPS
from tests.unit.rules.simulation import PLAIN, Tally, simulate

pytestmark = pytest.mark.unit


def sessions(*days_and_values: tuple[int, int], sets: int = 3) -> list[LevelSession]:
    """Sessions with equal sets on days counted from the first one."""
    return [
        LevelSession(
            number,
            datetime.combine(FIRST_DAY + timedelta(days=day), datetime.min.time()),
            (value,) * sets,
            value if sets >= 3 else 0,
        )
        for number, (day, value) in enumerate(days_and_values, start=1)
    ]


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


CLIMB = [(0, 10), (7, 12), (14, 14), (21, 16), (28, 18), (35, 20)]  # two seconds a week


def test_a_steady_climb_is_followed_to_the_goal() -> None:
    result = forecast(sessions(*CLIMB), HOLD, day(35))
    assert isinstance(result, Forecast)
    assert result.span == Span(day(35), 5, 6)
    assert result.days_from == pytest.approx(35)
    assert result.days_to == pytest.approx(35)
    assert result.points == 6
    assert result.middle.at(day(35)) == pytest.approx(20)
    assert result.middle.at(day(70)) == pytest.approx(30)
    assert result.middle.at(day(0)) == pytest.approx(10)


def test_a_shaky_climb_gives_a_span_of_whole_weeks_around_the_middle() -> None:
    shaky = [(0, 10), (7, 13), (14, 12), (21, 17), (28, 16), (35, 20), (42, 19)]
    result = forecast(sessions(*shaky), HOLD, day(42))
    assert isinstance(result, Forecast)
    assert result.low.slope < result.middle.slope < result.high.slope
    assert result.span.weeks_from * 7 <= result.days_from < result.days_to
    assert result.days_to <= result.span.weeks_to * 7
    assert (result.span.weeks_from, result.span.weeks_to) == (4, 12)
    assert (result.span.first_day, result.span.last_day) == (day(42 + 28), day(42 + 84))


def test_nine_sessions_of_four_weeks_lead_to_the_goal_in_four_to_six() -> None:
    days = (0, 4, 7, 11, 14, 18, 21, 25, 28)
    values = (12, 11, 14, 15, 14, 17, 16, 19, 20)
    result = forecast(sessions(*zip(days, values, strict=True)), HOLD, day(28))
    assert isinstance(result, Forecast)
    assert (result.span.weeks_from, result.span.weeks_to) == (4, 6)
    assert (result.days_from, result.days_to) == pytest.approx((33.333, 36.8), abs=0.001)
    assert [line.slope for line in (result.low, result.middle, result.high)] == pytest.approx(
        [0.2778, 0.2857, 0.3], abs=0.0001
    )


def test_waiting_shortens_the_forecast() -> None:
    later = forecast(sessions(*CLIMB), HOLD, day(42))
    assert isinstance(later, Forecast)
    assert (later.span.weeks_from, later.span.weeks_to) == (4, 5)


@pytest.mark.parametrize(
    ("log", "today", "silence"),
    [
        ([], 0, Silence.TOO_FEW_POINTS),
        (CLIMB[:5], 35, Silence.TOO_FEW_POINTS),
        ([*CLIMB[:5], (28, 18)], 35, Silence.TOO_FEW_POINTS),
        (CLIMB, 112, Silence.TOO_FEW_POINTS),
        (CLIMB, 30, Silence.TOO_FEW_POINTS),
        ([(number, 20) for number in range(0, 42, 7)], 42, Silence.NOT_RISING),
        ([(number, 20 - number // 7) for number in range(0, 42, 7)], 42, Silence.NOT_RISING),
        ([(0, 15), (7, 22), (14, 11), (21, 19), (28, 14), (35, 20)], 35, Silence.NOT_RISING),
        ([(number * 18, 10 + number) for number in range(7)], 111, Silence.TOO_FAR),
        ([*CLIMB, (42, 30), (45, 30)], 46, Silence.READY),
    ],
)
def test_it_is_silent_and_says_why(
    log: list[tuple[int, int]], today: int, silence: Silence
) -> None:
    assert forecast(sessions(*log), HOLD, day(today)) is silence


@pytest.mark.parametrize(("weeks_ago", "shown"), [(15, True), (16, False)])
def test_only_the_last_sixteen_weeks_count(weeks_ago: int, shown: bool) -> None:
    today = day(7 * weeks_ago)
    log = [(0, 10), *((7 * (weeks_ago - 5 + week), 12 + 2 * week) for week in range(5))]
    assert isinstance(forecast(sessions(*log), HOLD, today), Forecast) is shown


@pytest.mark.parametrize(("last_value", "weeks_to"), [(27, 25), (25, None)])
def test_more_than_half_a_year_ahead_is_not_foreseeable(
    last_value: int, weeks_to: int | None
) -> None:
    # One second in two weeks: 39 seconds are 24 weeks away from 27, and 28 weeks from 25.
    criteria = replace(HOLD, goal_value=39)
    log = [(14 * number, last_value - 5 + number) for number in range(6)]
    result = forecast(sessions(*log), criteria, day(70))
    if weeks_to is None:
        assert result is Silence.TOO_FAR
    else:
        assert isinstance(result, Forecast)
        assert result.span.weeks_to == weeks_to


def test_a_session_cut_short_measures_nothing() -> None:
    short = sessions(*((number, 25) for number in range(1, 12, 2)), sets=2)
    whole = sessions(*CLIMB)
    mixed = sorted([*whole, *short], key=lambda row: row.at)
    assert forecast(mixed, HOLD, day(35)) == forecast(whole, HOLD, day(35))


def test_a_line_past_the_goal_without_proof_means_within_a_week() -> None:
    log = [(0, 24), (7, 26), (14, 28), (21, 30), (28, 29), (35, 29)]
    result = forecast(sessions(*log), HOLD, day(49))
    assert isinstance(result, Forecast)
    assert (result.span.weeks_from, result.span.weeks_to) == (0, 1)


def test_the_newest_two_hundred_sessions_are_enough() -> None:
    log = [(number // 10, 5 + number // 20) for number in range(1000)]
    result = forecast(sessions(*log), replace(REPS, goal_value=60), day(99))
    assert isinstance(result, Forecast)
    assert result.points == 200


@pytest.mark.parametrize(
    ("reached", "outcome"),
    [
        (13, Outcome.MISSED),
        (14, Outcome.HIT),
        (20, Outcome.HIT),
        (28, Outcome.HIT),
        (29, Outcome.MISSED),
    ],
)
def test_a_forecast_is_held_against_the_first_session_that_meets_the_goal(
    reached: int, outcome: Outcome
) -> None:
    span = Span(day(0), 2, 4)
    log = sessions((0, 5), (7, 7), (reached, 8))
    assert verdict_on(span, log, REPS, day(60)) is outcome


@pytest.mark.parametrize(("today", "outcome"), [(28, Outcome.OPEN), (29, Outcome.MISSED)])
def test_a_forecast_is_missed_when_its_last_day_has_passed(today: int, outcome: Outcome) -> None:
    assert verdict_on(Span(day(0), 2, 4), sessions((0, 5), (7, 7)), REPS, day(today)) is outcome


def test_a_good_session_before_the_forecast_does_not_fulfil_it() -> None:
    assert verdict_on(Span(day(5), 0, 2), sessions((0, 5), (4, 8)), REPS, day(10)) is Outcome.OPEN


def test_a_forecast_for_what_was_reached_before_judges_nothing() -> None:
    log = sessions((0, 8), (2, 8), (9, 8))
    assert verdict_on(Span(day(5), 1, 2), log, REPS, day(60)) is Outcome.VOID


@pytest.mark.parametrize(("last_stored", "due"), [(None, True), (0, True), (1, False), (7, False)])
def test_a_forecast_is_stored_once_a_week(last_stored: int | None, due: bool) -> None:
    last = None if last_stored is None else day(last_stored)
    assert is_storing_due(last, day(7)) is due


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        ([], Accuracy(0, 0)),
        ([Outcome.OPEN, Outcome.VOID], Accuracy(0, 0)),
        ([Outcome.HIT, Outcome.MISSED, Outcome.OPEN], Accuracy(1, 2)),
        ([*[Outcome.MISSED] * 10, *[Outcome.HIT] * 9, Outcome.VOID], Accuracy(9, 10)),
    ],
)
def test_the_page_can_say_how_often_the_last_ten_were_right(
    outcomes: Sequence[Outcome], result: Accuracy
) -> None:
    assert accuracy(outcomes) == result


@given(
    st.lists(st.tuples(st.integers(0, 111), st.integers(0, 40)), max_size=25).map(sorted),
    st.integers(0, 200),
)
def test_what_is_shown_keeps_its_bounds(log: list[tuple[int, int]], today: int) -> None:
    result = forecast(sessions(*log), HOLD, day(today))
    if isinstance(result, Forecast):
        assert 0 <= result.span.weeks_from < 26
        assert result.span.weeks_from < result.span.weeks_to <= 26
        assert 0 < result.low.slope <= result.middle.slope <= result.high.slope
        assert result.days_from <= result.days_to


def test_four_of_five_forecasts_hold_for_simulated_athletes() -> None:
    # Single runs of 500 athletes differ by some points; three together are steady.
    tally = sum((simulate(PLAIN, seed) for seed in range(3)), Tally())
    assert tally.shown > 5000
    shares = tally.shares()
    assert 0.75 <= shares["crossing"] <= 0.85
    assert 0.75 <= shares["weeks"] <= 0.85
