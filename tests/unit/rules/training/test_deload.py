"""What a lighter week takes off, and when one is offered."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.training.deload import (
    DeloadReason,
    deload_reason,
    lighter_rows,
    lighter_sets,
    lighter_value,
)
from project.rules.training.load import RatedSession, weekly_loads

pytestmark = pytest.mark.unit

THURSDAY = date(2026, 10, 8)


def reason(**changes: Any) -> DeloadReason | None:
    nothing: dict[str, Any] = {
        "today": THURSDAY,
        "steps_back": [],
        "weeks": [],
        "missed": False,
        "weeks_since": 3,
        "every": None,
    }
    return deload_reason(**{**nothing, **changes})


def load(*totals: int) -> Any:
    """The loads of the weeks before this one, oldest first, and nothing yet in this one."""
    monday = THURSDAY - timedelta(days=3)
    sessions = [
        RatedSession(monday - timedelta(weeks=len(totals) - place), total, 1)
        for place, total in enumerate(totals)
    ]
    return weekly_loads(sessions, monday - timedelta(weeks=len(totals)), THURSDAY)


@pytest.mark.parametrize(
    ("sets", "kept"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 4), (10, 6)]
)
def test_two_of_five_sets_are_left_out(sets: int, kept: int) -> None:
    assert lighter_sets(sets) == kept


@pytest.mark.parametrize(
    ("value", "lighter"), [(0, 0), (1, 1), (3, 3), (5, 4), (8, 7), (10, 9), (30, 27), (60, 54)]
)
def test_a_tenth_is_taken_off_what_to_aim_for(value: int, lighter: int) -> None:
    assert lighter_value(value) == lighter


@given(st.integers(1, 1000))
def test_something_is_left_and_never_more_than_before(number: int) -> None:
    assert 1 <= lighter_sets(number) <= number
    assert 1 <= lighter_value(number) <= number


def test_without_a_sign_nothing_is_offered() -> None:
    assert reason() is None
    assert reason(missed=True, weeks=load(100, 200, 300, 300)) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [((1, 13), DeloadReason.STEPPED_BACK), ((1, 14), None), ((1,), None), ((0, 0), "stepped_back")],
)
def test_two_steps_back_within_two_weeks_speak_for_one(
    days: tuple[int, ...], expected: str
) -> None:
    steps = [THURSDAY - timedelta(days=day) for day in days]
    assert reason(steps_back=steps) == expected


@pytest.mark.parametrize(
    ("totals", "missed", "expected"),
    [
        ((100, 110, 120, 130), True, DeloadReason.LOAD_ROSE),
        ((100, 110, 120, 130), False, None),
        ((90, 100, 110, 120, 130), True, DeloadReason.LOAD_ROSE),
        ((100, 110, 120), True, None),
        ((0, 110, 120, 130), True, None),
        ((100, 110, 110, 130), True, None),
    ],
)
def test_load_that_rose_three_weeks_and_missed_sets_speak_for_one(
    totals: tuple[int, ...], missed: bool, expected: DeloadReason | None
) -> None:
    assert reason(weeks=load(*totals), missed=missed) is expected


def test_weeks_that_were_not_rated_say_nothing_of_a_rise() -> None:
    first, *rest = load(100, 110, 120, 130)
    unrated = [replace(first, unrated=1), *rest]
    assert reason(weeks=unrated, missed=True) is None


def test_the_program_may_ask_for_one_after_so_many_weeks() -> None:
    assert reason(weeks_since=3, every=4) is None
    assert reason(weeks_since=4, every=4) is DeloadReason.PLANNED


OWN, LEFT, RIGHT = (None, None), ("left", None), ("right", None)
WARM_UP, SEGMENT = (None, "warmup"), (None, "segment")


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([], []),
        ([OWN, OWN, OWN], [0, 1]),
        ([WARM_UP, OWN, OWN, OWN], [0, 1, 2]),
        ([OWN, SEGMENT, OWN, SEGMENT], [0, 1]),
        ([LEFT, RIGHT, LEFT, RIGHT, LEFT, RIGHT], [0, 1, 2, 3]),
        ([LEFT, RIGHT], [0, 1]),
        ([WARM_UP], [0]),
    ],
)
def test_pairs_stay_whole_and_warm_ups_stay(
    rows: list[tuple[str | None, str | None]], kept: list[int]
) -> None:
    assert lighter_rows(rows) == kept
