from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.library.criteria import (
    SITE_CRITERIA,
    Criteria,
    CriteriaFault,
    CriteriaOverride,
    Fault,
    criteria_faults,
    resolve_criteria,
)

pytestmark = pytest.mark.unit

REPS, HOLD = SITE_CRITERIA["reps"], SITE_CRITERIA["duration"]


def test_the_sites_defaults_are_three_by_five_to_eight_and_ten_to_thirty_seconds() -> None:
    assert Criteria(3, 5, 8, 2, 1) == REPS
    assert Criteria(3, 10, 30, 2, 5) == HOLD


@pytest.mark.parametrize("counting_type", ["reps", "duration"])
def test_the_sites_defaults_are_valid(counting_type: str) -> None:
    assert criteria_faults(SITE_CRITERIA[counting_type], counting_type) == ()


@pytest.mark.parametrize(
    ("field", "value", "fault", "limit"),
    [
        ("goal_sets", 0, Fault.TOO_LOW, 1),
        ("goal_sets", 21, Fault.TOO_HIGH, 20),
        ("start_value", 0, Fault.TOO_LOW, 1),
        ("start_value", 9, Fault.START_ABOVE_GOAL, 8),
        ("start_value", 10_000, Fault.TOO_HIGH, 9999),
        ("goal_value", 10_000, Fault.TOO_HIGH, 9999),
        ("goal_sessions", 0, Fault.TOO_LOW, 1),
        ("goal_sessions", 4, Fault.TOO_HIGH, 3),
        ("step", 0, Fault.TOO_LOW, 1),
        ("step", -1, Fault.TOO_LOW, 1),
    ],
)
def test_a_wrong_number_is_named_with_its_limit(
    field: str, value: int, fault: Fault, limit: int
) -> None:
    wrong = replace(REPS, **{field: value})
    assert criteria_faults(wrong, "reps") == (CriteriaFault(field, fault, limit),)


def test_a_goal_of_zero_is_one_fault_and_the_start_above_it_not_another() -> None:
    wrong = replace(REPS, goal_value=0)
    assert criteria_faults(wrong, "reps") == (CriteriaFault("goal_value", Fault.TOO_LOW, 1),)


def test_a_hold_may_last_a_day_and_a_count_may_not() -> None:
    long = replace(HOLD, goal_value=86_399)
    assert criteria_faults(long, "duration") == ()
    assert criteria_faults(long, "reps") == (CriteriaFault("goal_value", Fault.TOO_HIGH, 9999),)


def test_start_may_equal_goal() -> None:
    assert criteria_faults(replace(REPS, start_value=8), "reps") == ()


def test_a_level_takes_what_it_does_not_name_from_the_definition_and_then_from_the_site() -> None:
    definition = CriteriaOverride(goal_value=12, step=2)
    level = CriteriaOverride(goal_sets=5, step=3)
    assert resolve_criteria("reps") == REPS
    assert resolve_criteria("reps", definition) == Criteria(3, 5, 12, 2, 2)
    assert resolve_criteria("reps", definition, level) == Criteria(5, 5, 12, 2, 3)


def test_a_lowered_goal_takes_the_start_value_along() -> None:
    assert resolve_criteria("duration", CriteriaOverride(goal_value=6)).start_value == 6


@given(st.builds(Criteria, *(st.integers(-5, 100_000) for _ in range(5))))
def test_criteria_without_faults_keep_every_bound(criteria: Criteria) -> None:
    if not criteria_faults(criteria, "reps"):
        assert 1 <= criteria.start_value <= criteria.goal_value <= 9999
        assert 1 <= criteria.goal_sets <= 20
        assert 1 <= criteria.goal_sessions <= 3
        assert criteria.step >= 1
        assert 1 <= criteria.lowest_target <= criteria.start_value
