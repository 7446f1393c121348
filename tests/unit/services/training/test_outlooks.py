"""What lies ahead of a running program."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from project.enums import DayKind, StepKind
from project.queries.training.enrolments import EnrolledDay, EnrolmentState
from project.rules.training.sequence import Move, PauseDays
from project.services.training.outlooks import ahead, first_date

pytestmark = pytest.mark.unit

MONDAY = datetime(2026, 9, 7, 18, tzinfo=UTC)
TODAY = MONDAY.date()
DAYS = (EnrolledDay(1), EnrolledDay(2), EnrolledDay(3, DayKind.REST))


def state(**changes: Any) -> EnrolmentState:
    """A program of two days and one of rest that begins this Monday."""
    begun = EnrolmentState(
        id=1,
        user_id=1,
        program_id=1,
        title="Kraft",
        days_a_week=3,
        weeks=None,
        deload_every=None,
        goal_level_id=None,
        source="",
        weekdays="",
        started_at=MONDAY,
        started_on=TODAY,
        ended_at=None,
        deload_from=None,
        deload_until=None,
        days=DAYS,
        moves=(),
        pauses=(),
        today=TODAY,
    )
    return replace(begun, **changes)


def moved(day_id: int, days_later: int = 0, step: StepKind | None = None) -> Sequence[Move]:
    at = MONDAY + timedelta(days=days_later)
    return (Move(day_id, at, at.date(), step),)


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        pytest.param({}, 7, id="the first day at once"),
        pytest.param({"moves": moved(1)}, 8, id="done today: tomorrow"),
        pytest.param({"moves": moved(2, -1, StepKind.CHOSEN)}, 7, id="chosen: at once"),
        pytest.param({"weekdays": "35"}, 9, id="the next weekday"),
        pytest.param({"weekdays": "13", "moves": moved(1)}, 9, id="never twice on a weekday"),
        pytest.param({"weekdays": "5", "moves": moved(1, -5)}, 7, id="late: today"),
        pytest.param({"weekdays": "5", "moves": moved(2)}, 8, id="rest on the day behind"),
        pytest.param({"days": ()}, 7, id="no days"),
        pytest.param(
            {"weekdays": "3", "pauses": [PauseDays(date(2026, 9, 1), date(2026, 9, 6))]},
            9,
            id="the weekday behind a pause",
        ),
        pytest.param(
            {"weekdays": "1", "moves": moved(1, 0, StepKind.SKIPPED)}, 14, id="left out today"
        ),
    ],
)
def test_the_next_day_is_due_on_a_date(changes: dict[str, Any], day: int) -> None:
    assert first_date(state(**changes)) == date(2026, 9, day)


def dates(found: EnrolmentState, last: int = 30) -> list[tuple[int, int]]:
    return [(each.on.day, each.day_id) for each in ahead(found, date(2026, 9, last))]


def test_days_lie_ahead_in_their_order() -> None:
    assert dates(state(), 11) == [(7, 1), (8, 2), (9, 3), (10, 1), (11, 2)]
    assert dates(state(weekdays="14"), 15) == [(7, 1), (10, 2), (11, 3), (14, 1)]


def test_nothing_lies_behind_the_last_week_which_a_pause_moves_on() -> None:
    one_week = state(weeks=1, weekdays="1357")
    assert [day for day, _ in dates(one_week)] == [7, 9, 10, 11, 13]
    paused = replace(
        one_week,
        started_on=TODAY - timedelta(days=5),
        pauses=[PauseDays(TODAY - timedelta(days=4), TODAY - timedelta(days=2))],
    )
    assert [day for day, _ in dates(paused)] == [7, 9, 10, 11]


def test_nothing_lies_ahead_of_a_program_that_is_paused_or_over() -> None:
    assert dates(state(pauses=[PauseDays(TODAY)])) == []
    assert dates(state(ended_at=MONDAY)) == []
    assert dates(state(days=())) == []
