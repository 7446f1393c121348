"""When a program may end."""

import pytest

from project.rules.training.program_end import EndReason, end_reason

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("week", "weeks", "rank", "goal_rank", "expected"),
    [
        (8, 8, None, None, None),
        (9, 8, None, None, EndReason.WEEKS),
        (99, None, None, None, None),
        (2, 8, 2, 3, None),
        (2, 8, 3, 3, EndReason.GOAL),
        (2, None, 4, 3, EndReason.GOAL),
        (9, 8, 3, 3, EndReason.GOAL),
        (2, 8, None, 3, None),
        (9, 8, 1, 3, EndReason.WEEKS),
    ],
)
def test_it_ends_by_its_weeks_or_its_goal(
    week: int,
    weeks: int | None,
    rank: int | None,
    goal_rank: int | None,
    expected: EndReason | None,
) -> None:
    assert end_reason(week=week, weeks=weeks, rank=rank, goal_rank=goal_rank) is expected
